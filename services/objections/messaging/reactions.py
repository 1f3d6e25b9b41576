"""What the objections service does when decisions or notifications tell it something."""

from __future__ import annotations

from services.objections.commands import ObjectionCommands
from services.objections.domain.contested_decision import ContestedDecision
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Message
from shared.contracts.notifications import LetterSent
from shared.eventlog.act import Act
from shared.eventlog.log import Saved


class Reactions:
    """Each makes one append, which carries the position of the message it answers."""

    def __init__(self, commands: ObjectionCommands) -> None:
        self._commands = commands

    def when_decision_taken_attach_or_uphold(
        self, _: Message, taken: DecisionTaken, act: Act
    ) -> Saved | None:
        """A decision can be contested from now on; a renewed one rules on, or joins, pending objections."""
        decision = ContestedDecision(
            decision_id=taken.decision_id,
            case_id=taken.case_id,
            outcome=taken.outcome,
            decided_by=taken.decided_by,
            applicant_subject=taken.applicant_subject,
            replaces=taken.replaces_decision_id,
        )
        return self._commands.note_decision(act, decision, rules_on=taken.decides_objection_id)

    def when_letter_sent_note_objection_term(self, _: Message, sent: LetterSent, act: Act) -> Saved | None:
        """The announcement begins the term to object, and its end begins the term to decide."""
        return self._commands.note_announcement(
            act,
            decision_id=sent.decision_id,
            case_id=sent.case_id,
            announced_on=sent.sent_on,
            remedy_last_day=sent.remedy_last_day,
        )
