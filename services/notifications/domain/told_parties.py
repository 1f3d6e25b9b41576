"""Telling of a decision those who gave their views on it (mededeling, Awb 3:43): a letter to each, once it was announced.

On an objection also those who were heard in its proceedings (Awb 7:12(3)). When and how it was announced stands in the
letter (3:43(2)), because the term to object or to appeal runs from there for them too (6:8(1)).
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import uuid5

from services.notifications.domain.decision_notice import (
    DecisionNotice,
    LeftOutNotice,
    LetterKind,
    remedy_term,
)
from services.notifications.domain.delivery import LetterChannel
from services.notifications.domain.letter import Addressee, Letter, Notice
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import Recipient, third_party
from services.notifications.domain.step_notice import StepNotice, ToldDecision
from shared.privacy.sealed import Sealed
from shared.vocabulary import ObjectionRuling, Remedy

Announcement = DecisionNotice | LeftOutNotice | ObjectionNotice
LEFT_OUT: Final = "left_out"


def told_letters(
    letter: Letter, addressee: Addressee, sent_on: date, channel: LetterChannel
) -> tuple[Letter, ...]:
    """The letters that tell of the decision which this one announced on that day, by that way; one for each sealing.

    Names and addresses are sealed under a key of their own each time that they are stated, so that nobody can see here
    that two of them are one person: who gave views before the decision and was heard on the objection gets two letters.
    When it went on paper after it had bounced they are told again: the term runs from the paper.
    """
    notice = letter.notice
    withdrawn = isinstance(notice, ObjectionNotice) and notice.ruling is ObjectionRuling.WITHDRAWN
    if isinstance(notice, StepNotice) or withdrawn or letter.is_copy:
        return ()
    told = _told(notice, sent_on, channel)
    return tuple(
        _telling(letter, told, addressee, sent_on, recipient, f"told-{number}-{letter.version}")
        for number, recipient in enumerate(_to_whom(notice), start=1)
    )


def told_to_others(
    letter: Letter, addressee: Addressee, sent_on: date, channel: LetterChannel, others: tuple[Sealed, ...]
) -> tuple[Letter, ...]:
    """The same, for who was heard on the objection that the announced decision decides (Awb 7:12(3))."""
    notice = letter.notice
    if isinstance(notice, StepNotice):
        return ()
    told = _told(notice, sent_on, channel)
    return tuple(
        _telling(letter, told, addressee, sent_on, third_party(person), f"heard-{number}-{letter.version}")
        for number, person in enumerate(others, start=1)
    )


def _telling(
    letter: Letter,
    told: ToldDecision,
    addressee: Addressee,
    sent_on: date,
    recipient: Recipient | None,
    name: str,
) -> Letter:
    notice = letter.notice
    return Letter.draw_up(
        case_id=letter.case_id,
        notice=StepNotice(
            told_by=uuid5(letter.id, name),
            kind=LetterKind.DECISION_TOLD,
            decided_on=notice.decided_on,
            exemption_type=notice.exemption_type,
            municipality=notice.municipality,
            first_day=sent_on,
            told=told,
        ),
        addressee=addressee,
        mandate=letter.mandate,
        drawn_up_on=sent_on,
        recipient=recipient,
    )


def also_told(before: Notice | None, now: tuple[Sealed, ...]) -> tuple[Sealed, ...]:
    """Who is told of a decision: also those who gave views on the one whose place it takes (Awb 7:12(3)).

    Once is what was sealed once; the same person, stated again, is not known to be the same.
    """
    earlier = () if before is None or isinstance(before, StepNotice) else before.told_to
    return tuple(dict.fromkeys((*earlier, *now)))


def _to_whom(notice: Announcement) -> list[Recipient | None]:
    """None: the applicant, whom the ruling on the objection of another was not addressed to."""
    holder = isinstance(notice, ObjectionNotice) and notice.holder_told
    return [*([None] if holder else []), *(third_party(person) for person in notice.told_to)]


def _told(notice: Announcement, sent_on: date, channel: LetterChannel) -> ToldDecision:
    """What proceedings of its addressee cover (Awb 6:19) is open to others all the same."""
    on_objection = isinstance(notice, ObjectionNotice) or (
        isinstance(notice, DecisionNotice) and notice.decides_objection_id is not None
    )
    remedy = Remedy.APPEAL if notice.remedy is Remedy.APPEAL else Remedy.OBJECTION
    deadline = remedy_term(remedy, sent_on)
    if deadline is None:
        raise ValueError("a remedy with a term")
    return ToldDecision(
        reference=notice.reference,
        what=_what(notice),
        on_objection=on_objection,
        channel=channel.value,
        remedy=remedy,
        remedy_last_day=deadline.last_day,
    )


def _what(notice: Announcement) -> str:
    match notice:
        case DecisionNotice():
            return notice.outcome.value
        case ObjectionNotice():
            return notice.ruling.value
        case LeftOutNotice():
            return LEFT_OUT
