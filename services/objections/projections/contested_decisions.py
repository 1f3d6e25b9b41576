"""Inline tables that commands ask: decisions as heard of, objections without a ruling, and case turns.

A row of `contested_decisions` waits with whichever half came first: the taking or the letter. The
turn of a case puts "an objection is lodged" and "a decision is heard of" in one order, so that an
objection and a renewed decision that arrive together never miss each other (Awb 6:19).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Row,
    String,
    Table,
    Uuid,
    select,
)

from services.objections.domain.appeal_instance import RemedyTerm
from services.objections.domain.contested_decision import ContestedCase, ContestedDecision
from services.objections.domain.decision_anew import DecisionAnewOrdered
from services.objections.domain.direct_appeal import DirectAppealConsented, ObjectionFollowedToCourt
from services.objections.domain.heard_case import HeardCase
from services.objections.domain.objection_acts import (
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionLodged,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
)
from services.objections.domain.scope import NOT_KNOWN, Jurisdiction
from services.objections.projections import metadata
from services.objections.projections.direct_appeals import sent_to_court
from services.objections.projections.heard_cases import heard_case, hearing_of
from services.objections.projections.pending_appeals import pending_appeals
from services.objections.projections.ruling_announcements import (
    announced,
    announced_again,
    last_announced,
)
from shared.contracts.notifications import LetterSentOnPaper, ObjectionLetterSent
from shared.eventlog.append import RowWrite
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import ExemptionType, Outcome

contested_decisions = Table(
    "contested_decisions",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("outcome", String),
    Column("decided_by", String),
    Column("applicant_subject", String),
    Column("replaces", Uuid),
    Column("announced_on", Date),
    Column("remedy_last_day", Date),
    Column("exemption_type", String),
    Column("municipality", String),
    Column("revoked_on_objection", Uuid),
    Column("day", Date),
    Column("valid_until", Date),
    Column("penalty_euros", Integer),
    Column("first_remedy_last_day", Date),
    Column("late_on_objection", Uuid),
    Column("announce_by", Date),
    Column("recovered_euros", Integer),
)

undecided_objections = Table(
    "undecided_objections",
    metadata,
    Column("objection_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
)

case_turns = Table(
    "case_turns",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("turn", Integer, nullable=False),
)


class UndecidedObjections:
    """Keeps `undecided_objections` in the transaction of the append."""

    name: Final = "undecided_objections"
    tables: Final = (undecided_objections,)

    def rows(self, event: RecordedEvent) -> Iterable[RowWrite]:
        """A row from lodging to the end of the proceedings, and again when a court orders a new decision."""
        match event.event:
            case (
                ObjectionLodged(originator_id=objection_id, case_id=case_id)
                | DecisionAnewOrdered(originator_id=objection_id, case_id=case_id)
            ):
                yield RowWrite(
                    undecided_objections.name, "insert", {"objection_id": objection_id}, {"case_id": case_id}
                )
            case (
                ObjectionUpheld(originator_id=objection_id)
                | ObjectionUpheldForAnotherReason(originator_id=objection_id)
                | ObjectionDismissed(originator_id=objection_id)
                | ObjectionDeclaredInadmissible(originator_id=objection_id)
                | ObjectionWithdrawn(originator_id=objection_id)
                | DirectAppealConsented(originator_id=objection_id)
                | ObjectionFollowedToCourt(originator_id=objection_id)
            ):
                yield RowWrite(undecided_objections.name, "delete", {"objection_id": objection_id})


class DecisionsHeardOf:
    """What commands ask of the inline tables, and the rows with which they change them."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def find(self, decision_id: UUID) -> ContestedDecision | None:
        """The decision as heard of so far; None when nothing was."""
        with self._log.read() as connection:
            return found_in(connection, decision_id)

    def whose(self, case_id: UUID, decision_id: UUID) -> Jurisdiction:
        """Whose case it is, as far as is known."""
        with self._log.read() as connection:
            return whose(connection, case_id, decision_id)

    def heard_case(self, case_id: UUID) -> HeardCase | None:
        """The case as its application tells; None when that was not heard of."""
        with self._log.read() as connection:
            return heard_case(connection, case_id)

    def ruling_announced(self, objection_id: UUID) -> RemedyTerm:
        """The term to contest the decision on the objection, where a letter of its own announced it."""
        with self._log.read() as connection:
            return last_announced(connection, objection_id)

    def ruling_announcement(self, sent: ObjectionLetterSent) -> RowWrite | None:
        """That a letter announced a decision on an objection; None: none, or it is known."""
        with self._log.read() as connection:
            return announced(connection, sent)

    def ruling_announcement_again(self, sent: LetterSentOnPaper) -> RowWrite | None:
        """That it bounced, and was sent on paper."""
        with self._log.read() as connection:
            return announced_again(connection, sent)

    @staticmethod
    def hearing(case: HeardCase) -> RowWrite:
        """That an application was heard of."""
        return hearing_of(case)

    def of_case(self, case_id: UUID) -> ContestedCase:
        """The case at this moment; the turn is read first, so that a later change makes it stale."""
        with self._log.read() as connection:
            return ContestedCase(
                case_id=case_id,
                turn=_turn(connection, case_id),
                decisions=_decisions(connection, case_id),
                undecided_objections=_undecided(connection, case_id),
                pending_appeals=_appealed(connection, case_id),
                sent_to_court=sent_to_court(connection, case_id),
            )

    def next_turn(self, case: ContestedCase) -> RowWrite:
        """Takes the case's turn; the append is refused when another act took it in the meantime."""
        key, values = {"case_id": case.case_id}, {"turn": case.turn + 1}
        if case.turn == 0:
            return RowWrite(case_turns.name, "insert", key, values)
        return RowWrite(case_turns.name, "update", key, values, expect={"turn": case.turn})

    @staticmethod
    def taking(decision: ContestedDecision) -> RowWrite:
        """The half that the decision itself brings."""
        return RowWrite(
            contested_decisions.name,
            "upsert",
            {"decision_id": decision.decision_id},
            {
                "case_id": decision.case_id,
                "outcome": decision.outcome,
                "decided_by": decision.decided_by,
                "applicant_subject": decision.applicant_subject,
                "replaces": decision.replaces,
                "exemption_type": decision.exemption_type,
                "municipality": decision.municipality,
                "day": decision.day,
                "valid_until": decision.valid_until,
                "penalty_euros": decision.penalty_euros,
                "late_on_objection": decision.late_on_objection,
                "announce_by": decision.announce_by,
                "recovered_euros": decision.recovered_euros,
            },
        )

    @staticmethod
    def revocation(decision_id: UUID, objection_id: UUID) -> RowWrite:
        """That a ruling on the objection revokes it; refused when one on another objection came first."""
        return RowWrite(
            contested_decisions.name,
            "update",
            {"decision_id": decision_id},
            {"revoked_on_objection": objection_id},
            expect={"revoked_on_objection": None},
        )

    @staticmethod
    def reinstatement(decision_id: UUID, objection_id: UUID) -> RowWrite:
        """That the ruling on the objection which revoked it was annulled (Awb 8:72)."""
        return RowWrite(
            contested_decisions.name,
            "update",
            {"decision_id": decision_id},
            {"revoked_on_objection": None},
            expect={"revoked_on_objection": objection_id},
        )

    @staticmethod
    def announcement(decision: ContestedDecision) -> RowWrite:
        """The half that the letter brings."""
        return RowWrite(
            contested_decisions.name,
            "upsert",
            {"decision_id": decision.decision_id},
            {
                "case_id": decision.case_id,
                "announced_on": decision.announced_on,
                "remedy_last_day": decision.remedy_last_day,
            },
        )

    @staticmethod
    def announcement_again(decision: ContestedDecision) -> RowWrite:
        """The same half, once the letter was sent on paper after it had bounced."""
        return RowWrite(
            contested_decisions.name,
            "upsert",
            {"decision_id": decision.decision_id},
            {
                "case_id": decision.case_id,
                "announced_on": decision.announced_on,
                "remedy_last_day": decision.remedy_last_day,
                "first_remedy_last_day": decision.first_remedy_last_day,
            },
        )


def found_in(connection: Connection, decision_id: UUID) -> ContestedDecision | None:
    """The decision as heard of so far; None when nothing was."""
    found = contested_decisions.c.decision_id == decision_id
    row = connection.execute(select(contested_decisions).where(found)).one_or_none()
    return _decision(row) if row is not None else None


def whose(connection: Connection, case_id: UUID, decision_id: UUID) -> Jurisdiction:
    """Whose case it is: as the decision tells, or else the application; not known while neither was heard of."""
    decision, case = found_in(connection, decision_id), heard_case(connection, case_id)
    taken = decision is not None and decision.taken
    if not taken and case is None:
        return NOT_KNOWN
    told = decision.municipality if decision is not None else None
    return Jurisdiction(municipality=told or (case.municipality if case else None))


def _turn(connection: Connection, case_id: UUID) -> int:
    taken = select(case_turns.c.turn).where(case_turns.c.case_id == case_id)
    return connection.execute(taken).scalar() or 0


def _decisions(connection: Connection, case_id: UUID) -> tuple[ContestedDecision, ...]:
    of_case = select(contested_decisions).where(contested_decisions.c.case_id == case_id)
    return tuple(_decision(row) for row in connection.execute(of_case))


def _undecided(connection: Connection, case_id: UUID) -> tuple[UUID, ...]:
    of_case = select(undecided_objections.c.objection_id).where(undecided_objections.c.case_id == case_id)
    return tuple(connection.execute(of_case.order_by(undecided_objections.c.objection_id)).scalars())


def _appealed(connection: Connection, case_id: UUID) -> tuple[tuple[UUID, UUID], ...]:
    query = select(pending_appeals.c.objection_id, pending_appeals.c.appeal_id)
    rows = connection.execute(
        query.where(pending_appeals.c.case_id == case_id).order_by(pending_appeals.c.appeal_id)
    )
    return tuple((row.objection_id, row.appeal_id) for row in rows)


def _decision(row: Row[tuple[object, ...]]) -> ContestedDecision:
    return ContestedDecision(
        decision_id=row.decision_id,
        case_id=row.case_id,
        outcome=Outcome(row.outcome) if row.outcome is not None else None,
        decided_by=row.decided_by,
        applicant_subject=row.applicant_subject,
        replaces=row.replaces,
        announced_on=row.announced_on,
        remedy_last_day=row.remedy_last_day,
        exemption_type=ExemptionType(row.exemption_type) if row.exemption_type is not None else None,
        municipality=row.municipality,
        revoked_on_objection=row.revoked_on_objection,
        day=row.day,
        valid_until=row.valid_until,
        penalty_euros=row.penalty_euros,
        first_remedy_last_day=row.first_remedy_last_day,
        late_on_objection=row.late_on_objection,
        announce_by=row.announce_by,
        recovered_euros=row.recovered_euros,
    )
