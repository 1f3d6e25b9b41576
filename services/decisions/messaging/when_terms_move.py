"""What the decisions service does when a term that somebody got is moved: by an outage, or a later letter."""

from __future__ import annotations

from services.decisions.commands import MovedTermCommands
from services.decisions.messaging.crossing import nothing_when
from shared.contracts.applications import ChannelOutageRecorded, CompletionTermMoved
from shared.contracts.envelope import Message
from shared.contracts.notifications import LetterSentOnPaper
from shared.errors import NotInThisState
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.law.moved_terms import ElectronicChannel, Move, MovedBecause, Outage, move_to_paper
from shared.runtime.consumer import Reaction


class WhenTermsMove:
    """Every reaction makes one append with the act it is given, or none."""

    def __init__(self, commands: MovedTermCommands) -> None:
        self._commands = commands

    @nothing_when(NotInThisState)
    def when_completion_term_moved_move_it_here(
        self, _: Message, contract: CompletionTermMoved, act: Act
    ) -> Saved | None:
        """The application is not left out before the later day (Awb 4:5(1))."""
        move = Move(contract.term_last_day, MovedBecause(contract.because), contract.caused_by, contract.rule)
        return self._commands.move_completion_term(act, contract.case_id, contract.request_number, move)

    def when_channel_was_out_move_terms_for_views(
        self, _: Message, contract: ChannelOutageRecorded, act: Act
    ) -> Saved | None:
        """Who could not send views on the last day gets a later one (Awb afdeling 2.3)."""
        channel = ElectronicChannel(contract.channel)
        outage = Outage(contract.outage_id, channel, contract.first_day, contract.final_day)
        return self._commands.move_views_after(act, outage)

    @nothing_when(AggregateNotFound)
    def when_letter_sent_on_paper_move_its_term_for_views(
        self, _: Message, contract: LetterSentOnPaper, act: Act
    ) -> Saved | None:
        """A question for views that bounced came later, on paper: the term counts from there (Awb 4:7, 4:8)."""
        if contract.told_by is None or contract.set_last_day is None:
            return None
        move = move_to_paper(contract.set_last_day, contract.letter_id)
        return self._commands.move_views_to_paper(act, contract.case_id, contract.told_by, move)

    def by_applications(self) -> dict[type, Reaction]:
        """The reactions to what applications tells."""
        return {
            CompletionTermMoved: self.when_completion_term_moved_move_it_here,
            ChannelOutageRecorded: self.when_channel_was_out_move_terms_for_views,
        }
