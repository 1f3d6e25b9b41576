"""The criteria one by one, and what they advise together."""

from __future__ import annotations

import pytest

from services.decisions.domain.criteria import assess
from services.decisions.domain.thresholds import Parameter
from shared.vocabulary import CriterionResult, Finding, Outcome, VehicleCategory, VehicleFacts
from tests.support.cases import DECIDED_ON, NEW_ROWS, OLD_ROWS, POLICY, a_van, facts_of, row

MET, UNMET, UNKNOWN = Finding.MET, Finding.UNMET, Finding.UNKNOWN


def findings(vehicle: VehicleFacts) -> tuple[Finding, ...]:
    """What each criterion says of this vehicle under the old limit of 1200 kg."""
    return tuple(
        result.finding for result in assess(facts_of(vehicle), OLD_ROWS, POLICY, DECIDED_ON).criteria
    )


def criterion(name: str, vehicle: VehicleFacts) -> CriterionResult:
    """One criterion's answer under the old limit."""
    results = assess(facts_of(vehicle), OLD_ROWS, POLICY, DECIDED_ON).criteria
    return next(result for result in results if result.criterion == name)


@pytest.mark.parametrize(
    ("vehicle", "answers", "advice"),
    [
        (a_van(1201), (MET, MET, MET), Outcome.GRANTED),
        (a_van(1200), (MET, MET, UNMET), Outcome.REFUSED),
        (a_van(None), (MET, MET, UNKNOWN), None),
        (a_van(1201, emission_free=True), (MET, UNMET, MET), Outcome.REFUSED),
        (a_van(1201, emission_free=None), (MET, UNKNOWN, MET), None),
        (a_van(1200, emission_free=None), (MET, UNKNOWN, UNMET), Outcome.REFUSED),
        (a_van(1201, category=VehicleCategory.OTHER), (UNMET, MET, UNKNOWN), Outcome.REFUSED),
        (a_van(1201, category=None), (UNKNOWN, MET, UNKNOWN), None),
        (a_van(1201, category=VehicleCategory.N2), (MET, MET, UNKNOWN), None),
        (VehicleFacts(), (UNKNOWN, UNKNOWN, UNKNOWN), None),
    ],
)
def test_what_the_criteria_advise(
    vehicle: VehicleFacts, answers: tuple[Finding, ...], advice: Outcome | None
):
    """One unmet refuses, whatever is unknown; all met grants; else the facts allow no decision."""
    assert findings(vehicle) == answers
    assert assess(facts_of(vehicle), OLD_ROWS, POLICY, DECIDED_ON).advice is advice


@pytest.mark.parametrize("category", [VehicleCategory.N1, VehicleCategory.N2, VehicleCategory.N3])
def test_the_zone_applies_to_vans_and_trucks(category: VehicleCategory):
    """N1, N2 and N3; nothing else that has an engine."""
    assert criterion("zone_applies_to_vehicle", a_van(category=category)).finding is MET


def test_the_reason_states_requirement_and_threshold():
    """The letter says with what the vehicle was compared, in whole Dutch numbers."""
    reason = criterion("not_obtainable_emission_free", a_van(1201)).reason
    assert reason == (
        "Uw voertuig is volgens de drempelwaarden niet emissieloos verkrijgbaar:"
        " het laadvermogen (1.201 kg) is hoger dan de drempelwaarde van 1.200 kg."
    )


def test_the_reason_says_which_fact_is_missing():
    """So that the applicant knows what to supply."""
    reason = criterion("not_obtainable_emission_free", a_van(None)).reason
    assert reason.endswith(": het laadvermogen is niet geregistreerd (drempelwaarde 1.200 kg).")


def test_a_range_is_stated_in_kilometres():
    """Not in kilograms, as the masses are."""
    assessment = assess(facts_of(daily_range_km=300), [row(250, Parameter.DAILY_RANGE)], POLICY, DECIDED_ON)
    assert (
        "de afstand per dag (300 km) is hoger dan de drempelwaarde van 250 km"
        in assessment.criteria[2].reason
    )


def test_every_answer_names_its_source():
    """Awb 3:46 and 3:47: reasons with the rule they rest on."""
    assert all(result.source for result in assess(facts_of(), OLD_ROWS, POLICY, DECIDED_ON).criteria)


def test_the_same_question_gives_the_same_answer():
    """Bit for bit, which a decision taken again in five years relies on."""
    assert assess(facts_of(), NEW_ROWS, POLICY, DECIDED_ON) == assess(
        facts_of(), NEW_ROWS, POLICY, DECIDED_ON
    )
