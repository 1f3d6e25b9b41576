"""What a ruling on an objection says, from its message to the words of the domain."""

from __future__ import annotations

from services.decisions.domain.decision_on_objection import HowRuled, UpheldRuling
from services.decisions.domain.penalty import NewPenalty
from shared.contracts.objections import ObjectionEnded
from shared.eventlog.act import Act


def new_penalty(contract: ObjectionEnded, act: Act) -> NewPenalty | None:
    """The amount that a ruling names; None: the penalty stands."""
    if contract.penalty_euros is None or contract.decided_by is None:
        return None
    return NewPenalty(
        contract.objection_id,
        contract.penalty_euros,
        contract.ruled_on or act.today,
        contract.decided_by,
        contract.sealed_reasons,
    )


def upheld(contract: ObjectionEnded) -> UpheldRuling | None:
    """What a ruling that upholds says; None where it does not say why."""
    reasons = contract.sealed_reasons or contract.reasons
    if reasons is None:
        return None
    return UpheldRuling(
        reasons,
        contract.replacement,
        contract.valid_until,
        contract.of_another,
        contract.rests_on,
        None,
        HowRuled(
            heard=contract.heard,
            heard_on=contract.heard_on,
            anew_appeal_id=contract.anew_appeal_id,
            court_ruled_on=contract.court_ruled_on,
            penalty_euros=contract.penalty_euros,
            beside=contract.beside,
        ),
    )
