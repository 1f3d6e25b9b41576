"""What other services hear of letters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.letter import Letter, WrittenLetter, letter_id_of
from services.notifications.domain.mandate import MANDATES
from services.notifications.messaging.published import PUBLISHED
from services.notifications.messaging.reactions import notice_of
from shared.contracts.decisions import DecisionTaken
from shared.contracts.notifications import LetterSent, StepLetterSent, ToldInTime
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, Outcome, Remedy
from tests.support.announced_decisions import (
    CASE,
    DECISION,
    KEY,
    REFUSED_FIRST,
    TOLD_BY,
    a_grant,
    a_receipt,
    a_refusal,
    a_renewal,
    an_addressee,
    the_message_of,
)

WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), "ab", "decision/1")
METADATA = Metadata("system:notifications", "system", date(2026, 2, 20), UUID(int=1), UUID(int=2))


def test_a_sent_letter_is_told_without_its_words() -> None:
    """Letter, case, decision, day of announcement and last day: all that a term or a register needs."""
    letter = Letter.draw_up(
        case_id=CASE,
        notice=a_grant(),
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )
    letter.send(sent_on=date(2026, 2, 20), written=WRITTEN)
    recorded = RecordedEvent(letter.pending()[-1], 2, datetime(2026, 2, 20, 9, tzinfo=UTC), METADATA)
    assert PUBLISHED[0].to_contract(recorded) == LetterSent(
        letter_id=letter_id_of(DECISION),
        case_id=CASE,
        decision_id=DECISION,
        sent_on=date(2026, 2, 20),
        remedy_last_day=date(2026, 4, 7),
        channel="paper",
    )


def test_a_step_is_told_with_what_it_is() -> None:
    """Whether an adjournment holds turns on the day of its letter (Awb 7:10(3), (5)): who counts it knows it by name."""
    assert set(ToldInTime) <= set(LetterKind)
    step = msgspec.structs.replace(a_receipt(), kind=LetterKind.RULING_ADJOURNED)
    letter = Letter.draw_up(
        case_id=CASE,
        notice=step,
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )
    letter.send(sent_on=date(2026, 2, 20), written=WRITTEN)
    recorded = RecordedEvent(letter.pending()[-1], 2, datetime(2026, 2, 20, 9, tzinfo=UTC), METADATA)
    assert PUBLISHED[1].to_contract(recorded) == StepLetterSent(
        letter_id=letter.id,
        case_id=CASE,
        told_by=TOLD_BY,
        sent_on=date(2026, 2, 20),
        kind="ruling_adjourned",
        channel="paper",
    )


def test_a_notice_takes_over_all_that_the_letter_says() -> None:
    """Of a replaced decision the message has only the id; its own letter knows the rest."""
    renewal = a_renewal(Remedy.APPEAL)
    notice = notice_of(the_message_of(renewal, an_addressee()))
    assert notice.replaces is not None
    assert (notice.replaces.decision_id, notice.replaces.decided_on) == (REFUSED_FIRST, None)
    assert notice.outcome is Outcome.GRANTED
    assert notice_of(the_message_of(a_grant(), an_addressee())) == a_grant()


def test_a_refusal_tells_the_better_fit_and_an_older_message_tells_none() -> None:
    """The fields are optional in the contract."""
    fit = msgspec.structs.replace(
        a_refusal(), better_fit=ExemptionType.GRID_CONGESTION, better_fit_reason="Het stroomnet is vol."
    )
    told = the_message_of(fit, an_addressee())
    assert notice_of(told) == fit
    older = msgspec.to_builtins(told)
    del older["betterFit"], older["betterFitReason"]
    assert notice_of(msgspec.convert(older, DecisionTaken)) == a_refusal()
