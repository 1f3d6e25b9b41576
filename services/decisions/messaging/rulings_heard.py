"""What a ruling on an objection says, from its message to the words of the domain."""

from __future__ import annotations

from services.decisions.domain.decision_on_objection import HowRuled, RuledAnew, UpheldRuling
from services.decisions.domain.penalty import NewPenalty
from services.decisions.domain.recovery import UpheldAgainstRecovery
from shared.contracts.objections import ObjectionEnded
from shared.eventlog.act import Act
from shared.vocabulary import ObjectionRuling


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


def against_recovery(contract: ObjectionEnded, act: Act) -> UpheldAgainstRecovery | None:
    """That a penalty was not to be asked back; None: the decision to do so stands."""
    if contract.ruling != ObjectionRuling.UPHELD or contract.decided_by is None:
        return None
    if contract.contested_decision_id is None:
        return None
    return UpheldAgainstRecovery(
        contract.objection_id,
        contract.contested_decision_id,
        contract.ruled_on or act.today,
        contract.decided_by,
        contract.sealed_reasons,
    )


def left_standing_anew(contract: ObjectionEnded) -> RuledAnew | None:
    """That the contested decision stands after all, on the order of a court (Awb 8:72(4)); None: it is not so."""
    stands = contract.ruling in {ObjectionRuling.DISMISSED, ObjectionRuling.INADMISSIBLE}
    said = upheld(contract)
    if not stands or contract.anew_appeal_id is None or said is None or contract.decided_by is None:
        return None
    return RuledAnew(said, contract.decided_by)


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
            told_to=contract.told_to,
        ),
    )
