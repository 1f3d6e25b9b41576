"""What the decisions service does when a letter about its decisions was sent: that is the announcement (Awb 3:41)."""

from __future__ import annotations

from services.decisions.commands import AnnouncementCommands
from services.decisions.messaging.crossing import nothing_when
from services.decisions.messaging.when_terms_move import WhenTermsMove
from shared.contracts.envelope import Message
from shared.contracts.notifications import LetterSent, LetterSentOnPaper, StepLetterSent, ToldInTime
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.runtime.consumer import Reaction


class WhenLettersLeave:
    """Every reaction makes one append with the act it is given, or none."""

    def __init__(self, announcements: AnnouncementCommands, terms_moved: WhenTermsMove) -> None:
        self._announcements = announcements
        self._terms_moved = terms_moved

    def when_letter_sent_note_the_announcement(self, _: Message, sent: LetterSent, act: Act) -> Saved | None:
        """From that day the decision has effect, and nobody waits for it any more (Awb 3:40, 3:41(1), 4:17(1))."""
        return self._announcements.note_announcement(
            act,
            case_id=sent.case_id,
            decision_id=sent.decision_id,
            letter_id=sent.letter_id,
            announced_on=sent.sent_on,
            channel=sent.channel,
        )

    @nothing_when(AggregateNotFound)
    def when_step_letter_sent_note_the_announcement_of_a_penalty_or_a_late_extension(
        self, _: Message, sent: StepLetterSent, act: Act
    ) -> Saved | None:
        """An extension holds when it was told before the term had ended (Awb 4:14(3)).

        Of the steps a penalty alone has a remedy here; that for a late ruling is decided on elsewhere (Awb 4:18).
        """
        if sent.kind == ToldInTime.DECISION_TERM_EXTENDED:
            return self._announcements.note_extension_told(
                act, case_id=sent.case_id, extended_by_event=sent.told_by, told_on=sent.sent_on
            )
        if sent.remedy_last_day is None:
            return None
        return self._announcements.note_announcement_of_penalty(
            act,
            case_id=sent.case_id,
            decision_id=sent.told_by,
            letter_id=sent.letter_id,
            sent_on=sent.sent_on,
            channel=sent.channel,
        )

    @nothing_when(AggregateNotFound)
    def when_letter_sent_on_paper_note_the_announcement_or_move_a_term(
        self, message: Message, sent: LetterSentOnPaper, act: Act
    ) -> Saved | None:
        """What bounced announced nothing: the day of the paper counts (Awb 3:41(1)), or a term from it.

        Nor did it tell of an extension (Awb 4:14(3)).
        """
        if sent.decision_id is None and sent.told_by is not None and sent.set_last_day is None:
            return self._announcements.note_extension_told(
                act, case_id=sent.case_id, extended_by_event=sent.told_by, told_on=sent.sent_on
            )
        if sent.decision_id is None:
            return self._terms_moved.when_letter_sent_on_paper_move_its_term_for_views(message, sent, act)
        return self._announcements.note_announcement_on_paper(
            act,
            case_id=sent.case_id,
            decision_id=sent.decision_id,
            letter_id=sent.letter_id,
            announced_on=sent.sent_on,
        )

    def by_notifications(self) -> dict[type, Reaction]:
        """The reactions to what notifications tells."""
        return {
            LetterSent: self.when_letter_sent_note_the_announcement,
            StepLetterSent: self.when_step_letter_sent_note_the_announcement_of_a_penalty_or_a_late_extension,
            LetterSentOnPaper: self.when_letter_sent_on_paper_note_the_announcement_or_move_a_term,
        }
