"""Whole stories of an application over HTTP: how it ends, and what others hear of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import msgspec

from services.demo.records import synthetic_plate
from shared.contracts.decisions import DecisionTaken, LeavingOutRevoked, LeftOutOfConsideration
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.access import Role
from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, Remedy
from tests.support.application_users import PERSON, Users

UTRECHT, AMSTERDAM = "0344", "0363"
ASKED = {"items": ["daily_range"], "termDays": 14}


def left_out(case_id: str) -> LeftOutOfConsideration:
    """The decisions service leaves the application out of consideration."""
    sealed = Sealed(uuid4(), SealedKind.PLATE, b"")
    return LeftOutOfConsideration(
        decision_id=uuid4(),
        case_id=UUID(case_id),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        decided_on=date(2026, 4, 2),
        decided_by="handler-1",
        reason=LeftOutReason.NO_RESPONSE,
        applicant=sealed,
        plate=sealed,
    )


def revoked(decision: LeftOutOfConsideration) -> LeavingOutRevoked:
    """The objection against leaving it out is upheld."""
    return LeavingOutRevoked(
        revoked_decision_id=decision.decision_id,
        case_id=decision.case_id,
        objection_id=uuid4(),
        decided_on=date(2026, 6, 2),
        decided_by="objection-handler-1",
    )


def test_withdrawn_before_handling(users: Users) -> None:
    """The applicant alone can do it, once; what others hear says that handling had not started."""
    case_id = users.submit().json()["id"]
    assert users.as_applicant(case_id, "withdrawals", subject="applicant-2").status_code == 404
    assert users.as_applicant(case_id, "withdrawals").status_code == 201
    again = users.as_applicant(case_id, "withdrawals")
    assert (again.status_code, again.json()["code"]) == (409, "application_state")
    case = users.case(case_id)
    assert (case["state"], case["withdrawnOn"]) == ("withdrawn", "2026-03-02")
    assert users.published()[-1] == "application-withdrawn"
    assert not users.withdrawal().handling_started


def test_withdrawn_after_handling_started(users: Users) -> None:
    """The same act, counted otherwise."""
    case_id = users.submit().json()["id"]
    assert users.at_desk(case_id, "handling").status_code == 201
    assert users.as_applicant(case_id, "withdrawals").status_code == 201
    assert users.case(case_id)["state"] == "withdrawn"
    assert users.withdrawal().handling_started


def explained(item: str, words: str = "Wij missen het aantal kilometers.") -> dict[str, str]:
    """What exactly is missing."""
    return {"item": item, "words": words}


def test_two_requests_unanswered(users: Users) -> None:
    """Each term lapses on the day after its last one, by the clock alone; then the decision ends the case."""
    case_id = users.submit().json()["id"]
    assert users.at_desk(case_id, "completion-requests", ASKED).status_code == 201
    case = users.case(case_id)
    assert (case["completionLastDay"], case["completionItems"]) == ("2026-03-16", ["daily_range"])
    assert (
        users.at_desk(case_id, "completion-requests", ASKED).json()["code"] == "completion_already_requested"
    )
    users.advance_to(datetime(2026, 3, 16, 22, 59, tzinfo=UTC))
    assert "completion-term-lapsed" not in users.published()
    users.advance_to(datetime(2026, 3, 16, 23, 0, tzinfo=UTC))
    assert users.published()[-1] == "completion-term-lapsed"
    assert users.at_desk(case_id, "completion-requests", ASKED).status_code == 201
    users.advance_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    assert users.published().count("completion-term-lapsed") == 2
    users.decisions.publish(left_out(case_id))
    users.drain()
    case = users.case(case_id)
    assert (case["state"], case["leftOutReason"], case["completionRequests"]) == (
        "left_out",
        "no_response",
        2,
    )


def test_taken_up_again_on_objection(users: Users) -> None:
    """Awb 7:11(2): asked for something else, supplemented and decided; not erased while it is pending."""
    case_id = users.submit().json()["id"]
    decision = left_out(case_id)
    users.decisions.publish(decision)
    assert users.case(case_id)["state"] == "left_out"
    users.decisions.publish(revoked(decision))
    case = users.case(case_id)
    assert (case["state"], case["leftOutReason"], case["closedBy"]) == ("in_handling", None, None)
    erased = users.post(f"/applications/{case_id}/erasures", Role.OPERATOR)
    assert (erased.status_code, erased.json()["code"]) == (409, "application_state")
    assert users.at_desk(case_id, "completion-requests", ASKED).status_code == 201
    supplement = {"stated": {"dailyRangeKm": 400}}
    assert users.as_applicant(case_id, "supplements", supplement).status_code == 201
    assert users.case(case_id)["stated"]["dailyRangeKm"] == 400
    assert users.published()[-2:] == ["completion-requested", "application-supplemented"]
    users.decisions.publish(granted(case_id, date(2028, 3, 2)))
    assert users.case(case_id)["state"] == "closed"


def test_erased_before_the_ruling_it_is_not_taken_up_again(users: Users) -> None:
    """The erasure goes on; nothing holds up what others tell."""
    case_id = users.submit().json()["id"]
    decision = left_out(case_id)
    users.decisions.publish(decision)
    users.drain()
    assert users.post(f"/applications/{case_id}/erasures", Role.OPERATOR).status_code == 201
    users.decisions.publish(revoked(decision))
    case = users.case(case_id)
    assert (case["state"], case["personalData"]) == ("left_out", "erased")


def test_a_request_answered_in_time(users: Users) -> None:
    """The supplement ends the term, adds to what was stated, and nothing lapses."""
    case_id = users.submit().json()["id"]
    users.at_desk(case_id, "completion-requests", ASKED)
    supplement = {"stated": {"dailyRangeKm": 400, "roadTaxRate": "business"}}
    assert users.as_applicant(case_id, "supplements", supplement, "applicant-2").status_code == 404
    assert users.as_applicant(case_id, "supplements", supplement).status_code == 201
    users.advance_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    case = users.case(case_id)
    stated = case["stated"]
    assert isinstance(stated, dict)
    assert (stated["dailyRangeKm"], stated["roadTaxRate"]) == (400, "business")
    assert (case["completionLastDay"], case["completionItems"]) == (None, [])
    assert "completion-term-lapsed" not in users.published()


def test_converted_to_a_local_exemption(users: Users) -> None:
    """The new case is the municipality's, with the same person, plate and day of receipt; both are linked."""
    old_id = users.submit().json()["id"]
    users.advance_to(datetime(2026, 3, 9, 9, tzinfo=UTC))
    body = {"toType": "HARDSHIP", "municipality": UTRECHT, "consentGivenOn": "2026-03-09"}
    converted = users.at_desk(old_id, "conversions", body)
    assert converted.status_code == 201
    new_id = converted.json()["id"]
    old, new = users.case(old_id), users.case(new_id, UTRECHT)
    assert (old["state"], old["convertedToCase"]) == ("converted", new_id)
    assert (new["convertedFromCase"], new["exemptionType"]) == (old_id, "HARDSHIP")
    assert (new["receivedOn"], new["applicant"], new["vehicle"]) == (
        "2026-03-02",
        old["applicant"],
        old["vehicle"],
    )
    assert users.published()[-3:-1] == ["application-converted", "application-submitted"]


def test_a_conversion_without_consent_changes_nothing(users: Users) -> None:
    """The old case stays open and there is no new one."""
    case_id = users.submit().json()["id"]
    refused = users.at_desk(case_id, "conversions", {"toType": "BUSINESS_ECONOMIC"})
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert users.case(case_id)["state"] == "received"


def test_erased_with_the_case_it_was_converted_into(users: Users) -> None:
    """Ordered first, destroyed after; both cases read as erased, and the plate leads to neither."""
    old_id = users.submit().json()["id"]
    body = {"toType": "BUSINESS_ECONOMIC", "consentGivenOn": "2026-03-02"}
    new_id = users.at_desk(old_id, "conversions", body).json()["id"]
    path = f"/applications/{old_id}/erasures"
    still_open = users.post(path, Role.OPERATOR)
    assert (still_open.status_code, still_open.json()["code"]) == (409, "application_state")
    users.as_applicant(new_id, "withdrawals")
    assert users.post(path, Role.CASE_HANDLER).status_code == 403
    assert users.post(path, Role.OPERATOR).status_code == 201
    for case_id in (old_id, new_id):
        case = users.case(case_id)
        assert (case["personalData"], case["applicant"], case["vehicle"]) == ("erased", None, None)
    assert users.published()[-2:] == ["person-erased", "person-erased"]
    again = users.post(path, Role.OPERATOR)
    assert (again.status_code, again.json()["code"]) == (409, "person_erased")
    assert users.case(users.submit().json()["id"])["relatedCases"] == []


def test_a_local_case_is_its_own_municipalitys(users: Users) -> None:
    """For national scope and for another municipality it is not there, in no list either."""
    answer = users.submit(exemptionType="HARDSHIP", municipality=UTRECHT)
    case_id, national_id = answer.json()["id"], users.submit().json()["id"]
    assert users.case(case_id, UTRECHT)["municipality"] == UTRECHT
    users.drain()
    for municipality in (None, AMSTERDAM):
        read = users.get(f"/applications/{case_id}", Role.CASE_HANDLER, municipality=municipality)
        started = users.post(
            f"/applications/{case_id}/handling",
            Role.CASE_HANDLER,
            municipality=municipality,
            **{"If-Match": '"99"'},
        )
        assert (read.status_code, started.status_code) == (404, 404)
    listed = {
        municipality: [
            line["caseId"]
            for line in users.get("/applications", Role.CASE_HANDLER, municipality=municipality).json()[
                "items"
            ]
        ]
        for municipality in (None, UTRECHT, AMSTERDAM)
    }
    assert listed == {None: [national_id], UTRECHT: [case_id], AMSTERDAM: []}
    assert users.at_desk(case_id, "handling", municipality=UTRECHT).status_code == 201


def test_an_application_in_the_wrong_place_is_refused_at_the_field(users: Users) -> None:
    """400 with each field at fault, before anything is stored."""
    answer = users.submit(exemptionType="DAY", municipality="0505", stated={"day": "2027-03-04"})
    faults = {fault["field"]: fault["rule"] for fault in answer.json()["errors"]}
    assert answer.status_code == 400
    assert faults == {
        "body.municipality": "municipality_without_offer",
        "body.stated.day": "day_out_of_reach",
    }


def test_the_register_is_asked_again_on_request(users: Users) -> None:
    """The second answer is recorded and told too, with the request as its cause."""
    case_id = users.submit().json()["id"]
    assert users.at_desk(case_id, "vehicle-facts-refreshes").status_code == 201
    users.drain()
    assert users.published().count("vehicle-facts-received") == 2


def test_cases_of_one_plate_carry_one_vehicle_id(users: Users) -> None:
    """Whoever applies and for what; the applicant does not see it, another plate has another."""
    first, second = users.submit().json()["id"], users.submit(subject="applicant-2").json()["id"]
    other = users.submit(synthetic_plate(8, "N1")).json()["id"]
    ids = [users.case(case_id)["vehicleId"] for case_id in (first, second, other)]
    assert ids[0] == ids[1] != ids[2]
    assert None not in ids
    own = users.get(f"/applications/{first}", Role.APPLICANT, "applicant-1").json()
    assert (own["vehicleId"], own["applicant"]["name"]) == (None, PERSON)


def test_requests_and_supplements_must_say_something(users: Users) -> None:
    """An empty or doubled list, a short term, an empty supplement: 400 at the field, nothing recorded."""
    case_id = users.submit().json()["id"]
    for body, field in (
        ({"items": []}, "body.items"),
        ({"items": ["daily_range", "daily_range"]}, "body.items"),
        ({"items": ["shoe_size"]}, "body.items.0"),
        ({"items": ["daily_range"], "termDays": 13}, "body.termDays"),
        ({"items": ["daily_range"], "explanations": [explained("signature")]}, "body.explanations"),
        ({"items": ["daily_range"], "explanations": [explained("daily_range")] * 2}, "body.explanations"),
        ({"items": ["translation"]}, "body.explanations"),
        ({"items": ["translation", "summary"], "explanations": [explained("summary")]}, "body.explanations"),
        (
            {"items": ["daily_range"], "explanations": [explained("daily_range", "x" * 501)]},
            "body.explanations.0.words",
        ),
    ):
        refused = users.at_desk(case_id, "completion-requests", body)
        assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (400, [field])
    empty = users.as_applicant(case_id, "supplements", {"stated": {}})
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (400, "body.stated")
    assert users.case(case_id)["completionRequests"] == 0
    asked = {"items": ["translation"], "explanations": [explained("translation")]}
    assert users.at_desk(case_id, "completion-requests", asked).status_code == 201


def granted(case_id: str, until: date) -> DecisionTaken:
    """The decisions service grants what was applied for."""
    sealed = Sealed(uuid4(), SealedKind.PLATE, b"")
    return DecisionTaken(
        decision_id=uuid4(),
        case_id=UUID(case_id),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.GRANTED,
        decided_on=date(2026, 3, 2),
        decided_by="handler-1",
        criteria=(),
        policy_version="test/SYNTHETIC",
        threshold_set_id=None,
        remedy=Remedy.OBJECTION,
        applicant=sealed,
        plate=sealed,
        valid_until=until,
    )


def test_an_exemption_is_renewed_by_its_holder(users: Users) -> None:
    """For the same vehicle, in time; a refusal tells why, and nobody renews what is another's."""
    first = users.submit().json()["id"]
    users.decisions.publish(granted(first, date(2026, 8, 1)))
    assert users.case(first)["exemptionUntil"] == "2026-08-01"
    other_plate = users.submit(synthetic_plate(77, "N1"), renews=first)
    assert (other_plate.status_code, other_plate.json()["code"]) == (409, "renews_other_vehicle")
    another = users.submit(subject="applicant-2", renews=first)
    assert (another.status_code, another.json()["code"]) == (409, "renews_unknown")
    renewed = users.submit(renews=first)
    assert renewed.status_code == 201, renewed.text
    assert users.case(renewed.json()["id"])["renewsCase"] == first


def test_a_revocation_ends_what_is_held(users: Users) -> None:
    """The application shows until when."""
    case_id = users.submit().json()["id"]
    grant = granted(case_id, date(2026, 8, 1))
    revocation = msgspec.structs.replace(
        grant,
        decision_id=uuid4(),
        outcome=Outcome.REVOKED,
        valid_until=None,
        replaces_decision_id=grant.decision_id,
        effective_from=date(2026, 5, 1),
    )
    users.decisions.publish(grant)
    users.decisions.publish(revocation)
    case = users.case(case_id)
    assert (case["outcome"], case["exemptionUntil"], case["closedBy"]) == (
        "revoked",
        "2026-04-30",
        str(grant.decision_id),
    )
