"""What the decisions service does on hearing that a document was attached."""

from __future__ import annotations

from services.decisions.commands import ApplicationCommands
from services.decisions.messaging.crossing import nothing_when
from shared.contracts.applications import DocumentAttached
from shared.contracts.envelope import Message
from shared.errors import NotInThisState
from shared.eventlog.act import Act
from shared.eventlog.log import Saved
from shared.runtime.consumer import Reaction


class WhenDocumentsCome:
    """The reaction makes one append with the act it is given, or none."""

    def __init__(self, commands: ApplicationCommands) -> None:
        self._commands = commands

    @nothing_when(NotInThisState)
    def when_document_attached_note_it(
        self, _: Message, contract: DocumentAttached, act: Act
    ) -> Saved | None:
        """The case knows what it is to show, and nothing of what is in it (Awb 4:2(2))."""
        return self._commands.note_evidence(
            act,
            case_id=contract.case_id,
            name=contract.name,
            shows=contract.shows,
            attached_on=contract.attached_on,
        )

    def by_applications(self) -> dict[type, Reaction]:
        """The reaction to what applications tells."""
        return {DocumentAttached: self.when_document_attached_note_it}
