"""SIGKILL between two campaigns, while one is paused and at a pause because of drift: it ends as undisturbed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.decisions.projections.reassessments import COMPLETED, PAUSED, RUNNING
from tests.support.campaign_scenes import Scene, a_copy, assert_ended_as_undisturbed, database, look
from tests.support.cases import NEW_ROWS, a_van, row
from tests.support.decisions import Decisions, open_decisions
from tests.support.mortal_decisions import CHUNK, Undertaker, undertaker

KILLED = -signal.SIGKILL
AFFECTED, AFFECTED_LATER, REFUSED_AGAIN = 1000, 850, 700
CASES = 21
CHUNKS = 5
"""Of the first campaign, and of the second that finds all that the first left refused: 14 of them."""
CHUNKS_OF_SECOND = 3
BETWEEN_ROWS = (row(900),)
AROUND_ITS_COMMIT = [
    ("append.rows_written", False),
    ("append.inserted", False),
    ("append.before_commit", False),
    ("append.after_commit", True),
]
"""At which step an act is killed, and whether it is there afterwards."""


@pytest.fixture(scope="module")
def mortal() -> Iterator[Undertaker]:
    """Lets services live and die."""
    with undertaker() as process:
        yield process


def a_desk(folder: Path) -> tuple[Decisions, list[int]]:
    """The service with the old set in force, and the payloads of the vans to come."""
    service = open_decisions(database(folder))
    service.a_set_in_force()
    service.run_campaigns()
    return service, [(AFFECTED, AFFECTED_LATER, REFUSED_AGAIN)[place % 3] for place in range(CASES)]


@pytest.fixture(scope="module")
def queued(tmp_path_factory: pytest.TempPathFactory, mortal: Undertaker) -> Scene:
    """Two sets entered into force one after the other; a third of the cases is affected by each."""
    folder = tmp_path_factory.mktemp("queued")
    service, payloads = a_desk(folder)
    cases = service.decided_cases(a_van(payload) for payload in payloads)
    sets = service.a_set_in_force(BETWEEN_ROWS), service.a_set_in_force(NEW_ROWS)
    service.close()
    affected = [one for one, payload in zip(cases, payloads, strict=True) if payload != REFUSED_AGAIN]
    return Scene.of(folder, sets, affected, mortal, "campaign")


@pytest.fixture(scope="module")
def paused(tmp_path_factory: pytest.TempPathFactory, mortal: Undertaker) -> Scene:
    """The same, but the first campaign is paused after two chunks."""
    folder = tmp_path_factory.mktemp("paused")
    service, payloads = a_desk(folder)
    cases = service.decided_cases(a_van(payload) for payload in payloads)
    sets = service.a_set_in_force(BETWEEN_ROWS), service.a_set_in_force(NEW_ROWS)
    worker = service.worker(CHUNK)
    assert [worker.step(), worker.step()] == [True, True]
    service.pause(sets[0])
    service.close()
    affected = [one for one, payload in zip(cases, payloads, strict=True) if payload != REFUSED_AGAIN]
    return Scene.of(folder, sets, affected, mortal, f"resume {sets[0]}", "campaign")


@pytest.fixture(scope="module")
def drifted(tmp_path_factory: pytest.TempPathFactory, mortal: Undertaker) -> Scene:
    """A set was approved on a plan that knew a third of the cases: its campaign waits for a reviewer."""
    folder = tmp_path_factory.mktemp("drifted")
    service, payloads = a_desk(folder)
    cases = service.decided_cases(a_van(payload) for payload in payloads[: CASES // 3])
    set_id = service.a_previewed_set(NEW_ROWS, max_drift=0)
    cases += service.decided_cases(a_van(payload) for payload in payloads[CASES // 3 :])
    service.approve(set_id)
    service.close()
    affected = [one for one, payload in zip(cases, payloads, strict=True) if payload != REFUSED_AGAIN]
    return Scene.of(folder, (set_id,), affected, mortal, f"resume {set_id}", "campaign")


def states(data: Path, scene: Scene) -> list[str]:
    """How the campaigns of the scene stand."""
    service = look(data)
    try:
        return [service.reassessment_of(set_id).state for set_id in scene.set_ids]
    finally:
        service.close()


@pytest.mark.parametrize(
    ("crash_at", "stand"),
    [
        ("campaign.before_completion:1", [RUNNING, RUNNING]),
        ("campaign.completed:1", [COMPLETED, RUNNING]),
        (f"campaign.chunk_selected:{CHUNKS + 2}", [COMPLETED, RUNNING]),
        (f"append.before_commit:{CHUNKS + 2}", [COMPLETED, RUNNING]),
        (f"append.after_commit:{CHUNKS + 2}", [COMPLETED, RUNNING]),
        ("campaign.completed:2", [COMPLETED, COMPLETED]),
    ],
)
def test_killed_between_two_campaigns(
    queued: Scene, mortal: Undertaker, tmp_path: Path, crash_at: str, stand: list[str]
):
    """The second begins where the first has ended, once, and renews whom the first did not."""
    data = a_copy(queued.folder, tmp_path / "data")
    assert mortal.let_live(data, crash_at) == KILLED
    assert states(data, queued) == stand
    assert mortal.let_live(data) == 0
    assert_ended_as_undisturbed(queued, data)


def test_a_life_in_a_pause_changes_nothing(paused: Scene, mortal: Undertaker, tmp_path: Path):
    """However often it is started: neither the paused campaign nor the one behind it moves."""
    data = a_copy(paused.folder, tmp_path / "data")
    service = look(data)
    before = service.contents()
    for _ in range(3):
        assert mortal.let_live(data, "campaign.chunk_selected:1") == 0
    assert service.contents() == before
    service.close()


@pytest.mark.parametrize(("label", "there"), AROUND_ITS_COMMIT)
def test_killed_while_a_campaign_is_resumed(
    paused: Scene, mortal: Undertaker, tmp_path: Path, label: str, there: bool
):
    """The resumption is there or not; then both campaigns end, over another kill in the first chunk."""
    data, resume = a_copy(paused.folder, tmp_path / "data"), f"resume {paused.set_ids[0]}"
    assert mortal.let_live(data, f"{label}:1", resume) == KILLED
    assert states(data, paused) == [RUNNING if there else PAUSED, RUNNING]
    if not there:
        assert mortal.let_live(data) == 0
        assert states(data, paused) == [PAUSED, RUNNING]
        assert mortal.let_live(data, act=resume) == 0
    assert mortal.let_live(data, "campaign.before_append:1") == KILLED
    assert mortal.let_live(data) == 0
    assert_ended_as_undisturbed(paused, data)


@pytest.mark.parametrize(("label", "there"), AROUND_ITS_COMMIT)
def test_killed_while_a_campaign_is_paused(
    queued: Scene, mortal: Undertaker, tmp_path: Path, label: str, there: bool
):
    """The pause is there or not, never half; both campaigns end all the same once nothing holds them."""
    data = a_copy(queued.folder, tmp_path / "data")
    first = queued.set_ids[0]
    assert mortal.let_live(data, "campaign.chunk_done:2") == KILLED
    assert mortal.let_live(data, f"{label}:1", f"pause {first}") == KILLED
    assert states(data, queued) == [PAUSED if there else RUNNING, RUNNING]
    assert mortal.let_live(data) == 0
    if not there:
        assert_ended_as_undisturbed(queued, data)
        return
    assert states(data, queued) == [PAUSED, RUNNING]
    assert mortal.let_live(data, act=f"resume {first}") == 0
    assert mortal.let_live(data) == 0
    service = look(data)
    assert service.renewed_cases() == queued.affected
    assert service.log.head() == queued.head + 2  # the pause and the resumption
    service.close()


@pytest.mark.parametrize(("label", "there"), AROUND_ITS_COMMIT)
def test_killed_at_a_pause_because_of_drift(
    drifted: Scene, mortal: Undertaker, tmp_path: Path, label: str, there: bool
):
    """Nobody is renewed before a reviewer's resumption is stored, whatever dies; everybody after it."""
    data, resume = a_copy(drifted.folder, tmp_path / "data"), f"resume {drifted.set_ids[0]}"
    assert mortal.let_live(data) == 0
    assert states(data, drifted) == [PAUSED]
    assert mortal.let_live(data, f"{label}:1", resume) == KILLED
    assert states(data, drifted) == [RUNNING if there else PAUSED]
    if not there:
        assert mortal.let_live(data, act=resume) == 0
    assert mortal.let_live(data, "append.before_commit:3") == KILLED
    assert mortal.let_live(data) == 0
    assert_ended_as_undisturbed(drifted, data)


def test_the_scenes_have_the_chunks_that_the_kills_count_on(queued: Scene):
    """Otherwise a kill at the second campaign would be one in the first."""
    assert -(-CASES // CHUNK) == CHUNKS
    assert -(-(CASES - CASES // 3) // CHUNK) == CHUNKS_OF_SECOND
