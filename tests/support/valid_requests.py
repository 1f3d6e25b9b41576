"""For every operation that changes something: how to make a request that would be granted now.

Each builder makes what it needs anew, so that a test may do with it whatever it wants. A changing
operation without a builder fails a test: whoever adds one says here how it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from services.demo.records import synthetic_plate
from shared.law.terms import appeal_term
from shared.runtime.access import Role
from shared.vocabulary import legal_day
from tests.support.mail_servers import a_delivery_report
from tests.support.small_files import a_pdf, in_base64
from tests.support.whole_house import House, Person

A_DOCUMENT: Final = {"shows": "daily_range", "content": in_base64(a_pdf())}
UTRECHT: Final = "0344"
REASONS: Final = "De stukken spreken elkaar tegen."
REFUSED: Final = {"outcome": "refused", "ground": "other", "reasons": REASONS}
PRIVATE_USE: Final = {
    "exemptionType": "PRIVATE_USE",
    "stated": {"exclusivelyPrivate": True, "roadTaxRate": "business"},
}
ON_THRESHOLDS: Final = {"exemptionType": "NOT_AVAILABLE_EMISSION_FREE", "statedDailyRangeKm": 300}
HARDSHIP: Final = {"exemptionType": "HARDSHIP", "municipality": UTRECHT}
_plates = (synthetic_plate(number, "N1") for number in count(2000))


@dataclass(frozen=True)
class Valid:
    """Who sends it, on what, and with which body."""

    person: Person
    ids: Mapping[str, UUID]
    body: object = None


@dataclass(frozen=True)
class Case:
    """A case and its applicant."""

    id: UUID
    applicant: Person

    @property
    def ids(self) -> Mapping[str, UUID]:
        """As paths name it."""
        return {"caseId": self.id}


def an_application(**kind: object) -> dict[str, object]:
    """The body of an application for a vehicle of its own."""
    return {
        "applicant": {
            "name": "Testbedrijf 017",
            "streetAndNumber": "Voorbeeldweg 17",
            "postcode": "1234 AB",
            "town": "Voorbeeldstad",
        },
        "vehicle": {"plate": next(_plates)},
        **kind,
    }


def a_case(house: House, **kind: object) -> Case:
    """An application of which the desk has heard, and for which the vehicle register has answered."""
    return applied(house, house.somebody(Role.APPLICANT), an_application(**(kind or PRIVATE_USE)), **kind)


def applied(house: House, applicant: Person, body: object, **kind: object) -> Case:
    """The same for that applicant and that application."""
    case = Case(house.act(applicant, "/applications/v1/applications", body), applicant)
    house.act(case.applicant, f"/applications/v1/applications/{case.id}/documents", A_DOCUMENT)
    desk = house.somebody(Role.CASE_HANDLER, place_of(kind))
    house.until(desk, f"/applications/v1/applications/{case.id}", lambda read: read["factsReceived"])
    house.until(desk, f"/decisions/v1/cases/{case.id}", lambda read: read["vehicleFactsNoted"])
    return case


def a_refused_case(house: House, **kind: object) -> tuple[Case, UUID]:
    """A refused case and its decision."""
    case = a_case(house, **kind)
    desk = house.somebody(Role.CASE_HANDLER, place_of(kind))
    house.act(desk, f"/decisions/v1/cases/{case.id}/decisions", REFUSED)
    read = house.get(desk, f"/decisions/v1/cases/{case.id}").json()
    return case, UUID(read["decisions"][-1]["decisionId"])


def place_of(kind: Mapping[str, object]) -> str | None:
    """The municipality of a local kind."""
    place = kind.get("municipality")
    return None if place is None else str(place)


def an_objection(house: House, **kind: object) -> tuple[UUID, Person]:
    """A pending objection against a refusal, and who lodged it."""
    case, decision_id = a_refused_case(house, **kind)
    objection = house.act(case.applicant, "/objections/v1/objections", notice(case, decision_id))
    handler = house.somebody(Role.OBJECTION_HANDLER, place_of(kind))
    house.until(handler, f"/objections/v1/objections/{objection}", lambda read: read["exemptionType"])
    return objection, case.applicant


def notice(case: Case, decision_id: UUID) -> dict[str, str]:
    """The body of an objection against that decision."""
    return {"caseId": str(case.id), "decisionId": str(decision_id), "grounds": "Het gebruik is privé."}


def an_appeal(house: House) -> UUID:
    """A pending appeal against a dismissal."""
    objection, _ = an_objection(house)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    house.act(handler, f"/objections/v1/objections/{objection}/rulings", DISMISSED)
    return house.act(handler, "/objections/v1/appeals", the_appeal(house, objection))


NOT_WANTED: Final = {"ground": "not_wanted", "reasons": REASONS}
UNFOUNDED: Final = {"ground": "manifestly_unfounded", "reasons": REASONS}
DISMISSED: Final = {"ruling": "dismissed", "reasons": REASONS, "hearingWaived": UNFOUNDED}
"""Which needs no hearing, and no assessment of the day (Awb 7:3(b))."""


def the_appeal(house: House, objection: UUID) -> dict[str, str]:
    """What the court tells of an appeal of today."""
    return {"objectionId": str(objection), "lodgedOn": days_from_now(house, 0)}


def a_threshold_set(house: House, **terms: object) -> dict[str, object]:
    """The body of a proposal that is valid from today."""
    row = {"category": "N1", "parameter": "payload_kg", "value": 1200}
    return {"thresholds": [row], "validFrom": days_from_now(house, 0), **terms}


def a_previewed_set(house: House, **terms: object) -> tuple[UUID, str]:
    """A proposal with a preview of today, and the digest of its plan."""
    proposer = house.somebody(Role.CASE_HANDLER)
    path = "/decisions/v1/threshold-sets"
    set_id = house.act(proposer, path, a_threshold_set(house, **terms))
    house.act(proposer, f"{path}/{set_id}/previews")
    return set_id, house.get(proposer, f"{path}/{set_id}").json()["planDigest"]


def a_paused_reassessment(house: House) -> UUID:
    """A reassessment that waits for a person: since its preview a case has ended that was undecided."""
    case = a_case(house, **ON_THRESHOLDS)
    set_id, digest = a_previewed_set(house, maxDrift=0)
    house.act(case.applicant, f"/applications/v1/applications/{case.id}/withdrawals")
    desk = house.somebody(Role.CASE_HANDLER)
    house.until(desk, f"/decisions/v1/cases/{case.id}", lambda read: read["state"] == "withdrawn")
    return _approved(house, set_id, digest)


def a_waiting_reassessment(house: House) -> UUID:
    """A reassessment that runs, but comes after a paused one, and so stands where it is."""
    a_paused_reassessment(house)
    return _approved(house, *a_previewed_set(house))


def _approved(house: House, set_id: UUID, digest: str) -> UUID:
    reviewer = house.somebody(Role.REVIEWER)
    house.act(reviewer, f"/decisions/v1/threshold-sets/{set_id}/approvals", {"planDigest": digest})
    lines = house.get(reviewer, "/decisions/v1/reassessments?limit=500").json()["items"]
    return next(UUID(one["reassessmentId"]) for one in lines if one["thresholdSetId"] == str(set_id))


# The builders


def _submit_application(house: House) -> Valid:
    return Valid(house.somebody(Role.APPLICANT), {}, an_application(**PRIVATE_USE))


def _supplement_application(house: House) -> Valid:
    case = a_case(house)
    return Valid(case.applicant, case.ids, {"stated": {"entriesPerYear": 12}})


BY_EMAIL: Final = {"email": "post@voorbeeld.example", "messageTypes": ["decisions"]}


def _an_emailed_letter(house: House) -> UUID:
    """The confirmation of receipt to somebody who agreed to e-mail."""
    delivery = {"email": "post@voorbeeld.example", "messageTypes": ["proceedings"]}
    case = a_case(house, **PRIVATE_USE, electronicDelivery=delivery)
    letters = house.until(
        case.applicant,
        f"/notifications/v1/letters?caseId={case.id}",
        lambda read: read["items"] and read["items"][0]["channel"] == "email",
    )
    return UUID(letters["items"][0]["id"])


def _note_bounce(house: House) -> Valid:
    body = {"reason": "address_unknown", "bouncedOn": legal_day(house.now()).isoformat()}
    return Valid(house.somebody(Role.CASE_HANDLER), {"letterId": _an_emailed_letter(house)}, body)


def _note_delivery_report(house: House) -> Valid:
    report = a_delivery_report(f"<{_an_emailed_letter(house)}@example.org>")
    return Valid(house.somebody(Role.OPERATOR), {}, {"report": in_base64(report)})


def _consent_to_email(house: House) -> Valid:
    case = a_case(house)
    return Valid(case.applicant, case.ids, BY_EMAIL)


def _withdraw_consent_to_email(house: House) -> Valid:
    case = a_case(house, **PRIVATE_USE, electronicDelivery=BY_EMAIL)
    return Valid(case.applicant, case.ids, {"messageTypes": ["decisions"]})


def _by_the_applicant(house: House) -> Valid:
    case = a_case(house)
    return Valid(case.applicant, case.ids)


def _by_the_desk(house: House) -> Valid:
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids)


ON_PAPER: Final = {**PRIVATE_USE, "signed": False}


def _enter_application(house: House) -> Valid:
    body = an_application(**ON_PAPER, receivedOn=legal_day(house.now()).isoformat())
    return Valid(house.somebody(Role.CASE_HANDLER), {}, body)


def _enter_supplement(house: House) -> Valid:
    body = {"receivedOn": legal_day(house.now()).isoformat(), "stated": {"entriesPerYear": 13}}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _enter_withdrawal(house: House) -> Valid:
    body = {"receivedOn": legal_day(house.now()).isoformat()}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _request_completion(house: House) -> Valid:
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, ASKED)


ASKED: Final = {"items": ["daily_range"]}


def _convert_application(house: House) -> Valid:
    body = {"toType": "BUSINESS_ECONOMIC", "consentGivenOn": days_from_now(house, 0)}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _attach_document(house: House) -> Valid:
    case = a_case(house)
    another = {"shows": "vehicle_documents", "content": in_base64(a_pdf(f"{case.id}"))}
    return Valid(case.applicant, case.ids, another)


def _order_erasure(house: House) -> Valid:
    case = a_case(house)
    house.act(case.applicant, f"/applications/v1/applications/{case.id}/withdrawals")
    return Valid(house.somebody(Role.OPERATOR), case.ids)


def _an_outage(house: House) -> dict[str, object]:
    """Of an hour, which ended an hour ago; on the day that the house has come to."""
    ended_at = house.now() - timedelta(hours=1)
    return {
        "channel": "email",
        "beganAt": (ended_at - timedelta(hours=1)).isoformat(),
        "endedAt": ended_at.isoformat(),
        "reason": "failure",
    }


def _record_outage(house: House) -> Valid:
    return Valid(house.somebody(Role.OPERATOR), {}, _an_outage(house))


def _correct_outage(house: House) -> Valid:
    operator = house.somebody(Role.OPERATOR)
    outage = house.act(operator, "/applications/v1/outages", _an_outage(house))
    return Valid(operator, {"outageId": outage}, {**_an_outage(house), "reason": "maintenance"})


def _decide(house: House) -> Valid:
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, REFUSED)


def _establish_facts(house: House) -> Valid:
    body = {"facts": {"roadTaxRate": "private"}, "basis": "document", "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _withdraw_established_facts(house: House) -> Valid:
    valid = _establish_facts(house)
    house.act(valid.person, f"/decisions/v1/cases/{valid.ids['caseId']}/established-facts", valid.body)
    return Valid(valid.person, valid.ids, {"facts": ["roadTaxRate"], "reasons": REASONS})


def _judge_criteria(house: House) -> Valid:
    judgement = {"criterion": "needed_in_zone", "finding": "met", "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, {"judgements": [judgement]})


def _ask_views(house: House) -> Valid:
    body = {"viewsUntil": str(_tomorrow(house) + timedelta(weeks=3)), "explanation": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _note_views_on_facts(house: House) -> Valid:
    valid = _ask_views(house)
    house.act(valid.person, f"/decisions/v1/cases/{valid.ids['caseId']}/views-requests", valid.body)
    return Valid(valid.person, valid.ids, {"manner": "written", "views": REASONS})


A_PERSON: Final = {
    "name": "Leasebedrijf 018",
    "streetAndNumber": "Voorbeeldweg 18",
    "postcode": "1234 AB",
    "town": "Voorbeeldstad",
}


def _note_third_party(house: House) -> Valid:
    body = {"person": A_PERSON, "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _with_third_party(house: House) -> Valid:
    valid = _note_third_party(house)
    house.act(valid.person, f"/decisions/v1/cases/{valid.ids['caseId']}/third-parties", valid.body)
    return valid


def _ask_third_party(house: House) -> Valid:
    valid = _with_third_party(house)
    body = {
        "number": 1,
        "viewsUntil": str(_tomorrow(house) + timedelta(weeks=3)),
        "explanation": REASONS,
    }
    return Valid(valid.person, valid.ids, body)


def _note_views_of_third_party(house: House) -> Valid:
    valid = _ask_third_party(house)
    house.act(valid.person, f"/decisions/v1/cases/{valid.ids['caseId']}/third-party-invitations", valid.body)
    return Valid(valid.person, valid.ids, {"number": 1, "manner": "oral", "views": REASONS})


def _leave_third_party_unheard(house: House) -> Valid:
    valid = _with_third_party(house)
    return Valid(valid.person, valid.ids, {"number": 1, "because": "urgent", "reasons": REASONS})


def _extend_term(house: House) -> Valid:
    case, desk = a_case(house), house.somebody(Role.CASE_HANDLER)
    last_day = date.fromisoformat(house.get(desk, f"/decisions/v1/cases/{case.id}").json()["lastDay"])
    body = {"newLastDay": str(last_day + timedelta(weeks=2)), "reasons": REASONS}
    return Valid(desk, case.ids, body)


def _suspend_term(house: House) -> Valid:
    body = {"kind": "delay_of_applicant", "firstDay": str(_tomorrow(house)), "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _tomorrow(house: House) -> date:
    return legal_day(house.now()) + timedelta(days=1)


def _end_suspension(house: House) -> Valid:
    valid = _suspend_term(house)
    house.act(valid.person, f"/decisions/v1/cases/{valid.ids['caseId']}/suspensions", valid.body)
    ended_on = _tomorrow(house)
    house.settle(after=timedelta(days=2))
    return Valid(
        house.somebody(Role.CASE_HANDLER),
        valid.ids,
        {"kind": "delay_of_applicant", "endedOn": str(ended_on)},
    )


def _give_notice_of_default(house: House) -> Valid:
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, {"channel": "post"})


def _fix_penalty(house: House) -> Valid:
    case, desk = a_case(house), house.somebody(Role.CASE_HANDLER)
    path = f"/decisions/v1/cases/{case.id}"
    _after(house, house.get(desk, path).json()["lastDay"])
    house.act(desk, f"{path}/notices-of-default", {"channel": "post"})
    _after(house, house.get(desk, f"{path}/clock").json()["default"]["firstPenaltyDay"])
    house.act(desk, f"{path}/decisions", REFUSED)
    house.until(desk, path, lambda read: read["decisions"][-1]["announcedOn"])
    return Valid(house.somebody(Role.CASE_HANDLER), case.ids, {})


def _pay_penalty(house: House) -> Valid:
    fixed = _fix_penalty(house)
    path = f"/decisions/v1/cases/{fixed.ids['caseId']}"
    house.act(fixed.person, f"{path}/penalty-decisions", {})
    due = house.get(fixed.person, f"{path}/clock").json()["default"]["amountDue"]
    return Valid(fixed.person, fixed.ids, {"amountEuros": due, "paidOn": days_from_now(house, 0)})


def _recover_penalty(house: House) -> Valid:
    paid = _pay_penalty(house)
    house.act(paid.person, f"/decisions/v1/cases/{paid.ids['caseId']}/penalty-payments", paid.body)
    return Valid(paid.person, paid.ids, {"amountEuros": 1, "reasons": REASONS})


def _after(house: House, day: str) -> None:
    """A day later than the next one: on the way the clocks may go back an hour, which can be the last of a day."""
    house.settle(after=date.fromisoformat(day) - legal_day(house.now()) + timedelta(days=2))


def _supply_facts(house: House) -> Valid:
    body = {"axles": 2, "basis": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_case(house).ids, body)


def _leave_out(house: House) -> Valid:
    case, desk = a_case(house), house.somebody(Role.CASE_HANDLER)
    for _ in range(2):
        house.act(desk, f"/applications/v1/applications/{case.id}/completion-requests", ASKED)
        house.settle(after=timedelta(days=16))
    house.settle()
    return Valid(house.somebody(Role.CASE_HANDLER), case.ids, {"reason": "no_response"})


A_VAN_ON_DIESEL: Final = {"category": "N1", "emissionFree": False, "basis": REASONS}
"""Of a plate that the vehicle register of these tests does not know."""
PRIVATELY_USED: Final = {
    "exemptionType": "PRIVATE_USE",
    "stated": {"exclusivelyPrivate": True, "roadTaxRate": "private"},
}


def a_granted_case(house: House) -> Case:
    """A case with an exemption that runs."""
    case, desk = a_case(house, **PRIVATELY_USED), house.somebody(Role.CASE_HANDLER)
    path = f"/decisions/v1/cases/{case.id}"
    house.act(desk, f"{path}/supplied-facts", A_VAN_ON_DIESEL)
    house.act(desk, f"{path}/assessments")
    house.act(desk, f"{path}/decisions", {"outcome": "granted"})
    return case


def _propose_review(house: House) -> Valid:
    case, _ = a_refused_case(house)
    return Valid(
        house.somebody(Role.CASE_HANDLER), {"caseId": case.id}, {"ground": "error", "reasons": REASONS}
    )


def _reject_review(house: House) -> Valid:
    proposed = _propose_review(house)
    house.act(proposed.person, f"/decisions/v1/cases/{proposed.ids['caseId']}/reviews", proposed.body)
    return Valid(house.somebody(Role.REVIEWER), proposed.ids, {"reasons": REASONS})


def _approve_review(house: House) -> Valid:
    proposed = _reject_review(house)
    return Valid(proposed.person, proposed.ids, {"validUntil": None})


def _intend_revocation(house: House) -> Valid:
    until = legal_day(house.now()) + timedelta(days=30)
    body = {"ground": "wrong_data", "viewsUntil": str(until), "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_granted_case(house).ids, body)


def _intended(house: House) -> Valid:
    valid = _intend_revocation(house)
    path = f"/decisions/v1/cases/{valid.ids['caseId']}/revocation-intentions"
    house.act(valid.person, path, valid.body)
    return valid


def _note_views(house: House) -> Valid:
    valid = _intended(house)
    return Valid(valid.person, valid.ids, {"manner": "written", "views": "Dat is niet zo."})


def _abandon_revocation(house: House) -> Valid:
    valid = _intended(house)
    return Valid(valid.person, valid.ids, {"reasons": REASONS})


def _revoke(house: House) -> Valid:
    since = legal_day(house.now()) + timedelta(days=30)
    body = {"ground": "on_request", "effectiveFrom": str(since), "reasons": REASONS}
    return Valid(house.somebody(Role.CASE_HANDLER), a_granted_case(house).ids, body)


def _refuse_by_reference(house: House) -> Valid:
    applicant, application = house.somebody(Role.APPLICANT), an_application(**PRIVATE_USE)
    desk = house.somebody(Role.CASE_HANDLER)
    first = applied(house, applicant, application)
    house.act(desk, f"/decisions/v1/cases/{first.id}/decisions", REFUSED)
    again = applied(house, applicant, application)
    return Valid(desk, again.ids, {"earlierCaseId": str(first.id), "reasons": REASONS})


def _transfer_claims(house: House) -> Valid:
    claim = _a_claim(house)
    body = {
        "fromSubject": claim.person.subject,
        "toSubject": house.somebody(Role.CASE_HANDLER).subject,
        "caseIds": [str(claim.ids["caseId"])],
    }
    return Valid(house.somebody(Role.REVIEWER), {}, body)


def _a_claim(house: House) -> Valid:
    """Made by who has the case in hand since."""
    claim = _by_the_desk(house)
    house.act(claim.person, f"/decisions/v1/cases/{claim.ids['caseId']}/claims")
    return claim


def _cancel_day_exemption(house: House) -> Valid:
    if (house.now() + timedelta(days=2)).year != house.now().year:
        house.settle(after=timedelta(days=3))  # a day of another calendar year is not to be had
    day = (house.now() + timedelta(days=2)).date().isoformat()
    kind = {"exemptionType": "DAY", "municipality": UTRECHT, "stated": {"day": day}}
    applicant = house.somebody(Role.APPLICANT)
    case = house.act(applicant, "/applications/v1/applications", an_application(**kind))
    desk = house.somebody(Role.CASE_HANDLER, UTRECHT)
    house.until(desk, f"/decisions/v1/cases/{case}", lambda read: read["state"] == "granted")
    return Valid(applicant, {"caseId": case})


def _propose(house: House) -> Valid:
    return Valid(house.somebody(Role.CASE_HANDLER), {}, a_threshold_set(house))


def _preview(house: House) -> Valid:
    proposer = house.somebody(Role.CASE_HANDLER)
    set_id = house.act(proposer, "/decisions/v1/threshold-sets", a_threshold_set(house))
    return Valid(proposer, {"thresholdSetId": set_id})


def _claim_set(house: House) -> Valid:
    set_id, _ = a_previewed_set(house)
    return Valid(house.somebody(Role.REVIEWER), {"thresholdSetId": set_id})


def _claimed_set(house: House) -> Valid:
    claim = _claim_set(house)
    house.act(claim.person, f"/decisions/v1/threshold-sets/{claim.ids['thresholdSetId']}/claims")
    return claim


def _transfer_set(house: House) -> Valid:
    claim = _claimed_set(house)
    return Valid(claim.person, claim.ids, {"toSubject": "reviewer-of-another-day"})


def _reject(house: House) -> Valid:
    set_id, _ = a_previewed_set(house)
    return Valid(house.somebody(Role.REVIEWER), {"thresholdSetId": set_id}, {"reasons": REASONS})


def _approve(house: House) -> Valid:
    set_id, digest = a_previewed_set(house)
    return Valid(house.somebody(Role.REVIEWER), {"thresholdSetId": set_id}, {"planDigest": digest})


def _pause(house: House) -> Valid:
    return Valid(house.somebody(Role.REVIEWER), {"reassessmentId": a_waiting_reassessment(house)})


def _resume(house: House) -> Valid:
    return Valid(house.somebody(Role.REVIEWER), {"reassessmentId": a_paused_reassessment(house)})


def _lodge_objection(house: House) -> Valid:
    case, decision_id = a_refused_case(house)
    return Valid(case.applicant, {}, notice(case, decision_id))


def _withdraw_objection(house: House) -> Valid:
    objection, objector = an_objection(house)
    return Valid(objector, {"objectionId": objection})


def _find_threshold_consequence(house: House) -> Valid:
    objection, _ = an_objection(house)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, FINDING)


FINDING: Final = {"vehicleCategory": "N1", "parameter": "payload_kg", "reasons": REASONS}


def _retract_threshold_consequence(house: House) -> Valid:
    found = _find_threshold_consequence(house)
    path = f"/objections/v1/objections/{found.ids['objectionId']}/threshold-findings"
    house.act(found.person, path, found.body)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), found.ids, {"reasons": REASONS})


def _rule_on_objection(house: House) -> Valid:
    objection, _ = an_objection(house)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, DISMISSED)


def _of_objections_desk(house: House, body: object = None) -> Valid:
    """An act of a handler on an objection of which the letter about the decision was heard of too."""
    objection, _ = an_objection(house)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    house.until(handler, f"/objections/v1/objections/{objection}", lambda read: read["decideBefore"])
    return Valid(handler, {"objectionId": objection}, body)


def days_from_now(house: House, days: int) -> str:
    """A legal day to come."""
    return (legal_day(house.now()) + timedelta(days=days)).isoformat()


def _announce_committee(house: House) -> Valid:
    return _of_objections_desk(house)


def _adjourn_ruling(house: House) -> Valid:
    return _of_objections_desk(house, {"until": days_from_now(house, 100)})


def _agree_postponement(house: House) -> Valid:
    body = {"until": days_from_now(house, 200), "consentGivenOn": days_from_now(house, 0)}
    return _of_objections_desk(house, body)


def _request_repair(house: House) -> Valid:
    body = {"missing": ["signature", "grounds"], "termLastDay": days_from_now(house, 14)}
    return _of_objections_desk(house, body)


def _repair_objection(house: House) -> Valid:
    objection, objector = an_objection(house)
    asked = {"missing": ["grounds"], "termLastDay": days_from_now(house, 14)}
    path = f"/objections/v1/objections/{objection}/repair-requests"
    house.act(house.somebody(Role.OBJECTION_HANDLER), path, asked)
    body = {"supplement": "Het gebruik is alleen privé."}
    return Valid(objector, {"objectionId": objection}, body)


def _late_ruling(house: House) -> Valid:
    """An objection on which is to be decided, with a notice of default that is yet to have effect."""
    found = _of_objections_desk(house)
    path = f"/objections/v1/objections/{found.ids['objectionId']}"
    _after(house, house.get(found.person, path).json()["decideBefore"])
    house.act(found.person, f"{path}/notices-of-default", {"channel": "post"})
    house.until(found.person, path, lambda read: read["lateRulings"])
    [late] = house.get(found.person, path).json()["lateRulings"]
    _after(house, late["firstPenaltyDay"])
    return found


def _give_notice_on_objection(house: House) -> Valid:
    return _of_objections_desk(house, {"channel": "post"})


def _fix_ruling_penalty(house: House) -> Valid:
    late = _late_ruling(house)
    path = f"/objections/v1/objections/{late.ids['objectionId']}"
    forty_second = house.get(late.person, path).json()["lateRulings"][0]["lastPenaltyDay"]
    house.act(late.person, f"{path}/rulings", DISMISSED)
    house.until(late.person, path, lambda read: read["lateRulings"][0]["lastPenaltyDay"] != forty_second)
    return Valid(late.person, late.ids, {})


def _pay_ruling_penalty(house: House) -> Valid:
    fixed = _fix_ruling_penalty(house)
    path = f"/objections/v1/objections/{fixed.ids['objectionId']}"
    house.act(fixed.person, f"{path}/penalty-decisions", {})
    house.until(fixed.person, path, lambda read: read["lateRulings"][0]["fixedBy"])
    [late] = house.get(fixed.person, path).json()["lateRulings"]
    body = {"amountEuros": late["amountDue"], "paidOn": days_from_now(house, 0)}
    return Valid(fixed.person, fixed.ids, body)


def _receive_advice(house: House) -> Valid:
    found = _of_objections_desk(house)
    path = f"/objections/v1/objections/{found.ids['objectionId']}/committee-announcements"
    house.act(found.person, path)
    body = {"receivedOn": days_from_now(house, 0), "advises": "dismissed", "advice": REASONS}
    return Valid(found.person, found.ids, body)


def _compose_committee(house: House) -> Valid:
    advising = _receive_advice(house)
    body = {"chair": "chair-1", "members": ["member-1", "member-2"], "chairIndependent": True}
    return Valid(advising.person, advising.ids, body)


def _claim_costs(house: House) -> Valid:
    objection, objector = an_objection(house)
    return Valid(objector, {"objectionId": objection}, {"claim": "De hulp van een gemachtigde."})


def _decide_costs(house: House) -> Valid:
    """Of a claim that came before the ruling and was entered after it."""
    found, came = _of_objections_desk(house), days_from_now(house, 0)
    _after(house, came)
    path = f"/objections/v1/objections/{found.ids['objectionId']}"
    house.act(found.person, f"{path}/rulings", DISMISSED)
    house.act(found.person, f"{path}/costs-claims", {"claim": REASONS, "receivedOn": came})
    return Valid(found.person, found.ids, {"refusedBecause": REASONS})


def _plan_hearing(house: House) -> Valid:
    objection, _ = an_objection(house)
    body = {
        "at": (house.now() + timedelta(days=14)).isoformat(),
        "form": "in_person",
        "place": "Voorbeeldweg 1, Voorbeeldstad",
    }
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, body)


def _hold_hearing(house: House) -> Valid:
    planned = _plan_hearing(house)
    path = f"/objections/v1/objections/{planned.ids['objectionId']}/hearings"
    house.act(planned.person, path, planned.body)
    body = {"heldOn": days_from_now(house, 0), "heldBy": ["objection-handler-9"], "record": REASONS}
    return Valid(planned.person, planned.ids, body)


def _find_new_facts(house: House) -> Valid:
    held = _hold_hearing(house)
    house.act(held.person, f"/objections/v1/objections/{held.ids['objectionId']}/hearing-records", held.body)
    return Valid(held.person, held.ids, {"facts": REASONS})


def _ask_hearing_wish(house: House) -> Valid:
    objection, _ = an_objection(house)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    return Valid(handler, {"objectionId": objection}, {"answerUntil": days_from_now(house, 14)})


def _note_hearing_wish(house: House) -> Valid:
    objection, _ = an_objection(house)
    body = {"wanted": False, "answeredOn": days_from_now(house, 0), "words": REASONS}
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, body)


def _answer_direct_appeal(house: House) -> Valid:
    case, decision_id = a_refused_case(house)
    body = {**notice(case, decision_id), "asksDirectAppeal": True}
    objection = house.act(case.applicant, "/objections/v1/objections", body)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    house.until(handler, f"/objections/v1/objections/{objection}", lambda read: read["exemptionType"])
    return Valid(handler, {"objectionId": objection}, {"consents": False, "reasons": REASONS})


def _ask_reconsideration(house: House) -> Valid:
    objection, _ = an_objection(house)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection})


def _invite_party(house: House) -> Valid:
    objection, _ = an_objection(house)
    person = {
        "name": "A. Voorbeeld",
        "streetAndNumber": "Weg 1",
        "postcode": "1234 AB",
        "town": "Voorbeeldstad",
    }
    body = {"person": person, "viewsUntil": days_from_now(house, 14), "explanation": REASONS}
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, body)


def _hear_party(house: House) -> Valid:
    invited = _invite_party(house)
    path = f"/objections/v1/objections/{invited.ids['objectionId']}/party-invitations"
    house.act(invited.person, path, invited.body)
    body = {"number": 1, "heardOn": days_from_now(house, 0), "record": REASONS}
    return Valid(invited.person, invited.ids, body)


def _give_account(house: House) -> Valid:
    """Two parties were heard, one of them apart."""
    invited = _invite_party(house)
    path = f"/objections/v1/objections/{invited.ids['objectionId']}"
    today = days_from_now(house, 0)
    apart = {"because": "secrecy", "reasons": REASONS}
    for number in (1, 2):
        house.act(invited.person, f"{path}/party-invitations", invited.body)
        heard = {"number": number, "heardOn": today, "orally": True, "record": REASONS}
        house.act(invited.person, f"{path}/party-records", heard | ({"apart": apart} if number == 1 else {}))
    return Valid(invited.person, invited.ids, {"recipient": 2, "account": REASONS})


def _waive_hearing(house: House) -> Valid:
    objection, _ = an_objection(house)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection}, NOT_WANTED)


def _claim_objection(house: House) -> Valid:
    objection, _ = an_objection(house)
    return Valid(house.somebody(Role.OBJECTION_HANDLER), {"objectionId": objection})


def _a_claim_on_an_objection(house: House) -> Valid:
    """Made by who has the objection in hand since."""
    claim = _claim_objection(house)
    house.act(claim.person, f"/objections/v1/objections/{claim.ids['objectionId']}/claims")
    return claim


def _transfer_objection_claims(house: House) -> Valid:
    claim = _a_claim_on_an_objection(house)
    body = {
        "fromSubject": claim.person.subject,
        "toSubject": "objection-handler-9",
        "objectionIds": [str(claim.ids["objectionId"])],
    }
    return Valid(house.somebody(Role.REVIEWER), {}, body)


def _lodge_appeal(house: House) -> Valid:
    ruled = _rule_on_objection(house)
    objection = ruled.ids["objectionId"]
    house.act(ruled.person, f"/objections/v1/objections/{objection}/rulings", DISMISSED)
    return Valid(house.somebody(Role.RDW), {}, the_appeal(house, objection))


def _end_appeal(house: House) -> Valid:
    appeal = an_appeal(house)
    body = {"ending": "withdrawn", "endedOn": days_from_now(house, 0)}
    return Valid(house.somebody(Role.RDW), {"appealId": appeal}, body)


def a_ruled_appeal(house: House) -> UUID:
    """An appeal that the court declared inadmissible, against which higher appeal lies."""
    appeal = an_appeal(house)
    body = {"ending": "inadmissible", "endedOn": days_from_now(house, 0)}
    house.act(house.somebody(Role.RDW), f"/objections/v1/appeals/{appeal}/endings", body)
    return appeal


def _lodge_higher_appeal(house: House) -> Valid:
    body = {"lodgedOn": days_from_now(house, 0)}
    return Valid(house.somebody(Role.RDW), {"appealId": a_ruled_appeal(house)}, body)


def _note_court_fee(house: House) -> Valid:
    body = {"step": "levied", "on": days_from_now(house, 0), "euros": 194}
    return Valid(house.somebody(Role.RDW), {"appealId": an_appeal(house)}, body)


def _judge_appeal_posting(house: House) -> Valid:
    """Of one that came by post on the day after the term, with a postmark that nobody can read."""
    ruled = _rule_on_objection(house)
    objection = ruled.ids["objectionId"]
    house.act(ruled.person, f"/objections/v1/objections/{objection}/rulings", DISMISSED)
    house.settle()
    last_day = appeal_term(legal_day(house.now())).last_day
    house.settle(after=last_day - legal_day(house.now()) + timedelta(days=2))
    told = {**the_appeal(house, objection), "lodgedOn": str(last_day + timedelta(days=1)), "channel": "post"}
    appeal = house.act(house.somebody(Role.RDW), "/objections/v1/appeals", told)
    body = {"inTime": True, "reasons": REASONS}
    return Valid(house.somebody(Role.RDW), {"appealId": appeal}, body)


def _note_court_hearing(house: House) -> Valid:
    ids = {"appealId": an_appeal(house)}
    return Valid(house.somebody(Role.RDW), ids, {"on": days_from_now(house, 30)})


def _note_hearing_of_late_appeal(house: House) -> Valid:
    ending = _end_late_appeal(house)
    return Valid(ending.person, ending.ids, {"on": days_from_now(house, 30)})


def _request_interim_relief(house: House) -> Valid:
    objection, _ = an_objection(house)
    body = {"objectionId": str(objection), "requestedOn": days_from_now(house, 0)}
    return Valid(house.somebody(Role.RDW), {}, body)


def _note_relief_outcome(house: House) -> Valid:
    asking = _request_interim_relief(house)
    relief = house.act(asking.person, "/objections/v1/interim-reliefs", asking.body)
    body = {"outcome": "withdrawn", "on": days_from_now(house, 0)}
    return Valid(house.somebody(Role.RDW), {"interimReliefId": relief}, body)


def _disregard_receipt_elsewhere(house: House) -> Valid:
    case, decision_id = a_refused_case(house)
    today = days_from_now(house, 0)
    by_post = {"channel": "post", "receivedOn": today, "receivedElsewhereOn": days_from_now(house, -1)}
    handler = house.somebody(Role.OBJECTION_HANDLER)
    objection = house.act(handler, "/objections/v1/objections", notice(case, decision_id) | by_post)
    house.until(handler, f"/objections/v1/objections/{objection}", lambda read: read["exemptionType"])
    return Valid(handler, {"objectionId": objection}, {"reasons": REASONS})


def _receive_misdirected_notice(house: House) -> Valid:
    objection, _ = an_objection(house)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    case_id = house.get(handler, f"/objections/v1/objections/{objection}").json()["caseId"]
    return Valid(handler, {}, {"caseId": case_id, "kind": "appeal", "receivedOn": days_from_now(house, 0)})


def _forward_notice(house: House) -> Valid:
    received = _receive_misdirected_notice(house)
    notice_id = house.act(received.person, "/objections/v1/misdirected-notices", received.body)
    body = {"forwardedOn": days_from_now(house, 0), "forwardedTo": "rechtbank"}
    return Valid(received.person, {"misdirectedNoticeId": notice_id}, body)


def _lodge_late_appeal(house: House) -> Valid:
    objection, _ = an_objection(house)
    read = house.get(house.somebody(Role.OBJECTION_HANDLER), f"/objections/v1/objections/{objection}").json()
    lodged_on = days_from_now(house, 0)
    body = {"caseId": read["caseId"], "objectionId": str(objection), "lodgedOn": lodged_on}
    return Valid(house.somebody(Role.RDW), {}, body)


def _end_late_appeal(house: House) -> Valid:
    lodging = _lodge_late_appeal(house)
    appeal = house.act(lodging.person, "/objections/v1/late-appeals", lodging.body)
    body = {"ending": "withdrawn", "endedOn": days_from_now(house, 0)}
    return Valid(house.somebody(Role.RDW), {"lateAppealId": appeal}, body)


BUILDERS: Final[Mapping[str, Callable[[House], Valid]]] = {
    "applications.submitApplication": _submit_application,
    "applications.supplementApplication": _supplement_application,
    "applications.attachDocument": _attach_document,
    "applications.withdrawApplication": _by_the_applicant,
    "applications.consentToEmail": _consent_to_email,
    "applications.withdrawConsentToEmail": _withdraw_consent_to_email,
    "applications.startHandling": _by_the_desk,
    "applications.requestCompletion": _request_completion,
    "applications.refreshVehicleFacts": _by_the_desk,
    "applications.convertApplication": _convert_application,
    "applications.orderErasure": _order_erasure,
    "applications.recordOutage": _record_outage,
    "applications.correctOutage": _correct_outage,
    "decisions.claimThresholdSet": _claim_set,
    "decisions.releaseThresholdSet": _claimed_set,
    "decisions.transferThresholdSet": _transfer_set,
    "applications.enterApplication": _enter_application,
    "applications.enterSupplement": _enter_supplement,
    "applications.enterWithdrawal": _enter_withdrawal,
    "decisions.assess": _by_the_desk,
    "decisions.supplyFacts": _supply_facts,
    "decisions.establishFacts": _establish_facts,
    "decisions.judgeCriteria": _judge_criteria,
    "decisions.withdrawEstablishedFacts": _withdraw_established_facts,
    "decisions.askViews": _ask_views,
    "decisions.noteThirdParty": _note_third_party,
    "decisions.askViewsOfThirdParty": _ask_third_party,
    "decisions.noteViewsOfThirdParty": _note_views_of_third_party,
    "decisions.leaveThirdPartyUnheard": _leave_third_party_unheard,
    "decisions.noteViewsOnFacts": _note_views_on_facts,
    "decisions.intendRevocation": _intend_revocation,
    "decisions.noteViews": _note_views,
    "decisions.abandonRevocation": _abandon_revocation,
    "decisions.revoke": _revoke,
    "decisions.proposeReview": _propose_review,
    "decisions.rejectReview": _reject_review,
    "decisions.approveReview": _approve_review,
    "decisions.decide": _decide,
    "decisions.leaveOut": _leave_out,
    "decisions.refuseByReference": _refuse_by_reference,
    "decisions.claim": _by_the_desk,
    "decisions.release": _a_claim,
    "decisions.transferClaims": _transfer_claims,
    "decisions.extendTerm": _extend_term,
    "decisions.suspendTerm": _suspend_term,
    "decisions.giveNoticeOfDefault": _give_notice_of_default,
    "decisions.fixPenalty": _fix_penalty,
    "decisions.payPenalty": _pay_penalty,
    "decisions.recoverPenalty": _recover_penalty,
    "decisions.endSuspension": _end_suspension,
    "decisions.cancel": _cancel_day_exemption,
    "decisions.propose": _propose,
    "decisions.preview": _preview,
    "decisions.reject": _reject,
    "decisions.approve": _approve,
    "decisions.pause": _pause,
    "decisions.resume": _resume,
    "objections.lodgeObjection": _lodge_objection,
    "objections.withdrawObjection": _withdraw_objection,
    "objections.findThresholdConsequence": _find_threshold_consequence,
    "objections.retractThresholdConsequence": _retract_threshold_consequence,
    "objections.ruleOnObjection": _rule_on_objection,
    "objections.announceCommittee": _announce_committee,
    "objections.adjournRuling": _adjourn_ruling,
    "objections.agreePostponement": _agree_postponement,
    "objections.requestRepair": _request_repair,
    "objections.repairObjection": _repair_objection,
    "objections.planHearing": _plan_hearing,
    "objections.holdHearing": _hold_hearing,
    "objections.waiveHearing": _waive_hearing,
    "objections.findNewFacts": _find_new_facts,
    "objections.askReconsideration": _ask_reconsideration,
    "objections.answerDirectAppeal": _answer_direct_appeal,
    "objections.askHearingWish": _ask_hearing_wish,
    "objections.noteHearingWish": _note_hearing_wish,
    "objections.inviteParty": _invite_party,
    "objections.hearParty": _hear_party,
    "objections.giveAccount": _give_account,
    "objections.giveNoticeOfDefault": _give_notice_on_objection,
    "objections.fixPenalty": _fix_ruling_penalty,
    "objections.payPenalty": _pay_ruling_penalty,
    "objections.receiveAdvice": _receive_advice,
    "objections.composeCommittee": _compose_committee,
    "objections.claimCosts": _claim_costs,
    "objections.decideCosts": _decide_costs,
    "objections.claim": _claim_objection,
    "objections.release": _a_claim_on_an_objection,
    "objections.transferClaims": _transfer_objection_claims,
    "objections.lodgeAppeal": _lodge_appeal,
    "objections.endAppeal": _end_appeal,
    "objections.lodgeHigherAppeal": _lodge_higher_appeal,
    "objections.judgeAppealPosting": _judge_appeal_posting,
    "objections.noteCourtHearing": _note_court_hearing,
    "objections.noteHearingOfLateAppeal": _note_hearing_of_late_appeal,
    "objections.noteCourtFee": _note_court_fee,
    "objections.disregardReceiptElsewhere": _disregard_receipt_elsewhere,
    "objections.receiveMisdirectedNotice": _receive_misdirected_notice,
    "objections.forwardNotice": _forward_notice,
    "objections.requestInterimRelief": _request_interim_relief,
    "objections.noteReliefOutcome": _note_relief_outcome,
    "objections.lodgeLateAppeal": _lodge_late_appeal,
    "objections.endLateAppeal": _end_late_appeal,
    "notifications.noteBounce": _note_bounce,
    "notifications.noteDeliveryReport": _note_delivery_report,
}
