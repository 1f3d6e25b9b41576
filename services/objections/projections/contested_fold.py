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
from services.objections.domain.objection_acts import ObjectionLodged, ObjectionUpheldForAnotherReason
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import (
    DecisionsHeardOf,
    case_turns,
    contested_decisions,
    found_in,
)
from shared.contracts.decisions import DecisionTaken, LeftOutOfConsideration
from shared.contracts.envelope import Contract, Message
from shared.contracts.notifications import LetterSent, LetterSentOnPaper
from shared.eventlog.inline_rows import InlineRows
from shared.eventlog.recorded import RecordedEvent
from shared.runtime.folding import HeardFold


def as_heard(decision: DecisionTaken | LeftOutOfConsideration) -> ContestedDecision:
    """A decision as it was published; leaving an application out of consideration is one too (Awb 4:5)."""
    heard = ContestedDecision(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        decided_by=decision.decided_by,
        applicant_subject=decision.applicant_subject,
        exemption_type=decision.exemption_type,
        municipality=decision.municipality,
    )
    if isinstance(decision, LeftOutOfConsideration):
        return heard
    return replace(heard, outcome=decision.outcome, replaces=decision.replaces_decision_id, day=decision.day)


class ContestedDecisionsHeard:
    """Folds what decisions and notifications published."""

    def apply(self, connection: Connection, _: Message, contract: Contract, /) -> None:
        """Take in one message, as the reactions do."""
        match contract:
            case DecisionTaken() | LeftOutOfConsideration():
                taking = DecisionsHeardOf.taking(as_heard(contract))
                InlineRows(metadata, [taking]).write(connection)
                _take_turn(connection, contract.case_id)
            case LetterSent():
                announcement = DecisionsHeardOf.announcement(
                    decision_id=contract.decision_id,
                    case_id=contract.case_id,
                    announced_on=contract.sent_on,
                    remedy_last_day=contract.remedy_last_day,
                )
                InlineRows(metadata, [announcement]).write(connection)
            case LetterSentOnPaper(decision_id=UUID() as decision_id):
                known = found_in(connection, decision_id) or ContestedDecision(decision_id, contract.case_id)
                again = known.announced_again(contract.sent_on, contract.remedy_last_day)
                if again is not None:
                    InlineRows(metadata, [DecisionsHeardOf.announcement_again(again)]).write(connection)
            case _:
                pass


class ContestedDecisionsFold:
    """Folds the own log: an objection takes its case's turn, a ruling revokes what was contested."""

    name: Final = "contested_decisions"
    tables: Final = (contested_decisions, case_turns)

    def apply(self, connection: Connection, recorded: RecordedEvent) -> None:
        """Follow one event of the log."""
        event = recorded.event
        match event:
            case ObjectionLodged():
                _take_turn(connection, event.case_id)
            case ObjectionUpheldForAnotherReason():
                revocation = DecisionsHeardOf.revocation(event.decision_id, event.originator_id)
                InlineRows(metadata, [revocation]).write(connection)
            case _:
                pass


def heard_folds() -> tuple[HeardFold, ...]:
    """What is folded from other logs."""
    return tuple(
        HeardFold("contested_decisions", log, ContestedDecisionsHeard())
        for log in ("decisions", "notifications")
    )


def _take_turn(connection: Connection, case_id: UUID) -> None:
    this = case_turns.c.case_id == case_id
    turn = connection.execute(select(case_turns.c.turn).where(this)).scalar_one_or_none()
    if turn is None:
        connection.execute(insert(case_turns), {"case_id": case_id, "turn": 1})
    else:
        connection.execute(update(case_turns).where(this).values(turn=turn + 1))
