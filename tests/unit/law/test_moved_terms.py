"""Terms that are moved: after an outage by a SYNTHETIC rule, on paper by as many days as the first letter gave."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from shared.law.moved_terms import (
    OUTAGE_RULES,
    ElectronicChannel,
    MovedBecause,
    Outage,
    TermFor,
    last_day_on_paper,
    move_after,
)

OUTAGE = UUID(int=8)


def an_outage(
    first: date, final: date | None = None, channel: ElectronicChannel = ElectronicChannel.PORTAL
) -> Outage:
    """On one day, or from one to another."""
    return Outage(OUTAGE, channel, first, final or first)


@pytest.mark.parametrize(
    ("final", "moved_to"),
    [
        (date(2026, 3, 16), date(2026, 3, 17)),
        (date(2026, 3, 20), date(2026, 3, 23)),
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 5, 13), date(2026, 5, 18)),
    ],
    ids=["a Monday", "a Friday", "before Easter", "before Ascension Day and a decree day"],
)
def test_the_term_ends_with_the_first_ordinary_day_after_the_outage(final: date, moved_to: date) -> None:
    """Wherever in the outage its last day was."""
    move = move_after(an_outage(date(2026, 3, 2), final), date(2026, 3, 16), TermFor.SUPPLEMENT)
    assert move is not None
    assert (move.last_day, move.because, move.caused_by) == (moved_to, MovedBecause.OUTAGE, OUTAGE)
    assert move.rule.startswith("SYNTHETIC")


@pytest.mark.parametrize("last_day", [date(2026, 3, 15), date(2026, 3, 18)])
def test_a_last_day_outside_the_outage_stays(last_day: date) -> None:
    """The day before it and the day after."""
    outage = an_outage(date(2026, 3, 16), date(2026, 3, 17))
    assert move_after(outage, last_day, TermFor.VIEWS) is None


def test_an_outage_moves_only_what_comes_by_that_channel() -> None:
    """A supplement comes by the portal, views by e-mail too."""
    day = date(2026, 3, 16)
    by_mail = an_outage(day, channel=ElectronicChannel.EMAIL)
    assert move_after(by_mail, day, TermFor.SUPPLEMENT) is None
    assert move_after(by_mail, day, TermFor.VIEWS) is not None


def test_before_the_law_nothing_was_moved() -> None:
    """The Wmebv is in force since 2026; every rule says that it is made up."""
    day = date(2025, 12, 30)
    assert move_after(an_outage(day), day, TermFor.SUPPLEMENT) is None
    assert all(rule.version.startswith("SYNTHETIC") for rule in OUTAGE_RULES)


@pytest.mark.parametrize(
    ("sent_on", "moved_to"),
    [(date(2026, 3, 2), date(2026, 3, 16)), (date(2026, 3, 9), date(2026, 3, 23))],
)
def test_a_letter_on_paper_gives_as_many_days_as_the_first_one(sent_on: date, moved_to: date) -> None:
    """Never an earlier day."""
    assert last_day_on_paper(date(2026, 3, 16), date(2026, 3, 2), sent_on) == moved_to
