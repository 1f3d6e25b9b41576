"""Which documents are there, and to which condition each belongs; they decide nothing by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from services.applications.domain.application_acts import MissingItem
from services.decisions.domain.criteria import conditions_of
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.evidence import EVIDENCE_FOR, Evidence, EvidenceNoted, evidence_for
from services.decisions.domain.policy import POLICIES, policy_on
from shared.errors import NotInThisState
from shared.vocabulary import ExemptionType, Outcome, RoadTaxRate
from tests.support.cases import HANDLER, new_events, settled
from tests.support.hearings import ATTACHED, a_private_case

ON = date(2026, 2, 16)
TAX = Evidence("a" * 64, "road_tax_document", date(2026, 1, 20))
TAX_AGAIN = Evidence("b" * 64, "road_tax_document", date(2026, 1, 21))
INVOICE = Evidence("c" * 64, "adaptation_invoice", date(2026, 1, 22))
POLICY = policy_on(ON, ExemptionType.PRIVATE_USE)


def a_case_with(*documents: Evidence) -> DecisionCase:
    """Private use at the private rate, with these documents."""
    case = a_private_case(exclusively_private=True, road_tax_rate=RoadTaxRate.PRIVATE)
    for document in documents:
        case.note_evidence(document)
    return settled(case)


def assess(case: DecisionCase) -> Outcome | None:
    """What an assessment advises."""
    case.assess(thresholds=None, policy=POLICY, assessed_by=HANDLER, on=ON)
    return case.advice


def test_a_condition_shows_which_evidence_was_given_and_which_is_missing():
    """By kind, oldest first; a document of another kind belongs to another condition."""
    [tax] = evidence_for("taxed_at_private_rate", (TAX, INVOICE, TAX_AGAIN))
    assert (tax.documents, tax.missing) == ((TAX.name, TAX_AGAIN.name), False)
    [declaration] = evidence_for("used_exclusively_privately", (TAX,))
    assert (declaration.shows, declaration.missing) == ("private_use_declaration", True)
    assert evidence_for("zone_applies_to_vehicle", (TAX,)) == ()


@pytest.mark.parametrize("documents", [(), (TAX,)])
def test_missing_evidence_decides_nothing_by_itself(documents: tuple[Evidence, ...]):
    """Awb 3:2: what is stated and judged is what the criteria read."""
    assert assess(a_case_with(*documents)) is Outcome.GRANTED


def test_an_assessment_keeps_the_evidence_that_belongs_to_its_criteria():
    """What lay before who assessed; a document that came later is not among it, and leaves the assessment."""
    case = a_case_with(TAX, INVOICE)
    assess(case)
    case.note_evidence(TAX_AGAIN)
    assert case.assessed is not None
    assert case.assessed.evidence == (TAX,)


def test_evidence_goes_over_into_a_converted_case():
    """Each names the case to which it was attached."""
    old, new = a_case_with(TAX), a_case_with()
    new.carry_evidence_over(old)
    carried = [one for one in new_events(new) if isinstance(one, EvidenceNoted)]
    assert [one.document for one in carried] == [ATTACHED, TAX]
    assert {one.carried_over_from for one in carried} == {old.id}


def test_no_evidence_is_noted_once_the_case_is_decided():
    """It crossed the decision."""
    case = a_case_with()
    assess(case)
    case.decide(Outcome.GRANTED, policy=POLICY, decided_on=ON, decided_by=HANDLER)
    with pytest.raises(NotInThisState, match="already_decided"):
        case.note_evidence(TAX)


def test_evidence_is_named_by_what_can_be_asked_for_and_for_conditions_that_exist():
    """In the words of a request to complete; every one of its conditions is asked by some policy."""
    asked = {one.criterion for policy in POLICIES for one in conditions_of(policy, policy.valid_from)}
    assert set(EVIDENCE_FOR) <= asked
    assert {kind for kinds in EVIDENCE_FOR.values() for kind in kinds} <= {item.value for item in MissingItem}
