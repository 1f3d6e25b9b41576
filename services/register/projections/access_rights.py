"""Rights of access by plate token: how they come and go, and what the cameras ask of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    Index,
    Row,
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)

from services.register.domain.access_right import (
    AccessRight,
    Announcement,
    DecisionHeard,
    right_of,
)
from services.register.projections import consumer_positions, metadata
from services.register.projections.entries import EntryBook
from services.register.projections.heard import (
    announcement_heard,
    decision_heard,
    keep_announcement,
    keep_decision,
    mark_replaced,
    replaced_by,
)
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, Message
from shared.contracts.notifications import LetterSent
from shared.database import reading
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType

SOURCES = ("decisions", "notifications")
"""The logs that an answer rests on."""

access_rights = Table(
    "access_rights",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("zone", String(16), primary_key=True),
    Column("plate_token", String(64), nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("exemption_type", String(64), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("revoked_from", Date),
    Index("access_rights_by_plate", "plate_token"),
)
"""A revoked right stays: the register also answers for an instant in the past."""


class AccessRegister:
    """Brings both halves of a right together, whichever comes first."""

    def __init__(self, token_of: Callable[[Sealed], str], book: EntryBook) -> None:
        self._token_of = token_of
        self._book = book

    def apply(self, connection: Connection, message: Message, contract: Contract, /) -> None:
        """Take in one message of either log; what the register has no use for changes nothing."""
        match contract:
            case DecisionTaken():
                self._when_decision_taken_await_its_announcement(connection, contract)
            case LetterSent():
                self._when_letter_sent_give_its_decision_effect(connection, message, contract)
            case _:
                pass

    def _when_decision_taken_await_its_announcement(
        self, connection: Connection, decision: DecisionTaken
    ) -> None:
        """It takes effect at once if its announcement came first."""
        self._book.hold(connection)
        heard = self._decision_half(decision)
        keep_decision(connection, heard)
        announcement = announcement_heard(connection, heard.decision_id)
        if announcement is not None:
            self._take_effect(connection, heard, announcement)

    def _when_letter_sent_give_its_decision_effect(
        self, connection: Connection, message: Message, letter: LetterSent
    ) -> None:
        """It waits if its decision was not heard of yet. A second letter about it changes nothing."""
        self._book.hold(connection)
        if announcement_heard(connection, letter.decision_id) is not None:
            return
        announcement = Announcement(
            letter.decision_id, letter.sent_on, message.event_id, message.correlation_id
        )
        keep_announcement(connection, announcement)
        heard = decision_heard(connection, letter.decision_id)
        if heard is not None:
            self._take_effect(connection, heard, announcement)

    def _decision_half(self, decision: DecisionTaken) -> DecisionHeard:
        return DecisionHeard(
            decision_id=decision.decision_id,
            case_id=decision.case_id,
            exemption_type=decision.exemption_type,
            outcome=decision.outcome,
            plate_token=self._token_unless_erased(decision.plate),
            valid_until=decision.valid_until,
            replaces=decision.replaces_decision_id,
        )

    def _token_unless_erased(self, plate: Sealed) -> str | None:
        try:
            return self._token_of(plate)
        except Erased:
            return None

    def _take_effect(
        self, connection: Connection, decision: DecisionHeard, announcement: Announcement
    ) -> None:
        for earlier in replaced_by(connection, decision):
            self._replace(connection, earlier, announcement)
        right = right_of(decision, announcement)
        if right is None:
            return
        connection.execute(insert(access_rights), asdict(right))
        self._book.enter(connection, right, announcement)
        if right.revoked_from is not None and decision.replaced_by is not None:
            renewed = announcement_heard(connection, decision.replaced_by)
            self._book.revoke(connection, right, renewed or announcement)

    def _replace(self, connection: Connection, earlier: DecisionHeard, renewed: Announcement) -> None:
        if earlier.replaced_from is not None and earlier.replaced_from <= renewed.sent_on:
            return
        mark_replaced(connection, earlier.decision_id, renewed)
        given = access_rights.c.decision_id == earlier.decision_id
        for right in map(_right, connection.execute(select(access_rights).where(given)).all()):
            ended = right.replaced_from(renewed.sent_on)
            if ended != right:
                connection.execute(update(access_rights).where(given).values(revoked_from=ended.revoked_from))
                self._book.revoke(connection, ended, renewed)


@dataclass(frozen=True, slots=True)
class RightsOfPlate:
    """What the register holds of one plate, and up to where it has heard its two sources."""

    rights: tuple[AccessRight, ...]
    as_of: Mapping[str, int]


class AccessRights:
    """What the cameras' side asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_plate(self, plate_token: str, day: date) -> RightsOfPlate:
        """The rights that may matter on that legal day; rights and positions are of one snapshot."""
        query = select(access_rights).where(
            access_rights.c.plate_token == plate_token,
            access_rights.c.valid_from <= day,
            access_rights.c.valid_until >= day,
        )
        heard = select(consumer_positions.c.log, consumer_positions.c.position)
        with reading(self._engine) as connection:
            rights = tuple(_right(row) for row in connection.execute(query))
            positions = {row.log: row.position for row in connection.execute(heard)}
        return RightsOfPlate(rights, {log: positions.get(log, 0) for log in SOURCES})


def _right(row: Row[tuple[object, ...]]) -> AccessRight:
    return AccessRight(
        decision_id=row.decision_id,
        case_id=row.case_id,
        exemption_type=ExemptionType(row.exemption_type),
        plate_token=row.plate_token,
        zone=row.zone,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_from=row.revoked_from,
    )
