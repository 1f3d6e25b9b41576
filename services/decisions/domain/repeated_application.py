"""Refusing a repeated application by reference to the earlier refusal (herhaalde aanvraag, Awb 4:6).

Who applies once more after a refusal names new facts or changed circumstances (4:6(1)); without them the application
can be refused by reference to the earlier decision, and nobody need be asked to complete it (4:6(2)). Whether what is
stated is new is a person's judgement; that the rules have changed since is not, and then it is assessed anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.policy import Policy
from shared.errors import RuleBroken
from shared.vocabulary import CriterionResult, Finding

if TYPE_CHECKING:
    from services.decisions.domain.decision_case import DecisionCase

REPEATED: Final = CriterionResult(
    "new_facts_or_circumstances",
    Finding.UNMET,
    "U noemt geen nieuwe feiten of veranderde omstandigheden sinds ons eerdere besluit.",
    "Awb, artikel 4:6",
)
"""What such a refusal rests on; why a person finds so is sealed."""


def check_repeated(
    case: DecisionCase, earlier: DecisionCase, policy: Policy, threshold_set_in_force: UUID | None
) -> UUID:
    """The id of the earlier refusal that can be referred to. Raises RuleBroken where there is none (Awb 4:6)."""
    if earlier.state is not CaseState.REFUSED or earlier.decision_id is None or earlier.decided is None:
        raise RuleBroken(
            "no_earlier_refusal", f"the earlier case is {earlier.state}, and no refusal (Awb 4:6)"
        )
    if not _same(case, earlier):
        raise RuleBroken(
            "not_a_repetition",
            "the earlier case is of another type, vehicle, municipality or applicant (Awb 4:6)",
        )
    if earlier.decided.policy_version != policy.version or (
        policy.uses_thresholds and earlier.decided.threshold_set_id != threshold_set_in_force
    ):
        raise RuleBroken(
            "rules_changed_since",
            "policy or thresholds have changed since: it is to be assessed anew (Awb 4:6(1))",
        )
    return earlier.decision_id


def _same(case: DecisionCase, earlier: DecisionCase) -> bool:
    """The same holder asks for the same of the same vehicle, later."""
    if case.vehicle_id is None or case.holder is None or earlier.holder is None or case.id == earlier.id:
        return False
    about = (case.exemption_type, case.vehicle_id, case.municipality, case.holder.applicant_subject)
    before = (
        earlier.exemption_type,
        earlier.vehicle_id,
        earlier.municipality,
        earlier.holder.applicant_subject,
    )
    if case.received_on is None or earlier.ended_on is None:
        return False
    return about == before and earlier.ended_on <= case.received_on
