"""By which way a letter goes, when it is tried again, and what a bounce does to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice, LetterKind
from services.notifications.domain.delivery import (
    AttemptPlan,
    BounceReason,
    LetterChannel,
    LetterState,
    MailFailure,
    message_type_of,
)
from services.notifications.domain.delivery_acts import (
    ElectronicSendingFailed,
    LetterBounced,
    LetterSentOnPaper,
)
from services.notifications.domain.letter import Letter, LetterSent, Notice, WrittenLetter
from services.notifications.domain.mandate import MANDATES
from shared.errors import NotInThisState, RuleBroken
from shared.eventlog.mapper import EventMapper
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import MessageType, ObjectionRuling, Outcome
from tests.support.announced_decisions import (
    CASE,
    DECISION,
    KEY,
    a_grant,
    a_penalty,
    a_receipt,
    a_refusal,
    a_step_of_an_objection,
    an_addressee,
    an_ended_objection,
    left_out,
)

WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), text_hmac="ab" * 32, template="decision/1")
PLAN = AttemptPlan(attempts=4, first_pause=timedelta(minutes=5))
AT = datetime(2026, 2, 20, 11, tzinfo=UTC)
EMAILED_ON, BOUNCED_ON, ON_PAPER = date(2026, 2, 20), date(2026, 2, 21), date(2026, 2, 23)


def drawn_up(notice: Notice) -> Letter:
    """Given: a letter about this."""
    return Letter.draw_up(
        case_id=CASE,
        notice=notice,
        addressee=an_addressee(),
        mandate=MANDATES[0].version,
        drawn_up_on=date(2026, 2, 19),
    )


def emailed(notice: Notice) -> Letter:
    """Given: it left by e-mail."""
    letter = drawn_up(notice)
    letter.send(sent_on=EMAILED_ON, written=WRITTEN, channel=LetterChannel.EMAIL)
    return letter


def bounce(letter: Letter, on: date = BOUNCED_ON) -> None:
    """The mail system says that it came back."""
    letter.bounce(
        BounceReason.ADDRESS_UNKNOWN,
        bounced_on=on,
        subject="applicant-017",
        by="operator-1",
        today=BOUNCED_ON,
    )


@pytest.mark.parametrize(
    ("notice", "message_type"),
    [
        (a_grant(), MessageType.DECISIONS),
        (a_refusal(), MessageType.DECISIONS),
        (left_out(), MessageType.DECISIONS),
        (a_penalty(), MessageType.DECISIONS),
        (a_receipt(), MessageType.PROCEEDINGS),
        (a_step_of_an_objection(LetterKind.HEARING_PLANNED), MessageType.OBJECTIONS),
        (an_ended_objection(ObjectionRuling.DISMISSED), MessageType.OBJECTIONS),
        (msgspec.structs.replace(a_grant(), outcome=Outcome.REVOKED), None),
        (msgspec.structs.replace(a_receipt(), kind=LetterKind.REVOCATION_INTENDED), None),
        (msgspec.structs.replace(a_receipt(), kind=LetterKind.REVOCATION_ABANDONED), MessageType.PROCEEDINGS),
    ],
)
def test_every_letter_is_of_one_type(notice: Notice, message_type: MessageType | None) -> None:
    """None goes on paper always. Awb 2:8: consent is per type of message; a step that is a decision (it has a remedy) is sent as one."""
    assert message_type_of(notice) is message_type


@pytest.mark.parametrize(
    ("made", "failure", "pause"),
    [
        (1, MailFailure.UNREACHABLE, 5),
        (2, MailFailure.DEFERRED, 10),
        (3, MailFailure.UNREACHABLE, 20),
        (4, MailFailure.DEFERRED, None),
        (1, MailFailure.REFUSED, None),
    ],
)
def test_pauses_double_and_refusal_is_final(made: int, failure: MailFailure, pause: int | None) -> None:
    """None: no further attempt, the letter goes on paper."""
    expected = None if pause is None else AT + timedelta(minutes=pause)
    assert PLAN.next_attempt(made, AT, failure) == expected


def test_a_failed_attempt_announces_nothing() -> None:
    """It is counted and recorded; the letter is still to be sent."""
    letter = drawn_up(a_grant())
    letter.note_failed_attempt(MailFailure.DEFERRED, AT, PLAN)
    letter.note_failed_attempt(MailFailure.UNREACHABLE, AT + timedelta(minutes=5), PLAN)
    failed = letter.pending()[-1]
    assert isinstance(failed, ElectronicSendingFailed)
    assert (failed.attempt, failed.retry_at) == (2, AT + timedelta(minutes=15))
    assert (letter.state, letter.sent_on) == (LetterState.DRAWN_UP, None)


def test_a_refused_letter_is_announced_by_paper_alone() -> None:
    """Nothing left the authority, so the day of the paper is the day of announcement (Awb 3:41)."""
    letter = drawn_up(a_grant())
    assert letter.note_failed_attempt(MailFailure.REFUSED, AT, PLAN) is None
    letter.send(sent_on=EMAILED_ON, written=WRITTEN)
    sent = letter.pending()[-1]
    assert isinstance(sent, LetterSent)
    assert (sent.channel, sent.sent_on) == (LetterChannel.PAPER, EMAILED_ON)


@pytest.mark.parametrize("notice", [a_grant(), left_out()])
def test_after_a_bounce_the_term_runs_from_the_paper(notice: DecisionNotice | LeftOutNotice) -> None:
    """Awb 3:41, 6:8: sent on paper on Monday 23 February 2026, the last day is 7 April (6 April is Easter Monday)."""
    letter = emailed(notice)
    bounce(letter)
    assert letter.state is LetterState.BOUNCED
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, LetterSentOnPaper)
    assert (event.decision_id, event.first_sent_on, event.sent_on) == (DECISION, EMAILED_ON, ON_PAPER)
    assert event.remedy_last_day == date(2026, 4, 7)
    assert (letter.state, letter.channel) == (LetterState.SENT, LetterChannel.PAPER)


def test_a_bounced_letter_that_announces_no_decision_names_none() -> None:
    """Of a ruling on objection the term to appeal is stated all the same."""
    letter = emailed(an_ended_objection(ObjectionRuling.DISMISSED))
    bounce(letter)
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, LetterSentOnPaper)
    assert (event.decision_id, event.remedy_last_day) == (None, date(2026, 4, 7))


def test_a_bounced_letter_about_a_penalty_names_the_decision_on_it() -> None:
    """Awb 4:18: a step that is a decision, to which one can object; its id is that of the step."""
    notice = a_penalty()
    letter = emailed(notice)
    bounce(letter)
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    event = letter.pending()[-1]
    assert isinstance(event, LetterSentOnPaper)
    assert (event.decision_id, event.remedy_last_day) == (notice.told_by, date(2026, 4, 7))


def test_only_what_was_emailed_bounces_and_once() -> None:
    """Not before it was sent, not what went on paper, and not a second time."""
    letter = drawn_up(a_grant())
    with pytest.raises(NotInThisState):
        bounce(letter)
    letter.send(sent_on=EMAILED_ON, written=WRITTEN)
    with pytest.raises(NotInThisState) as on_paper:
        bounce(letter)
    assert on_paper.value.code == "letter_sent_on_paper"
    letter = emailed(a_grant())
    bounce(letter)
    with pytest.raises(NotInThisState):
        bounce(letter)
    letter.send_on_paper(sent_on=ON_PAPER, written=WRITTEN)
    with pytest.raises(NotInThisState):
        bounce(letter)


@pytest.mark.parametrize("on", [EMAILED_ON - timedelta(days=1), BOUNCED_ON + timedelta(days=1)])
def test_a_letter_bounces_between_its_sending_and_today(on: date) -> None:
    """The rule names the field."""
    with pytest.raises(RuleBroken) as refused:
        bounce(emailed(a_grant()), on)
    assert refused.value.code == "bounce_day"
    assert "bouncedOn" in refused.value.detail


def test_a_letter_that_was_sent_before_there_were_channels_went_on_paper() -> None:
    """Its event has no such field, and is read all the same."""
    mapper = EventMapper()
    sent = emailed(a_grant()).pending()[-1]
    assert isinstance(sent, LetterSent)
    stored = mapper.to_stored_event(sent)
    older = type(stored)(
        stored.originator_id,
        stored.originator_version,
        stored.topic,
        stored.state.replace(b',"channel":"email"', b""),
    )
    assert older.state != stored.state
    assert mapper.to_domain_event(older).channel is LetterChannel.PAPER


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda letter: letter.note_failed_attempt(MailFailure.DEFERRED, AT, PLAN), ElectronicSendingFailed),
        (
            lambda letter: (
                letter.send(sent_on=EMAILED_ON, written=WRITTEN, channel=LetterChannel.EMAIL),
                bounce(letter),
            ),
            LetterBounced,
        ),
    ],
)
def test_what_is_recorded_comes_back_from_the_log(act: object, kind: type) -> None:
    """Every field as its type."""
    letter, mapper = drawn_up(a_grant()), EventMapper()
    act(letter)
    event = letter.pending()[-1]
    assert isinstance(event, kind)
    assert mapper.to_domain_event(mapper.to_stored_event(event)) == event
