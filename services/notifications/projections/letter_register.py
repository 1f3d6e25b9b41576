"""Following: every letter with its case, what it is about and what became of it; nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Row,
    String,
    Table,
    Uuid,
    and_,
    insert,
    or_,
    select,
    update,
)

from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.delivery import LetterChannel, LetterState
from services.notifications.domain.delivery_acts import (
    ElectronicSendingFailed,
    LetterBounced,
    LetterSentOnPaper,
)
from services.notifications.domain.letter import DrawnUp, Sent
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import RecipientRole
from services.notifications.domain.step_notice import StepNotice
from services.notifications.projections import metadata
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import Remedy

letter_register = Table(
    "letter_register",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("decision_id", Uuid),
    Column("objection_id", Uuid),
    Column("municipality", String(4)),
    Column("applicant_subject", String(200)),
    Column("kind", String(32), nullable=False),
    Column("state", String(20), nullable=False),
    Column("remedy", String(32)),
    Column("drawn_up_on", Date, nullable=False),
    Column("sent_on", Date),
    Column("remedy_last_day", Date),
    Column("channel", String(8)),
    Index("letter_register_by_case", "case_id"),
)

ColumnValue = str | int | date | UUID | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose letters a reader may see: an applicant's own ones, or those of the desk that somebody works at."""

    applicant_subject: str | None = None
    """Only those to this applicant; None: a reader of the desk."""
    national: bool = False
    """Letters about national exemptions."""
    municipalities: frozenset[str] = frozenset()
    """CBS codes of the municipalities about whose own exemptions letters may be seen."""


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """One letter, without its text."""

    letter_id: UUID
    version: int
    case_id: UUID
    decision_id: UUID | None
    """The decision it announces; None for a letter about an objection or a step."""
    objection_id: UUID | None
    """The objection whose end, or of which a step, it tells."""
    municipality: str | None
    kind: LetterKind
    state: LetterState
    remedy: Remedy | None
    drawn_up_on: date
    sent_on: date | None
    remedy_last_day: date | None
    channel: LetterChannel | None
    """By which way it was last sent; None: not yet."""


class LetterRegisterProjection:
    """Keeps one row per letter up to date with the log."""

    name: Final = "letter_register"
    tables: Final = (letter_register,)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        if isinstance(event, DrawnUp):
            row = {**_drawn_up(event), "position": recorded.position}
            connection.execute(insert(letter_register), row)
        elif isinstance(event, Sent | LetterSentOnPaper):
            _change(connection, event.originator_id, _sent(event))
        elif isinstance(event, ElectronicSendingFailed):
            _change(connection, event.originator_id, {"version": event.originator_version})
        elif isinstance(event, LetterBounced):
            bounced: dict[str, ColumnValue] = {
                "version": event.originator_version,
                "state": LetterState.BOUNCED.value,
            }
            _change(connection, event.originator_id, bounced)


class LetterRegister:
    """Reads of letters, always within a scope."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def letter(self, letter_id: UUID, scope: Scope) -> LetterEntry | None:
        """The letter, or None when it is not there or outside the scope."""
        entries = self._entries(letter_register.c.letter_id == letter_id, *_within(scope))
        return entries[0] if entries else None

    def letters_of_case(self, case_id: UUID, scope: Scope) -> list[LetterEntry]:
        """The letters of a case within the scope, oldest first."""
        return self._entries(letter_register.c.case_id == case_id, *_within(scope))

    def _entries(self, *conditions: ColumnElement[bool]) -> list[LetterEntry]:
        query = select(letter_register).where(*conditions)
        ordered = query.order_by(letter_register.c.position)
        with self._log.read() as connection:
            return [_entry(row) for row in connection.execute(ordered)]


def _change(connection: Connection, letter_id: UUID, values: dict[str, ColumnValue]) -> None:
    same = letter_register.c.letter_id == letter_id
    connection.execute(update(letter_register).where(same).values(values))


def _within(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    if scope.applicant_subject is not None:
        return (letter_register.c.applicant_subject == scope.applicant_subject,)
    municipality = letter_register.c.municipality
    local = and_(municipality.is_not(None), municipality.in_(sorted(scope.municipalities)))
    return (or_(municipality.is_(None), local) if scope.national else local,)


def _drawn_up(event: DrawnUp) -> dict[str, ColumnValue]:
    notice, remedy = event.notice, event.notice.remedy
    return {
        "letter_id": event.originator_id,
        "version": event.originator_version,
        "case_id": event.case_id,
        "decision_id": None if isinstance(notice, ObjectionNotice | StepNotice) else notice.decision_id,
        "objection_id": notice.objection_id if isinstance(notice, ObjectionNotice | StepNotice) else None,
        "municipality": notice.municipality,
        "applicant_subject": _read_by(event),
        "kind": event.kind.value,
        "state": LetterState.DRAWN_UP.value,
        "remedy": remedy.value if remedy else None,
        "drawn_up_on": event.drawn_up_on,
    }


def _read_by(event: DrawnUp) -> str | None:
    """The applicant, but for what is written to another: an interested party (Awb 1:2), or who applied too."""
    recipient = event.recipient
    others = recipient is not None and recipient.role is not RecipientRole.REPRESENTATIVE
    return event.addressee.subject if event.addressee and not others else None


def _sent(event: Sent | LetterSentOnPaper) -> dict[str, ColumnValue]:
    return {
        "version": event.originator_version,
        "state": LetterState.SENT.value,
        "sent_on": event.sent_on,
        "remedy_last_day": event.remedy_last_day,
        "channel": (LetterChannel.PAPER if isinstance(event, LetterSentOnPaper) else event.channel).value,
    }


def _entry(row: Row[tuple[ColumnValue, ...]]) -> LetterEntry:
    return LetterEntry(
        letter_id=row.letter_id,
        version=row.version,
        case_id=row.case_id,
        decision_id=row.decision_id,
        objection_id=row.objection_id,
        municipality=row.municipality,
        kind=LetterKind(row.kind),
        state=LetterState(row.state),
        remedy=Remedy(row.remedy) if row.remedy else None,
        drawn_up_on=row.drawn_up_on,
        sent_on=row.sent_on,
        remedy_last_day=row.remedy_last_day,
        channel=LetterChannel(row.channel) if row.channel else None,
    )
