"""How the applications service reacts to what other services tell."""

from __future__ import annotations

from datetime import timedelta

from services.applications.commands.consequences import ConsequenceCommands
from shared.contracts.decisions import DecisionTaken, LeftOutOfConsideration
from shared.contracts.envelope import Message
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.vocabulary import Outcome


class Reactions:
    """Sentences: when this was told, do that."""

    def __init__(self, commands: ConsequenceCommands) -> None:
        self._commands = commands

    def when_decision_taken_close_application(
        self, _: Message, decision: DecisionTaken, act: Act
    ) -> Saved | None:
        """The first decision closes the application; of a later one is noted what is held since."""
        until = decision.valid_until
        if decision.outcome is Outcome.REVOKED and decision.effective_from is not None:
            until = decision.effective_from - timedelta(days=1)
        return self._commands.take_decision_in(
            act, decision.case_id, decision.decision_id, decision.outcome, decision.decided_on, until
        )

    def when_left_out_of_consideration_end_application(
        self, _: Message, decision: LeftOutOfConsideration, act: Act
    ) -> Saved | None:
        """The application is not dealt with (Awb 4:5); one that has ended otherwise meanwhile stays so."""
        return self._commands.leave_out(
            act, decision.case_id, decision.decision_id, decision.reason, decision.decided_on
        )
