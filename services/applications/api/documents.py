"""Evidence with an application: attaching it, and reading it by who may see whose case it is."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import Path, Response
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.applications.api.case_view import reach_of
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.documents import Document, DocumentCommands
from services.applications.commands.reach import not_there
from services.applications.domain.application_acts import MissingItem
from services.applications.domain.documents import (
    LARGEST_DOCUMENT,
    MOST_DOCUMENTS,
    DocumentType,
    document_type_of,
)
from services.applications.projections.cases import CaseReader
from services.applications.projections.documents import KeptDocument, SealedDocuments
from shared.errors import NotThere
from shared.eventlog.log import Saved
from shared.privacy.opening import Opener
from shared.runtime.api import Body, Commanding, QueryRequest, Reading, ServiceRouter, View

LONGEST_CONTENT: Final = 4 * -(-LARGEST_DOCUMENT // 3)
"""Characters of base64 of the largest document."""

CaseId = Annotated[UUID, Path(alias="caseId")]
Name = Annotated[str, Path(max_length=64)]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) != len(names):
        raise PydanticCustomError("each_once", "must name each document once")
    return names


BroughtDocuments = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...],
    Field(max_length=MOST_DOCUMENTS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]
"""Documents that are attached to the application already, by their names, with which somebody answers."""


def _is_a_document(content: str) -> str:
    decoded = _decoded(content)
    if len(decoded) > LARGEST_DOCUMENT:
        raise PydanticCustomError("document_too_large", "must not be larger than 5 MiB")
    if document_type_of(decoded) is None:
        raise PydanticCustomError("document_type", "must be a whole PDF, JPEG or PNG file")
    return content


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as malformed:
        raise PydanticCustomError("base64", "must be base64") from malformed


class AttachDocument(Body):
    """A document, and what it is to show."""

    shows: MissingItem
    content: Annotated[
        str,
        Field(min_length=4, max_length=LONGEST_CONTENT, json_schema_extra={"contentEncoding": "base64"}),
        AfterValidator(_is_a_document),
    ]
    """The file in base64; whether it is a PDF, JPEG or PNG is told by what is in it."""

    def document(self) -> Document:
        """What the command takes."""
        content = _decoded(self.content)
        kind = document_type_of(content)
        if kind is None:
            raise ValueError("a body that was not validated")
        return Document(self.shows, kind, content)


class DocumentView(View):
    """A document, without what is in it."""

    name: str
    """HMAC-SHA256 of the file under a salt of the case: the same file has the same name in it."""
    case_id: UUID
    """The case it was attached to: this one, or one that goes on in it."""
    shows: MissingItem
    media_type: DocumentType
    size: int
    """In bytes."""
    attached_on: date

    @classmethod
    def of(cls, document: KeptDocument) -> DocumentView:
        """From the table."""
        return cls(
            name=document.name,
            case_id=document.case_id,
            shows=document.shows,
            media_type=document.media_type,
            size=document.size,
            attached_on=document.attached_on,
        )


class DocumentsView(View):
    """The documents of one application, oldest first."""

    items: list[DocumentView]


class DocumentReader:
    """Authorised reads of documents."""

    def __init__(self, cases: CaseReader, documents: SealedDocuments, opener: Opener) -> None:
        self._cases = cases
        self._documents = documents
        self._opener = opener

    def of_case(self, case_id: UUID, request: QueryRequest) -> list[KeptDocument]:
        """Those of the case and of the cases that it goes on from. Raises NotThere."""
        return self._documents.of(self._chain(case_id, request))

    def document(self, case_id: UUID, name: str, request: QueryRequest) -> tuple[KeptDocument, bytes]:
        """One of them with what is in it. Raises NotThere or Erased."""
        found = next((one for one in self.of_case(case_id, request) if one.name == name), None)
        if found is None:
            raise NotThere("document_not_found", "the application has no such document")
        return found, self._opener.open(self._documents.sealed(found))

    def _chain(self, case_id: UUID, request: QueryRequest) -> list[UUID]:
        case = self._cases.case(case_id, reach_of(request.principal))
        if case is None:
            raise not_there()
        chain = [case_id]
        while case is not None and case.converted_from_case is not None:
            chain.insert(0, case.converted_from_case)
            case = self._cases.any_case(case.converted_from_case)
        return chain


def routes(commands: DocumentCommands, reader: DocumentReader) -> ServiceRouter:
    """Routes of evidence."""
    router = ServiceRouter(AUTHORISATION, tag="documents")

    @router.command("/applications/{caseId}/documents")
    def attach_document(request: Commanding, body: AttachDocument, case_id: CaseId) -> Saved:
        """Attach a document to an application that is still to be dealt with; the desk what came by post."""
        return commands.attach(request.act, request.principal, case_id, body.document())

    @router.query("/applications/{caseId}/documents", response_model=DocumentsView)
    def documents(request: Reading, case_id: CaseId) -> DocumentsView:
        """The documents of an application, and of those that it goes on from, without what is in them."""
        return DocumentsView(items=[DocumentView.of(one) for one in reader.of_case(case_id, request)])

    @router.query(
        "/applications/{caseId}/documents/{name}",
        responses={200: {"content": {kind.value: {} for kind in DocumentType}}, 410: {}},
    )
    def document(request: Reading, case_id: CaseId, name: Name) -> Response:
        """One document, as it was attached. 410 once its person was erased."""
        found, content = reader.document(case_id, name, request)
        suffix = found.media_type.value.rpartition("/")[2]
        headers = {"Content-Disposition": f'attachment; filename="bewijsstuk-{name[:12]}.{suffix}"'}
        return Response(content, media_type=found.media_type.value, headers=headers)

    return router
