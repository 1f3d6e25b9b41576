"""What the notifications service does when the decisions service tells it something."""

from __future__ import annotations

from services.notifications.commands import LetterCommands
from services.notifications.domain.decision_notice import DecisionNotice, ReplacedDecision
from services.notifications.domain.letter import Addressee
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Message
from shared.eventlog.act import Act
from shared.eventlog.log import Saved


class Reactions:
    """Each makes one append, which carries the position of the message it answers."""

    def __init__(self, commands: LetterCommands) -> None:
        self._commands = commands

    def when_decision_taken_draw_up_decision_letter(
        self, _: Message, taken: DecisionTaken, act: Act
    ) -> Saved | None:
        """A decision is announced by a letter (Awb 3:41); hearing of it again draws up nothing new."""
        addressee = Addressee(taken.applicant, taken.plate, taken.applicant_subject)
        return self._commands.draw_up_decision_letter(act, taken.case_id, notice_of(taken), addressee)


def notice_of(taken: DecisionTaken) -> DecisionNotice:
    """What the letter must say of the decision."""
    replaced = taken.replaces_decision_id
    return DecisionNotice(
        decision_id=taken.decision_id,
        exemption_type=taken.exemption_type,
        outcome=taken.outcome,
        decided_on=taken.decided_on,
        criteria=taken.criteria,
        policy_version=taken.policy_version,
        threshold_set_id=taken.threshold_set_id,
        remedy=taken.remedy,
        valid_until=taken.valid_until,
        replaces=ReplacedDecision(replaced) if replaced else None,
        reassessment_id=taken.reassessment_id,
        decides_objection_id=taken.decides_objection_id,
    )
