"""The notice board as a service: one route for each rule of the HTTP side."""

from __future__ import annotations

import threading
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import Field
from starlette.responses import Response

from shared.eventlog.log import Saved
from shared.runtime.access import Role
from shared.runtime.api import Body, Commanding, LegalDate, Reading, ServiceRouter, View, WholeNumber
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import TREATING_CASES
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts
from tests.support.notice_board import (
    MIGRATIONS,
    PUBLISHED,
    Note,
    NoteCommands,
    SignatureCount,
    metadata,
    signatures_of,
)

NoteId = Annotated[UUID, Path(alias="noteId")]

_EVERYBODY = {Role.APPLICANT: Reach.OPEN, Role.CASE_HANDLER: Reach.OPEN}
_DESK = {Role.CASE_HANDLER: Reach.OPEN}

AUTHORISATION = Authorisation(
    may("POST /notes", _EVERYBODY, TREATING_CASES),
    may("GET /notes/{noteId}", _EVERYBODY, TREATING_CASES),
    may("POST /notes/{noteId}/signatures", _DESK, TREATING_CASES),
    may("GET /notes/{noteId}/count", _DESK),
    may("POST /accidents", _DESK),
    may("POST /note-searches", _DESK),
)

BLOCKING = "wait for the test"
entered = threading.Event()
"""Set when a request with the text BLOCKING is being carried out."""
released = threading.Event()
"""Set by the test that wants such a request to go on."""


class Frame(Body):
    """A part of a body."""

    width: Annotated[WholeNumber, Field(ge=1, le=100)]


class NoteBody(Body):
    """What is pinned."""

    text: Annotated[str, Field(min_length=3, max_length=200)]
    until: LegalDate | None = None
    frame: Frame | None = None


class NoteView(View):
    """A note as it is shown."""

    note_id: UUID
    text: str
    signatures: int
    valid_until: LegalDate | None = None


class CountView(View):
    """What the read model says."""

    signatures: int | None


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    commands = NoteCommands(context.log, context.ids)
    return ServiceParts(
        routers=[pinning(commands), reading(context)],
        publications=PUBLISHED,
        following=[SignatureCount()],
    )


def pinning(commands: NoteCommands) -> ServiceRouter:
    """What changes the board."""
    router = ServiceRouter(AUTHORISATION)

    @router.command("/notes")
    def pin_note(body: NoteBody, request: Commanding) -> Saved:
        if body.text == BLOCKING:
            entered.set()
            released.wait(10)
        return commands.pin(request.act, body.text)

    @router.command("/notes/{noteId}/signatures", if_match=True, status_code=200)
    def sign_note(note_id: NoteId, request: Commanding) -> Saved:
        return commands.sign(request.act, note_id, request.expected_version)

    @router.command("/accidents")
    def fail(body: NoteBody, request: Commanding) -> Saved:
        raise KeyError(body.text)

    return router


def reading(context: ServiceContext) -> ServiceRouter:
    """What shows the board."""
    router = ServiceRouter(AUTHORISATION)

    @router.query("/notes/{noteId}", response_model=NoteView)
    def show_note(note_id: NoteId, request: Reading) -> Response:
        note = context.log.load(Note, note_id)
        view = NoteView(note_id=note.id, text=note.text, signatures=note.signatures)
        return request.versioned(view, note.version)

    @router.query("/notes/{noteId}/count", response_model=CountView)
    def count_signatures(
        note_id: NoteId, at_least: Annotated[int, Query(alias="atLeast", ge=0)] = 0
    ) -> CountView:
        return CountView(signatures=signatures_of(context.log, note_id))

    @router.search("/note-searches", response_model=CountView)
    def search_notes(body: NoteBody) -> CountView:
        return CountView(signatures=len(body.text))

    return router


SERVICE = ServiceDefinition(
    name="board",
    title="Notice board",
    metadata=metadata,
    migrations=MIGRATIONS,
    build=build,
    authorisation=AUTHORISATION,
)
