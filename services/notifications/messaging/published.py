"""The published events of the notifications service, each with its consumers."""

from __future__ import annotations

from typing import Final

from services.notifications.domain import letter as events
from services.notifications.domain.delivery_acts import LetterSentOnPaper
from shared.contracts import notifications as contracts
from shared.eventlog.feed import Publication
from shared.eventlog.recorded import RecordedEvent


def letter_sent(recorded: RecordedEvent) -> contracts.LetterSent:
    """The announcement of a decision, without its words."""
    event = recorded.event
    if not isinstance(event, events.LetterSent):
        raise TypeError(f"{type(event).__name__} is not published as LetterSent")
    return contracts.LetterSent(
        letter_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        sent_on=event.sent_on,
        remedy_last_day=event.remedy_last_day,
        channel=event.channel.value,
    )


def step_letter_sent(recorded: RecordedEvent) -> contracts.StepLetterSent:
    """The sending of a letter about a step, without its words."""
    event = recorded.event
    if not isinstance(event, events.StepLetterSent):
        raise TypeError(f"{type(event).__name__} is not published as StepLetterSent")
    return contracts.StepLetterSent(
        letter_id=event.originator_id,
        case_id=event.case_id,
        told_by=event.told_by,
        sent_on=event.sent_on,
        remedy_last_day=event.remedy_last_day,
        kind=event.kind.value if event.kind else None,
        channel=event.channel.value,
    )


def objection_letter_sent(recorded: RecordedEvent) -> contracts.ObjectionLetterSent:
    """The announcement of a decision on an objection, without its words."""
    event = recorded.event
    if not isinstance(event, events.ObjectionLetterSent):
        raise TypeError(f"{type(event).__name__} is not published as ObjectionLetterSent")
    return contracts.ObjectionLetterSent(
        letter_id=event.originator_id,
        case_id=event.case_id,
        objection_id=event.objection_id,
        sent_on=event.sent_on,
        remedy_last_day=event.remedy_last_day,
    )


def letter_sent_on_paper(recorded: RecordedEvent) -> contracts.LetterSentOnPaper:
    """The announcement that takes the place of an e-mail which bounced."""
    event = recorded.event
    if not isinstance(event, LetterSentOnPaper):
        raise TypeError(f"{type(event).__name__} is not published as LetterSentOnPaper")
    return contracts.LetterSentOnPaper(
        letter_id=event.originator_id,
        case_id=event.case_id,
        decision_id=event.decision_id,
        sent_on=event.sent_on,
        remedy_last_day=event.remedy_last_day,
        told_by=event.told_by,
        set_last_day=event.set_last_day,
    )


WHO_COUNT_FROM_ANNOUNCEMENT: Final = ("decisions", "objections", "register")
WHO_COUNT_FROM_PAPER: Final = ("applications", "decisions", "objections")

PUBLISHED: Final = (
    Publication(events.LetterSent, contracts.LetterSent, WHO_COUNT_FROM_ANNOUNCEMENT, letter_sent),
    Publication(
        events.StepLetterSent, contracts.StepLetterSent, ("decisions", "objections"), step_letter_sent
    ),
    Publication(
        events.ObjectionLetterSent, contracts.ObjectionLetterSent, ("objections",), objection_letter_sent
    ),
    Publication(LetterSentOnPaper, contracts.LetterSentOnPaper, WHO_COUNT_FROM_PAPER, letter_sent_on_paper),
)
