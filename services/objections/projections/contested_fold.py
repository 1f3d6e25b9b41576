"""How what commands write of contested decisions and turns follows from three logs.

The reactions write it, with the positions that they have heard; folded from the logs it comes out the same,
because the halves of a row are apart and turns only add up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.decision_anew import DecisionAnewOrdered
from services.objections.domain.direct_appeal import DirectAppealConsented, DirectAppealRefused
from services.objections.domain.late_appeal import LateAppealLodged
from services.objections.domain.late_ruling_penalty import LateRulingPenaltyFixed
from services.objections.domain.objection_acts import ObjectionLodged, ObjectionUpheldForAnotherReason
from services.objections.domain.penalty_dispute import PenaltyDecisionAttached
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import (
    DecisionsHeardOf,
    case_turns,
    contested_decisions,
    found_in,
)
from services.objections.projections.heard_cases import CasesHeard, heard_cases
from services.objections.projections.ruling_announcements import RulingsAnnounced, ruling_announcements
from shared.contracts.decisions import (
    DecisionTaken,
    LeftOutOfConsideration,
    PenaltyFixed,
    PenaltyRecoveryDecided,
)
from shared.contracts.envelope import Contract, Message
from shared.contracts.notifications import LetterSent, LetterSentOnPaper, StepLetterSent
from shared.eventlog.inline_rows import InlineRows
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.folding import HeardFold


def as_heard(
    decision: DecisionTaken | LeftOutOfConsideration | PenaltyFixed | PenaltyRecoveryDecided,
) -> ContestedDecision:
    """A decision as it was published; leaving an application out of consideration is one too (Awb 4:5).

    So is the one on the penalty for a late decision (Awb 4:18), and the one that asks it back (4:20).
    """
    heard = ContestedDecision(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        applicant_subject=decision.applicant_subject,
        exemption_type=decision.exemption_type,
        municipality=decision.municipality,
    )
    if isinstance(decision, LeftOutOfConsideration):
        return replace(heard, announce_by=decision.announce_by)
    if isinstance(decision, PenaltyFixed):
        return replace(heard, penalty_euros=decision.amount_euros)
    if isinstance(decision, PenaltyRecoveryDecided):
        return replace(heard, recovered_euros=decision.amount_euros)
    return replace(
        heard,
        outcome=decision.outcome,
        replaces=decision.replaces_decision_id,
        day=decision.day,
        valid_until=decision.valid_until,
    )


class ContestedDecisionsHeard:
    """Folds what decisions and notifications published."""

    def apply(self, connection: Connection, _: Message, contract: Contract, /) -> None:
        """Take in one message, as the reactions do."""
        match contract:
            case DecisionTaken() | LeftOutOfConsideration() | PenaltyFixed() | PenaltyRecoveryDecided():
                taking = DecisionsHeardOf.taking(as_heard(contract))
                InlineRows(metadata, [taking]).write(connection)
                _take_turn(connection, contract.case_id)
            case LetterSent():
                _announced(connection, contract, contract.decision_id)
            case StepLetterSent() if contract.remedy_last_day is not None:
                _announced(connection, contract, contract.told_by)
            case LetterSentOnPaper(decision_id=UUID() as decision_id):
                known = found_in(connection, decision_id) or ContestedDecision(decision_id, contract.case_id)
                again = known.announced_again(contract.sent_on, contract.remedy_last_day)
                if again is not None:
                    InlineRows(metadata, [DecisionsHeardOf.announcement_again(again)]).write(connection)
            case _:
                pass


class ContestedDecisionsFold:
    """Folds the own log: an objection takes its case's turn, a ruling revokes what was contested.

    A court's order to decide anew takes the turn too, and takes the revocation away; so does the decision on a penalty
    for a late ruling, which can be contested.
    """

    name: Final = "contested_decisions"
    tables: Final = (contested_decisions, case_turns)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case (
                ObjectionLodged()
                | PenaltyDecisionAttached()
                | DirectAppealConsented()
                | DirectAppealRefused()
            ):
                _take_turn(connection, event.case_id)
            case LateAppealLodged():
                _take_turn(connection, event.case_id)
            case DecisionAnewOrdered():
                _take_turn(connection, event.case_id)
                _reinstate(connection, event)
            case LateRulingPenaltyFixed():
                InlineRows(metadata, [DecisionsHeardOf.taking(event.contestable)]).write(connection)
                _take_turn(connection, event.case_id)
            case ObjectionUpheldForAnotherReason():
                revocation = DecisionsHeardOf.revocation(event.decision_id, event.originator_id)
                InlineRows(metadata, [revocation]).write(connection)
            case _:
                pass


def heard_folds() -> tuple[HeardFold, ...]:
    """What is folded from other logs."""
    of_decisions = (
        HeardFold("contested_decisions", log, ContestedDecisionsHeard())
        for log in ("decisions", "notifications")
    )
    return (
        *of_decisions,
        HeardFold("heard_cases", "applications", CasesHeard(), (heard_cases,)),
        HeardFold("ruling_announcements", "notifications", RulingsAnnounced(), (ruling_announcements,)),
    )


def _announced(connection: Connection, sent: LetterSent | StepLetterSent, decision_id: UUID) -> None:
    known = found_in(connection, decision_id) or ContestedDecision(decision_id, sent.case_id)
    announced = known.announced(sent.sent_on, sent.remedy_last_day)
    if announced is not None:
        InlineRows(metadata, [DecisionsHeardOf.announcement(announced)]).write(connection)


def _reinstate(connection: Connection, event: DecisionAnewOrdered) -> None:
    """Where the annulled ruling on this objection had revoked the decision."""
    revoked = (
        contested_decisions.c.decision_id == event.decision_id,
        contested_decisions.c.revoked_on_objection == event.originator_id,
    )
    connection.execute(update(contested_decisions).where(*revoked).values(revoked_on_objection=None))


def _take_turn(connection: Connection, case_id: UUID) -> None:
    this = case_turns.c.case_id == case_id
    turn = connection.execute(select(case_turns.c.turn).where(this)).scalar_one_or_none()
    if turn is None:
        connection.execute(insert(case_turns), {"case_id": case_id, "turn": 1})
    else:
        connection.execute(update(case_turns).where(this).values(turn=turn + 1))
