"""The body of a submission: each field has its rule, and every fault is reported at once."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from services.applications.api.submission import SubmitApplication
from shared.runtime.problems import Problem
from shared.vocabulary import Applicant, ExemptionType, Plate, RoadTaxRate, StatedFacts

TODAY = date(2026, 3, 2)
APPLICANT = {
    "name": "Testbedrijf 017",
    "streetAndNumber": "Voorbeeldweg 17",
    "postcode": "1234AB",
    "town": "Voorbeeldstad",
    "email": "test017@example.org",
    "chamberOfCommerceNumber": "12345678",
}
VEHICLE = {"plate": "vcq-01-a"}


def a_body(
    applicant: dict[str, object] | None = None, vehicle: dict[str, object] | None = None, **fields: object
) -> dict[str, object]:
    """A right body, but for what is given."""
    return {
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
        "applicant": {**APPLICANT, **(applicant or {})},
        "vehicle": {**VEHICLE, **(vehicle or {})},
        **fields,
    }


def faults(body: dict[str, object]) -> set[str]:
    """The places at which the body is refused."""
    with pytest.raises(ValidationError) as refusal:
        SubmitApplication.model_validate(body)
    return {".".join(str(part) for part in error["loc"]) for error in refusal.value.errors()}


def test_a_right_body_becomes_a_submission() -> None:
    """Plate and postcode are written in one way; the rest stays as it was handed in."""
    submission = SubmitApplication.model_validate(a_body(statedDailyRangeKm=333)).submission(TODAY)
    assert submission.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    assert submission.plate == Plate("VCQ01A", "NL")
    assert submission.applicant == Applicant(
        name="Testbedrijf 017",
        street_and_number="Voorbeeldweg 17",
        postcode="1234 AB",
        town="Voorbeeldstad",
        email="test017@example.org",
        chamber_of_commerce_number="12345678",
    )
    assert submission.stated == StatedFacts(daily_range_km=333)
    assert submission.municipality is None


def test_a_foreign_vehicle_and_address_can_apply() -> None:
    """With a country code other plates and postcodes are accepted."""
    body = a_body(
        applicant={"country": "be", "postcode": "1000"}, vehicle={"plate": "1-ABC-234", "country": "BE"}
    )
    submission = SubmitApplication.model_validate(body).submission(TODAY)
    assert submission.plate == Plate("1ABC234", "BE")
    assert (submission.applicant.country, submission.applicant.postcode) == ("BE", "1000")


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (a_body(vehicle={"plate": "-"}), {"vehicle.plate"}),
        (a_body(vehicle={"plate": "A" * 13}), {"vehicle.plate"}),
        (a_body(vehicle={"country": "NLD"}), {"vehicle.country"}),
        (a_body(applicant={"postcode": "0123 AB"}), {"applicant.postcode"}),
        (a_body(applicant={"postcode": "1234"}), {"applicant.postcode"}),
        (a_body(applicant={"postcode": "1234 ABC"}), {"applicant.postcode"}),
        (a_body(applicant={"country": "BE", "postcode": "?"}), {"applicant.postcode"}),
        (a_body(applicant={"chamberOfCommerceNumber": "1234567"}), {"applicant.chamberOfCommerceNumber"}),
        (a_body(applicant={"chamberOfCommerceNumber": "1234567a"}), {"applicant.chamberOfCommerceNumber"}),
        (a_body(applicant={"email": "nobody"}), {"applicant.email"}),
        (a_body(applicant={"name": "   "}), {"applicant.name"}),
        (a_body(applicant={"name": "two\nlines"}), {"applicant.name"}),
        (a_body(applicant={"town": "x" * 201}), {"applicant.town"}),
        (a_body(statedDailyRangeKm=0), {"statedDailyRangeKm"}),
        (a_body(statedDailyRangeKm="333"), {"statedDailyRangeKm"}),
        (a_body(exemptionType="FOREVER"), {"exemptionType"}),
        (a_body(colour="blue"), {"colour"}),
        (a_body(municipality="Utrecht"), {"municipality"}),
        (a_body(stated={"roadTaxRate": "free"}), {"stated.roadTaxRate"}),
        (a_body(stated={"marketPermit": "true"}), {"stated.marketPermit"}),
        (a_body(stated={"adaptationCostCents": 500.5}), {"stated.adaptationCostCents"}),
        (a_body(stated={"day": "2026-02-30"}), {"stated.day"}),
        (a_body(stated={"dailyRangeKm": 1}, statedDailyRangeKm=2), {""}),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(body: dict[str, object], places: set[str]) -> None:
    """The fault stands at the field, and nowhere else."""
    assert faults(body) == places


def test_all_faults_are_reported_at_once() -> None:
    """Nobody has to send an application three times to learn three faults."""
    body = a_body(
        applicant={"name": "", "postcode": "12", "chamberOfCommerceNumber": "1", "email": "x"},
        vehicle={"plate": "!"},
        statedDailyRangeKm=-1,
    )
    assert faults(body) == {
        "applicant.name",
        "applicant.postcode",
        "applicant.chamberOfCommerceNumber",
        "applicant.email",
        "vehicle.plate",
        "statedDailyRangeKm",
    }


def test_a_fault_does_not_repeat_what_was_sent() -> None:
    """A plate is personal: the refusal says what is wrong with it, without it."""
    with pytest.raises(ValidationError) as refusal:
        SubmitApplication.model_validate(a_body(vehicle={"plate": "VCQ01A-VCQ01A-VCQ01A"}))
    assert "VCQ01A" not in refusal.value.errors()[0]["msg"]


def test_what_is_stated_is_read_field_by_field() -> None:
    """Amounts in cents, days as days, choices as their kind; what is absent is not stated."""
    stated = {"roadTaxRate": "business", "adaptationCostCents": 50_001, "replacementDeliveryOn": "2026-09-01"}
    submission = SubmitApplication.model_validate(a_body(stated=stated)).submission(TODAY)
    assert submission.stated == StatedFacts(
        road_tax_rate=RoadTaxRate.BUSINESS,
        adaptation_cost_cents=50_001,
        replacement_delivery_on=date(2026, 9, 1),
    )


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"exemptionType": "HARDSHIP"}, ["body.municipality"]),
        ({"exemptionType": "HARDSHIP", "municipality": "0505"}, ["body.municipality"]),
        ({"municipality": "0344"}, ["body.municipality"]),
        ({"exemptionType": "DAY"}, ["body.municipality", "body.stated.day"]),
        (
            {"exemptionType": "DAY", "municipality": "0344", "stated": {"day": "2027-03-03"}},
            ["body.stated.day"],
        ),
        ({"stated": {"day": "2026-03-02"}}, ["body.stated.day"]),
        ({"exemptionType": "DAY", "municipality": "0344", "stated": {"day": "2026-03-02"}}, []),
    ],
)
def test_where_and_when_are_checked_by_the_day_of_receipt(
    fields: dict[str, object], places: list[str]
) -> None:
    """A 400 that names each field at fault."""
    body = SubmitApplication.model_validate({**a_body(), **fields})
    if not places:
        assert body.submission(TODAY).stated.day == TODAY
        return
    with pytest.raises(Problem) as refused:
        body.submission(TODAY)
    assert (refused.value.status, [fault.field for fault in refused.value.errors]) == (400, places)


@pytest.mark.parametrize("number", ["WVWZZZ1JZXW000017", "wvwzzz1jzxw000017 "])
def test_a_chassis_number_is_no_plate_and_the_answer_says_why(number: str) -> None:
    """An exemption is on a plate (policy rules of the municipalities); 17 other characters are just no plate."""
    with pytest.raises(ValidationError) as refused:
        SubmitApplication.model_validate(a_body(vehicle={"plate": number}))
    (fault,) = refused.value.errors()
    assert (fault["type"], "once the vehicle has one" in fault["msg"]) == ("chassis_number", True)
    with pytest.raises(ValidationError) as refused:
        SubmitApplication.model_validate(a_body(vehicle={"plate": "WVWZZZ1OZXW000017"}))
    assert [fault["type"] for fault in refused.value.errors()] == ["plate"]
