"""How the applications service reacts to what other services tell."""

from __future__ import annotations

from datetime import timedelta

from services.applications.commands.consequences import ConsequenceCommands
from services.applications.commands.outages import TermCommands
from shared.contracts.decisions import DecisionTaken, LeavingOutRevoked, LeftOutOfConsideration
from shared.contracts.envelope import Message
from shared.contracts.notifications import LetterSentOnPaper
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.law.moved_terms import move_to_paper
from shared.vocabulary import Outcome


class Reactions:
    """Sentences: when this was told, do that."""

    def __init__(self, commands: ConsequenceCommands, terms: TermCommands) -> None:
        self._commands = commands
        self._terms = terms

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

    def when_leaving_out_revoked_take_application_up_again(
        self, _: Message, revoked: LeavingOutRevoked, act: Act
    ) -> Saved | None:
        """The objection against leaving it out was upheld: the desk and the applicant go on with it (Awb 7:11(2))."""
        return self._commands.take_up_again(
            act, revoked.case_id, revoked.revoked_decision_id, revoked.objection_id, revoked.decided_on
        )

    def when_letter_sent_on_paper_move_its_term(
        self, _: Message, letter: LetterSentOnPaper, act: Act
    ) -> Saved | None:
        """A request to complete that bounced came later, on paper: the term counts from there (Awb 4:5(1))."""
        if letter.told_by is None or letter.set_last_day is None:
            return None
        move = move_to_paper(letter.set_last_day, letter.letter_id)
        try:
            return self._terms.move_to_paper(act, letter.case_id, move, letter.told_by)
        except AggregateNotFound:
            return None
