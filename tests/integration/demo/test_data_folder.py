"""What the demo keeps in and reads from folders: the days of a sample set, and given records."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.demo.calendar import BeyondKnownRules, Calendar, Day, OtherSampleSet, Place
from services.demo.chapters.vehicle_records import applications_of
from services.demo.kinds import DeskWork
from services.demo.plan import VISITOR, plan
from services.demo.records import MAIN_RECORD, SERIES, PlannedVehicle, write_records

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CASES = plan(seed=7, size=200)
GIVEN = PlannedVehicle("X999CC", "N1", 1_050, 2_000)


def test_a_second_play_has_the_days_of_the_first(tmp_path: Path) -> None:
    """Whenever it is played."""
    first = Calendar.kept_in(tmp_path, 1, 600, lambda: NOON)
    second = Calendar.kept_in(tmp_path, 1, 600, lambda: NOON + timedelta(days=40))
    assert [first.at(day) for day in Day] == [second.at(day) for day in Day]


@pytest.mark.parametrize(("seed", "size"), [(1, 200), (1 + SERIES, 600)])
def test_a_sample_set_with_the_same_plates_does_not_fit_in_the_same_folder(
    tmp_path: Path, seed: int, size: int
) -> None:
    """One plate would hold two exemptions: another size of the same seed, or a seed of the same series."""
    Calendar.kept_in(tmp_path, 1, 600, lambda: NOON)
    with pytest.raises(OtherSampleSet, match="seed 1 and size 600"):
        Calendar.kept_in(tmp_path, seed, size, lambda: NOON)


def test_another_seed_has_days_of_its_own_in_the_same_folder(tmp_path: Path) -> None:
    """It opens after what was played before, and the first keeps its days."""
    first = Calendar.kept_in(tmp_path, 1, 600, lambda: NOON)
    played = first.at(Day.CLOSED)
    second = Calendar.kept_in(tmp_path, 2, 200, lambda: played)
    assert second.on(Day.OPENED) > first.on(Day.CLOSED)
    again = Calendar.kept_in(tmp_path, 1, 600, lambda: played)
    assert again.at(Day.OPENED) == first.at(Day.OPENED)


def test_what_was_in_force_on_the_first_play_is_kept(tmp_path: Path) -> None:
    """The first proposal is sent again as it was, whatever is in force by then."""
    row = Place("N2", "combination_mass_kg")
    Calendar.kept_in(tmp_path, 2, 200, lambda: NOON, lambda: (row,))
    assert Calendar.kept_in(tmp_path, 2, 200, lambda: NOON, tuple).falls_away == (row,)


@pytest.mark.parametrize(("opened", "expires"), [(date(2027, 10, 23), True), (date(2027, 10, 24), False)])
def test_exemptions_expire_where_that_is_within_the_known_rules(
    tmp_path: Path, opened: date, expires: bool
) -> None:
    """Eight hundred days on, and no day beyond 2029; kept for every later play."""
    eve = datetime.combine(opened - timedelta(days=1), NOON.timetz())
    assert Calendar.kept_in(tmp_path, 1, 600, lambda: eve).expires is expires
    assert Calendar.kept_in(tmp_path, 1, 600, lambda: eve + timedelta(days=900)).expires is expires


def test_beyond_the_known_rules_no_sample_set_begins(tmp_path: Path) -> None:
    """Said in words, before anything is played."""
    with pytest.raises(BeyondKnownRules, match="empty folder"):
        Calendar.kept_in(tmp_path, 1, 600, lambda: datetime(2029, 11, 15, 12, tzinfo=UTC))
    assert list(tmp_path.iterdir()) == []


def test_every_given_vehicle_gets_an_application_and_its_records(tmp_path: Path) -> None:
    """Beside those of the plan; nothing is expected of it."""
    given, folder = tmp_path / "given", tmp_path / "records"
    write_records(given, [GIVEN], seed=7)
    *planned, added = applications_of(CASES, 7, folder, given)
    assert [one.planned for one in planned] == list(CASES)
    assert (added.plate, added.planned, added.desk) == (GIVEN.plate, None, DeskWork.DECIDED)
    source, target = (place / f"{MAIN_RECORD}.{GIVEN.plate}.json" for place in (given, folder))
    assert target.read_bytes() == source.read_bytes()


def test_the_visitors_vehicle_has_records(tmp_path: Path) -> None:
    """Whoever tries the APIs can apply for it and be told its facts."""
    applications = applications_of(CASES, 7, tmp_path, None)
    assert (tmp_path / f"{MAIN_RECORD}.{VISITOR.plate}.json").exists()
    assert VISITOR.plate not in {one.plate for one in applications}


def test_given_records_do_not_replace_those_of_the_plan(tmp_path: Path) -> None:
    """A plate of the sample set stays what the plan expects."""
    given, folder = tmp_path / "given", tmp_path / "records"
    taken = CASES[0].vehicle.plate
    write_records(given, [PlannedVehicle(taken, "N1", 3_000, 2_000)], seed=7)
    assert len(applications_of(CASES, 7, folder, given)) == len(CASES)
    file = f"{MAIN_RECORD}.{taken}.json"
    assert (folder / file).read_bytes() != (given / file).read_bytes()


def test_other_files_among_given_records_are_passed_over(tmp_path: Path) -> None:
    """A manifest, a data set that nobody reads, a fuel record without its vehicle."""
    given = tmp_path / "given"
    given.mkdir()
    for name in ("manifest.json", "aaaa-bbbb.X999CC.json", "8ys7-d773.X999CC.json", "README.md"):
        (given / name).write_text("[]")
    assert len(applications_of(CASES, 7, tmp_path / "records", given)) == len(CASES)
