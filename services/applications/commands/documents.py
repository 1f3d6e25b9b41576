"""Attaching evidence to an application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from services.applications.commands.reach import at_desk, own
from services.applications.domain.application_acts import DocumentAttached, MissingItem
from services.applications.domain.documents import DocumentType
from services.applications.domain.exemption_application import ExemptionApplication
from shared.eventlog.act import Act
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed, SealedKind
from shared.privacy.sealing import Sealer
from shared.runtime.access import Principal, Role

ATTEMPTS: Final = 5
"""How often a document is attached anew when something else happened to the case meanwhile."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it came in, in clear; it goes no further than `attach`."""

    shows: MissingItem
    media_type: DocumentType
    content: bytes


class DocumentShelf(Protocol):
    """Where sealed documents are kept."""

    def rows(self, attached: DocumentAttached, sealed: Sealed) -> Sequence[RowWrite]:
        """The rows that keep one, to be stored with its event."""


class DocumentCommands:
    """Commands on documents. Raise VersionConflict, Erased or a DomainError."""

    def __init__(self, log: EventLog, sealer: Sealer, shelf: DocumentShelf) -> None:
        self._log = log
        self._sealer = sealer
        self._shelf = shelf

    def attach(self, act: Act, principal: Principal, case_id: UUID, document: Document) -> Saved:
        """Seal a document under the key of the case and keep it, by its applicant or for what came by post."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._attach(act, principal, case_id, document)
            except VersionConflict:
                continue  # the register answered, say, while the document was being sealed
        return self._attach(act, principal, case_id, document)

    def _attach(self, act: Act, principal: Principal, case_id: UUID, document: Document) -> Saved:
        application = self._application(act, principal, case_id)
        key_id = application.applicant.key_id
        attached = application.attach_document(
            name=self._sealer.hmac(key_id, document.content),
            shows=document.shows,
            media_type=document.media_type,
            size=len(document.content),
            by=act.actor,
            on=act.today,
        )
        sealed = self._sealer.seal(key_id, SealedKind.EVIDENCE, document.content)
        rows = self._shelf.rows(attached, sealed)
        return self._log.save_act(act, application, case_id=case_id, rows=rows)

    def _application(self, act: Act, principal: Principal, case_id: UUID) -> ExemptionApplication:
        if act.role == Role.APPLICANT:
            return own(self._log, act.actor, case_id)
        return at_desk(self._log, principal, case_id, None)
