"""Outages of channels, and the terms to complete that they move (Awb afdeling 2.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from services.applications.domain.application_acts import CompletionTermMoved, MissingItem
from services.applications.domain.channel_outage import (
    ChannelOutage,
    ChannelOutageCorrected,
    OutageReason,
    OutageTimes,
    by_days,
)
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from shared.errors import RuleBroken
from shared.law.moved_terms import ElectronicChannel, MovedBecause, Outage, move_to_paper
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, StatedFacts

CASE, KEY, OUTAGE, LETTER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
ASKED_ON, LAST_DAY, MOVED_TO = date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 17)
AT = datetime(2026, 3, 17, 8, tzinfo=UTC)
TIMES = OutageTimes(
    ElectronicChannel.PORTAL,
    datetime(2026, 3, 16, 18, tzinfo=UTC),
    datetime(2026, 3, 16, 22, 30, tzinfo=UTC),
    OutageReason.FAILURE,
)
ON_THE_LAST_DAY = Outage(OUTAGE, ElectronicChannel.PORTAL, LAST_DAY, LAST_DAY)


def recorded(times: OutageTimes = TIMES, at: datetime = AT) -> ChannelOutage:
    """The operator records it."""
    return ChannelOutage.record(OUTAGE, times, by="operator-1", at=at)


def asked() -> ExemptionApplication:
    """The applicant was asked on 2 March to complete the application by the 16th."""
    sealed = SealedApplication(
        ExemptionType.PRIVATE_USE,
        Sealed(KEY, SealedKind.APPLICANT, b"applicant"),
        Sealed(KEY, SealedKind.PLATE, b"plate"),
        "applicant-1",
    )
    application = ExemptionApplication.submit(CASE, sealed, received_on=ASKED_ON)
    application.request_completion([MissingItem.DAILY_RANGE], 14, by="handler-1", on=ASKED_ON)
    return application


def moves(application: ExemptionApplication) -> list[CompletionTermMoved]:
    """Every move of its term."""
    return [event for event in application.pending() if isinstance(event, CompletionTermMoved)]


def test_an_outage_takes_every_legal_day_of_which_it_took_a_part():
    """Half past eleven in the evening, universal time, is past midnight in the Netherlands."""
    long = msgspec.structs.replace(TIMES, ended_at=datetime(2026, 3, 16, 23, 30, tzinfo=UTC))
    assert by_days(OUTAGE, recorded(long).times).final_day == date(2026, 3, 17)
    assert by_days(OUTAGE, recorded().times).final_day == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ended_at": TIMES.began_at}, "outage_ends_wrongly"),
        ({"ended_at": AT + timedelta(minutes=1)}, "outage_not_over"),
        (
            {
                "began_at": datetime(2025, 12, 30, tzinfo=UTC),
                "ended_at": datetime(2025, 12, 31, tzinfo=UTC),
            },
            "outage_before_law",
        ),
    ],
)
def test_an_outage_is_recorded_once_it_is_over(changes: dict[str, datetime], code: str):
    """And not of before terms could be adjusted."""
    with pytest.raises(RuleBroken, match=code):
        recorded(msgspec.structs.replace(TIMES, **changes))


def test_a_correction_takes_the_place_of_what_was_recorded():
    """Nothing is deleted; the same again is no correction."""
    outage = recorded()
    longer = msgspec.structs.replace(TIMES, ended_at=AT)
    outage.correct(longer, by="operator-1", at=AT)
    assert isinstance(outage.pending()[-1], ChannelOutageCorrected)
    assert outage.times == longer
    with pytest.raises(RuleBroken, match="outage_stands"):
        outage.correct(longer, by="operator-1", at=AT)


def test_a_term_of_which_the_outage_covers_the_last_day_is_moved():
    """To the first ordinary day after it, with the rule and the outage."""
    application = asked()
    application.move_after_outage(ON_THE_LAST_DAY, MOVED_TO)
    [move] = moves(application)
    assert (move.previous_last_day, move.term_last_day, move.caused_by) == (LAST_DAY, MOVED_TO, OUTAGE)
    assert move.because is MovedBecause.OUTAGE
    assert not application.completion_term_passed(MOVED_TO)
    application.move_after_outage(ON_THE_LAST_DAY, MOVED_TO)
    assert len(moves(application)) == 1


def test_a_term_that_had_passed_unused_runs_again():
    """The outage is recorded the day after; the timer was quicker."""
    application = asked()
    application.lapse_completion_term(MOVED_TO)
    application.move_after_outage(ON_THE_LAST_DAY, MOVED_TO)
    assert application.completion_open
    assert moves(application)[0].items == (MissingItem.DAILY_RANGE,)
    application.lapse_completion_term(MOVED_TO + timedelta(days=1))
    assert not application.completion_open


def test_a_term_that_was_used_is_not_moved():
    """The applicant had supplemented the application before the outage."""
    application = asked()
    application.supplement(StatedFacts(daily_range_km=10), LAST_DAY)
    application.move_after_outage(ON_THE_LAST_DAY, MOVED_TO)
    assert moves(application) == []


def test_a_request_that_came_later_on_paper_gives_its_days_from_there():
    """That request alone, and never an earlier day."""
    application = asked()
    request = application.pending()[-1].event_id
    later, earlier = move_to_paper(date(2026, 3, 25), LETTER), move_to_paper(date(2026, 3, 24), LETTER)
    application.move_to_paper(later, requested_by_event=UUID(int=99), on=date(2026, 3, 11))
    assert moves(application) == []
    application.move_to_paper(later, requested_by_event=request, on=date(2026, 3, 11))
    application.move_to_paper(earlier, requested_by_event=request, on=date(2026, 3, 11))
    [move] = moves(application)
    assert (move.term_last_day, move.because, move.caused_by) == (
        date(2026, 3, 25),
        MovedBecause.SENT_ON_PAPER,
        LETTER,
    )
