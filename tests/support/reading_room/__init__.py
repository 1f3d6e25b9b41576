"""The smallest service without a log: it lists what the notice board publishes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, Table, Uuid, insert, select

from shared.contracts.envelope import Contract, Message
from shared.database import reading
from shared.eventlog.tables import consumer_table, lease_table
from shared.runtime.access import Role
from shared.runtime.access_log_table import access_log_table
from shared.runtime.api import ServiceRouter, View
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts
from tests.support.notice_board import NoteOnBoard

MIGRATIONS = "tests.support.reading_room.migrations"

metadata = MetaData()
positions = consumer_table(metadata)
access_log = access_log_table(metadata)
lease_table(metadata)
AUTHORISATION = Authorisation(may("GET /notes", {Role.APPLICANT: Reach.OPEN}))

seen_notes = Table("seen_notes", metadata, Column("note_id", Uuid, primary_key=True))


class SeenNotes:
    """Remote projection: the notes that we heard of."""

    def apply(self, connection: Connection, message: Message, contract: Contract, /) -> None:
        """Note one."""
        if isinstance(contract, NoteOnBoard):
            connection.execute(insert(seen_notes), {"note_id": contract.note_id})


class SeenView(View):
    """All notes that we heard of."""

    notes: list[UUID]


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    router = ServiceRouter(AUTHORISATION)

    @router.query("/notes", response_model=SeenView)
    def list_seen_notes() -> SeenView:
        with reading(context.engine) as connection:
            return SeenView(notes=list(connection.execute(select(seen_notes.c.note_id)).scalars()))

    return ServiceParts(routers=[router], remote={"board": SeenNotes()})


SERVICE = ServiceDefinition(
    name="readingroom",
    title="Reading room",
    metadata=metadata,
    migrations=MIGRATIONS,
    build=build,
    authorisation=AUTHORISATION,
    has_log=False,
)
