"""What the desk hears of its letters: most announce a decision (Awb 3:41), some tell of what has to be told in time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.domain.announcement import DecisionAnnouncement, announcement_id
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.term_extension import DecisionTermExtended
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved


class AnnouncementCommands:
    """Commands on announcements; None: nothing is to be noted. The case itself is loaded for a penalty alone."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def note_announcement(
        self,
        act: Act,
        *,
        case_id: UUID,
        decision_id: UUID,
        letter_id: UUID,
        announced_on: date,
        channel: str | None,
        of_penalty: bool = False,
    ) -> Saved | None:
        """Record on which day a decision was announced, once."""
        if self._log.position_of(announcement_id(decision_id), 1) is not None:
            return None
        announcement = DecisionAnnouncement.by_letter(
            case_id=case_id,
            decision_id=decision_id,
            letter_id=letter_id,
            announced_on=announced_on,
            channel=channel,
            of_penalty=of_penalty,
        )
        return self._log.save_act(act, announcement, case_id=case_id)

    def note_announcement_of_penalty(
        self,
        act: Act,
        *,
        case_id: UUID,
        decision_id: UUID,
        letter_id: UUID,
        sent_on: date,
        channel: str | None,
    ) -> Saved | None:
        """The same of the decision on the penalty of the case; nothing of a decision that is kept elsewhere."""
        penalty = self._log.load(DecisionCase, case_id).default.penalty
        if penalty is None or penalty.decision_id != decision_id:
            return None
        return self.note_announcement(
            act,
            case_id=case_id,
            decision_id=decision_id,
            letter_id=letter_id,
            announced_on=sent_on,
            channel=channel,
            of_penalty=True,
        )

    def note_announcement_on_paper(
        self, act: Act, *, case_id: UUID, decision_id: UUID, letter_id: UUID, announced_on: date
    ) -> Saved | None:
        """Record that a decision was announced by post, because the e-mail came back."""
        try:
            announcement = self._log.load(DecisionAnnouncement, announcement_id(decision_id))
        except AggregateNotFound:
            return None
        announcement.announce_on_paper(letter_id=letter_id, announced_on=announced_on)
        return self._log.save_act(act, announcement, case_id=case_id) if announcement.pending() else None

    def note_extension_told(
        self, act: Act, *, case_id: UUID, extended_by_event: UUID, told_on: date
    ) -> Saved | None:
        """Record that the letter about an extension left too late for it to hold (Awb 4:14(3))."""
        acts = (recorded.event for recorded in self._log.stream(case_id))
        extended = next((one for one in acts if one.event_id == extended_by_event), None)
        if not isinstance(extended, DecisionTermExtended):
            return None
        case = self._log.load(DecisionCase, case_id)
        case.note_extension_told(extended, told_on)
        return self._log.save_act(act, case, case_id=case_id, chained=True) if case.pending() else None
