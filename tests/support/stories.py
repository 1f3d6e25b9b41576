"""One story for each way in which a case or the proceedings about it can end, told through the doors of all services.

The table is the specification: the legal state, the category of the fourth letter to the Chamber that the monitor
counts it in (which is never a state), the letters, and what the services told each other. The page
`docs/generated/outcomes.md` is made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.reporting import ReportingCategory
from services.notifications.domain.decision_notice import LetterKind
from services.objections.domain.appeal import AppealState
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.reporting import ObjectionCategory
from shared.contracts import applications, decisions, notifications, objections
from shared.contracts.envelope import Contract
from shared.runtime.access import Role
from shared.vocabulary import LeftOutReason
from tests.support.valid_requests import (
    ASKED,
    NOT_WANTED,
    ON_PAPER,
    REASONS,
    REFUSED,
    UTRECHT,
    Case,
    a_case,
    an_application,
    days_from_now,
    notice,
    the_appeal,
)
from tests.support.whole_house import House

A_VAN: Final = {"category": "N1", "emissionFree": False, "basis": REASONS}
PRIVATE: Final = {
    "exemptionType": "PRIVATE_USE",
    "stated": {"exclusivelyPrivate": True, "roadTaxRate": "private"},
}
DISMISSED: Final = {"ruling": "dismissed", "reasons": REASONS, "hearingWaived": NOT_WANTED}
INADMISSIBLE: Final = {
    "ruling": "inadmissible",
    "ground": "no_interest",
    "reasons": REASONS,
    "hearingWaived": NOT_WANTED,
}
UPHELD: Final = {
    "ruling": "upheld",
    "reasons": REASONS,
    "departure": {"ground": "hardship", "reasons": REASONS},
    "hearingWaived": {"ground": "fully_granted", "reasons": REASONS},
}
OF_EVERY_CASE: Final = {
    applications.ApplicationSubmitted,
    applications.DocumentAttached,
    applications.VehicleFactsReceived,
    notifications.LetterSent,
    notifications.ObjectionLetterSent,
    notifications.StepLetterSent,
}


@dataclass(frozen=True)
class Proceedings:
    """What a story leaves behind: the case, and the objection and appeal about it, where there are any."""

    case: Case
    objection: UUID | None = None
    appeal: UUID | None = None
    municipality: str | None = None
    """Whose desk sees the case; None: the national one."""


@dataclass(frozen=True)
class Story:
    """How it ends: the law's state, the letter's category, the letters that went out, and what was told."""

    play: Callable[[House], Proceedings]
    state: CaseState
    counted: ReportingCategory
    letters: Sequence[LetterKind]
    told: Sequence[type[Contract]]
    objection: ObjectionState | None = None
    counted_objection: ObjectionCategory | None = None
    appeal: AppealState | None = None
    left_out: LeftOutReason | None = None
    """Why the application is not dealt with (Awb 4:5), of a case that is left out."""

    @property
    def sentence(self) -> str:
        """The story in one sentence."""
        return (self.play.__doc__ or "").partition("\n")[0]


# The applicant and the desk


def desk_acts(house: House, case: Case, act: str, body: object = None, service: str = "decisions") -> None:
    """A case handler does something to the case, and everybody hears of it."""
    things = "cases" if service == "decisions" else "applications"
    house.act(house.somebody(Role.CASE_HANDLER), f"/{service}/v1/{things}/{case.id}/{act}", body)
    house.settle()


def decided_as_assessed(house: House, **kind: object) -> Case:
    """The register is silent on the vehicle; the desk supplies that it is a van that burns something."""
    case = a_case(house, **kind)
    desk_acts(house, case, "supplied-facts", A_VAN)
    desk_acts(house, case, "assessments")
    read = house.get(house.somebody(Role.CASE_HANDLER), f"/decisions/v1/cases/{case.id}").json()
    desk_acts(house, case, "decisions", {"outcome": read["advice"]})
    return case


def granted(house: House) -> Proceedings:
    """All criteria of private use are met."""
    return Proceedings(decided_as_assessed(house, **PRIVATE))


def revoked(house: House) -> Proceedings:
    """The holder of an exemption asks to revoke it."""
    case = granted(house).case
    revocation = {"ground": "on_request", "effectiveFrom": days_from_now(house, 30), "reasons": REASONS}
    desk_acts(house, case, "revocations", revocation)
    return Proceedings(case)


def refused(house: House) -> Proceedings:
    """The business rate of the road tax contradicts the private use that was declared."""
    return Proceedings(decided_as_assessed(house))


def refused_on_another_ground(house: House) -> Proceedings:
    """The desk refuses with reasons of its own (Awb 3:46)."""
    case = a_case(house)
    desk_acts(house, case, "decisions", REFUSED)
    return Proceedings(case)


def asked_in_vain(house: House, case: Case, asked: object = ASKED) -> None:
    """The desk asks to complete; the set term passes unused, and the timer says so."""
    desk_acts(house, case, "completion-requests", asked, "applications")
    house.settle(after=timedelta(days=16))
    house.settle()


def no_response(house: House) -> Proceedings:
    """Asked to complete twice, the applicant does not react (Awb 4:5)."""
    case = a_case(house)
    asked_in_vain(house, case)
    asked_in_vain(house, case)
    desk_acts(house, case, "leavings-out-of-consideration", {"reason": "no_response"})
    return Proceedings(case)


def wrong_data(house: House) -> Proceedings:
    """Asked to complete, the applicant leaves wrong data as they are (Awb 4:5)."""
    case = a_case(house)
    asked_in_vain(house, case)
    desk_acts(house, case, "leavings-out-of-consideration", {"reason": "wrong_data"})
    return Proceedings(case)


def insufficient(house: House) -> Proceedings:
    """Asked to complete, the applicant supplements, and what was asked is still not given (Awb 4:5)."""
    case = a_case(house)
    exactly = {"item": "daily_range", "words": "Wij missen het aantal kilometers op een dag."}
    asked = {"items": ["daily_range"], "explanations": [exactly]}
    desk_acts(house, case, "completion-requests", asked, "applications")
    house.act(
        case.applicant,
        f"/applications/v1/applications/{case.id}/supplements",
        {"stated": {"exclusivelyPrivate": True}},
    )
    house.settle()
    why = [{"item": "daily_range", "reasons": "U noemt geen aantal kilometers."}]
    desk_acts(house, case, "leavings-out-of-consideration", {"reason": "insufficient", "items": why})
    return Proceedings(case)


def not_signed(house: House) -> Proceedings:
    """What came on paper is not signed; asked for the signature, the applicant does not react (Awb 4:2, 4:5)."""
    desk = house.somebody(Role.CASE_HANDLER)
    body = an_application(**ON_PAPER, receivedOn=days_from_now(house, 0))
    case = Case(house.act(desk, "/applications/v1/paper-applications", body), desk)
    house.until(desk, f"/decisions/v1/cases/{case.id}", lambda read: read["vehicleFactsNoted"])
    asked_in_vain(house, case, {"items": ["signature"]})
    desk_acts(house, case, "leavings-out-of-consideration", {"reason": "not_signed"})
    return Proceedings(case)


def withdrawn_early(house: House) -> Proceedings:
    """The applicant withdraws before anybody had the application in hand."""
    case = a_case(house)
    applicant_withdraws(house, case)
    return Proceedings(case)


def withdrawn_late(house: House) -> Proceedings:
    """The applicant withdraws after handling had started."""
    case = a_case(house)
    desk_acts(house, case, "handling", None, "applications")
    applicant_withdraws(house, case)
    return Proceedings(case)


def applicant_withdraws(house: House, case: Case) -> None:
    """And everybody hears of it."""
    house.act(case.applicant, f"/applications/v1/applications/{case.id}/withdrawals")
    house.settle()


def converted_to_hardship(house: House) -> Proceedings:
    """With consent it goes on as an application for hardship, at the municipality."""
    case = a_case(house)
    consent = {"toType": "HARDSHIP", "municipality": UTRECHT, "consentGivenOn": days_from_now(house, 0)}
    desk_acts(house, case, "conversions", consent, "applications")
    return Proceedings(case)


def converted_to_economic(house: House) -> Proceedings:
    """With consent it goes on as an application because of business-economic circumstances."""
    case = a_case(house)
    consent = {"toType": "BUSINESS_ECONOMIC", "consentGivenOn": days_from_now(house, 0)}
    desk_acts(house, case, "conversions", consent, "applications")
    return Proceedings(case)


def day_exemption(house: House) -> Proceedings:
    """A day exemption is granted at once, while fewer than twelve count."""
    if (house.now() + timedelta(days=2)).year != house.now().year:
        house.settle(after=timedelta(days=3))  # a day of another calendar year is not to be had
    kind = {"exemptionType": "DAY", "municipality": UTRECHT, "stated": {"day": days_from_now(house, 2)}}
    applicant = house.somebody(Role.APPLICANT)
    case = Case(house.act(applicant, "/applications/v1/applications", an_application(**kind)), applicant)
    desk = house.somebody(Role.CASE_HANDLER, UTRECHT)
    house.until(desk, f"/decisions/v1/cases/{case.id}", lambda read: read["state"] != "undecided")
    house.settle()
    return Proceedings(case, municipality=UTRECHT)


# The objector and the court


def objected(house: House, **asked: object) -> tuple[Case, UUID]:
    """A refusal was announced, and its applicant objects."""
    case = refused_on_another_ground(house).case
    read = house.get(house.somebody(Role.CASE_HANDLER), f"/decisions/v1/cases/{case.id}").json()
    body = {**notice(case, read["decisions"][-1]["decisionId"]), **asked}
    objection = house.act(case.applicant, "/objections/v1/objections", body)
    house.settle()
    return case, objection


def gone_to_court_directly(house: House) -> Proceedings:
    """The authority consents to direct appeal, and the court decides on the exemption itself (Awb 7:1a, 8:72(3))."""
    case, objection = objected(house, asksDirectAppeal=True)
    handler = house.somebody(Role.OBJECTION_HANDLER)
    path = f"/objections/v1/objections/{objection}"
    house.act(handler, f"{path}/direct-appeal-answers", {"consents": True, "reasons": REASONS})
    house.settle()
    appeal = UUID(house.get(handler, path).json()["directAppeal"]["appealId"])
    house.act(handler, f"/objections/v1/appeals/{appeal}/endings", decided_by_the_court(house))
    house.settle()
    return Proceedings(case, objection, appeal)


def ruled(house: House, ruling: Mapping[str, object]) -> Proceedings:
    """Somebody who did not take the decision reconsiders it and rules on the objection (Awb 7:11(1), 10:3)."""
    case, objection = objected(house)
    rule_on(house, objection, ruling)
    return Proceedings(case, objection)


def rule_on(house: House, objection: UUID, ruling: Mapping[str, object]) -> None:
    """On the merits it rests on an assessment of its own day."""
    handler, path = house.somebody(Role.OBJECTION_HANDLER), f"/objections/v1/objections/{objection}"
    if ruling is not INADMISSIBLE:
        house.act(handler, f"{path}/reconsiderations")
        house.settle()
    house.act(handler, f"{path}/rulings", ruling)
    house.settle()


def objection_inadmissible(house: House) -> Proceedings:
    """The objector has no interest in it any more (Awb 6:6, 7:3)."""
    return ruled(house, INADMISSIBLE)


def objection_dismissed(house: House) -> Proceedings:
    """The refusal stands (Awb 7:11)."""
    return ruled(house, DISMISSED)


def objection_upheld(house: House) -> Proceedings:
    """A grant takes the place of the refusal at once (Awb 7:11(2))."""
    return ruled(house, UPHELD)


def objection_withdrawn(house: House) -> Proceedings:
    """The objector takes it back (Awb 6:21)."""
    case, objection = objected(house)
    house.act(case.applicant, f"/objections/v1/objections/{objection}/withdrawals")
    house.settle()
    return Proceedings(case, objection)


def appealed(house: House, ending: Mapping[str, object]) -> Proceedings:
    """The objector goes to the court, which tells how it ended (Awb 8:1)."""
    dismissed = ruled(house, DISMISSED)
    court = house.somebody(Role.OBJECTION_HANDLER)
    objection = cast("UUID", dismissed.objection)
    appeal = house.act(court, "/objections/v1/appeals", the_appeal(house, objection))
    house.settle()
    ended = {"endedOn": days_from_now(house, 0), **ending}
    house.act(court, f"/objections/v1/appeals/{appeal}/endings", ended)
    house.settle()
    return Proceedings(dismissed.case, objection, appeal)


def appeal_inadmissible(house: House) -> Proceedings:
    """The court does not look at the merits (Awb 8:70)."""
    return appealed(house, {"ending": "inadmissible"})


def appeal_withdrawn(house: House) -> Proceedings:
    """The appellant takes it back (Awb 6:21)."""
    return appealed(house, {"ending": "withdrawn"})


def appeal_ruled(house: House) -> Proceedings:
    """The court rules on the merits (Awb 8:70)."""
    return appealed(house, {"ending": "ruled", "outcome": "dismissed", "ruling": "Het beroep is ongegrond."})


def relieved_in_vain(house: House) -> Proceedings:
    """A judge gives access for the time being, and the court then dismisses the appeal (Awb 8:81, 8:85(2)(c))."""
    case, objection = objected(house)
    court, today = house.somebody(Role.OBJECTION_HANDLER), days_from_now(house, 0)
    asked = {"objectionId": str(objection), "requestedOn": today}
    relief = house.act(court, "/objections/v1/interim-reliefs", asked)
    granted = {"outcome": "granted", "on": today, "ruling": REASONS, "content": "as_if_granted"}
    house.act(court, f"/objections/v1/interim-reliefs/{relief}/outcomes", granted)
    house.settle()
    path = f"/decisions/v1/cases/{case.id}"
    assert house.get(court, path).json()["interimAccessUntil"]
    rule_on(house, objection, DISMISSED)
    appeal = house.act(court, "/objections/v1/appeals", the_appeal(house, objection))
    ended = {"ending": "ruled", "endedOn": today, "outcome": "dismissed", "ruling": REASONS}
    house.act(court, f"/objections/v1/appeals/{appeal}/endings", ended)
    house.settle()
    assert house.get(court, path).json()["interimAccessUntil"] is None
    return Proceedings(case, objection, appeal)


def decided_by_the_court(house: House) -> dict[str, object]:
    """A ruling that grants the exemption in the place of what it annuls."""
    return {
        "ending": "ruled",
        "endedOn": days_from_now(house, 0),
        "outcome": "court_decided",
        "ruling": "De rechtbank verleent de ontheffing.",
        "exemption": {"outcome": "granted", "validUntil": days_from_now(house, 365)},
    }


def court_decided(house: House) -> Proceedings:
    """The court grants the exemption itself, in the place of the refusal (Awb 8:72(3)(b))."""
    return appealed(house, decided_by_the_court(house))


_K, _C = LetterKind, ReportingCategory
_RECEIVED, _REFUSED = (_K.APPLICATION_RECEIVED,), (_K.APPLICATION_RECEIVED, _K.REFUSAL)
_ASKED = (applications.CompletionRequested, applications.CompletionTermLapsed)
_INADMISSIBLE = (decisions.DecisionTaken, objections.ObjectionLodged, objections.ObjectionEnded)
_OBJECTED = (*_INADMISSIBLE, objections.ReconsiderationAsked, decisions.CaseReconsidered)
_APPEALED = (*_OBJECTED, objections.AppealLodged, objections.AppealEnded)
STORIES: Final[Mapping[str, Story]] = {
    "granted": Story(
        granted, CaseState.GRANTED, _C.GRANTED, (*_RECEIVED, _K.GRANT), (decisions.DecisionTaken,)
    ),
    "granted and revoked": Story(
        revoked,
        CaseState.REVOKED,
        _C.GRANTED,
        (*_RECEIVED, _K.GRANT, _K.REVOCATION),
        (decisions.DecisionTaken, decisions.DecisionTaken),
    ),
    "refused": Story(refused, CaseState.REFUSED, _C.CONDITIONS_NOT_MET, _REFUSED, (decisions.DecisionTaken,)),
    "refused on another ground": Story(
        refused_on_another_ground, CaseState.REFUSED, _C.OTHER, _REFUSED, (decisions.DecisionTaken,)
    ),
    "left out: no reaction": Story(
        no_response,
        CaseState.LEFT_OUT,
        _C.NO_RESPONSE,
        (*_RECEIVED, _K.COMPLETION_REQUESTED, _K.COMPLETION_REQUESTED, _K.LEFT_OUT),
        (*_ASKED, *_ASKED, decisions.LeftOutOfConsideration),
        left_out=LeftOutReason.NO_RESPONSE,
    ),
    "left out: wrong data": Story(
        wrong_data,
        CaseState.LEFT_OUT,
        _C.WRONG_DATA,
        (*_RECEIVED, _K.COMPLETION_REQUESTED, _K.LEFT_OUT),
        (*_ASKED, decisions.LeftOutOfConsideration),
        left_out=LeftOutReason.WRONG_DATA,
    ),
    "left out: not signed": Story(
        not_signed,
        CaseState.LEFT_OUT,
        _C.WRONG_DATA,
        (*_RECEIVED, _K.COMPLETION_REQUESTED, _K.LEFT_OUT),
        (*_ASKED, decisions.LeftOutOfConsideration),
        left_out=LeftOutReason.NOT_SIGNED,
    ),
    "left out: still incomplete": Story(
        insufficient,
        CaseState.LEFT_OUT,
        _C.WRONG_DATA,
        (*_RECEIVED, _K.COMPLETION_REQUESTED, _K.LEFT_OUT),
        (
            applications.CompletionRequested,
            applications.ApplicationSupplemented,
            decisions.LeftOutOfConsideration,
        ),
        left_out=LeftOutReason.INSUFFICIENT,
    ),
    "withdrawn before handling": Story(
        withdrawn_early,
        CaseState.WITHDRAWN,
        _C.WITHDRAWN_BEFORE_HANDLING,
        (*_RECEIVED, _K.APPLICATION_WITHDRAWN),
        (applications.ApplicationWithdrawn,),
    ),
    "withdrawn after handling had started": Story(
        withdrawn_late,
        CaseState.WITHDRAWN,
        _C.WITHDRAWN_AFTER_HANDLING,
        (*_RECEIVED, _K.APPLICATION_WITHDRAWN),
        (applications.ApplicationWithdrawn,),
    ),
    "converted: hardship": Story(
        converted_to_hardship,
        CaseState.CONVERTED,
        _C.CONVERTED,
        _RECEIVED,
        (applications.ApplicationConverted,),
    ),
    "converted: business-economic": Story(
        converted_to_economic,
        CaseState.CONVERTED,
        _C.CONVERTED,
        _RECEIVED,
        (applications.ApplicationConverted,),
    ),
    "day exemption granted": Story(
        day_exemption, CaseState.GRANTED, _C.GRANTED, (*_RECEIVED, _K.GRANT), (decisions.DecisionTaken,)
    ),
    "objection inadmissible": Story(
        objection_inadmissible,
        CaseState.REFUSED,
        _C.OTHER,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_INADMISSIBLE),
        _INADMISSIBLE,
        ObjectionState.INADMISSIBLE,
        ObjectionCategory.PENDING_OR_DECIDED,
    ),
    "objection dismissed": Story(
        objection_dismissed,
        CaseState.REFUSED,
        _C.OTHER,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_DISMISSED),
        _OBJECTED,
        ObjectionState.DISMISSED,
        ObjectionCategory.PENDING_OR_DECIDED,
    ),
    "objection upheld": Story(
        objection_upheld,
        CaseState.GRANTED,
        _C.GRANTED,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.RENEWED_DECISION),
        (*_OBJECTED, decisions.DecisionTaken),
        ObjectionState.UPHELD,
        ObjectionCategory.UPHELD,
    ),
    "objection withdrawn": Story(
        objection_withdrawn,
        CaseState.REFUSED,
        _C.OTHER,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_WITHDRAWN),
        _INADMISSIBLE,
        ObjectionState.WITHDRAWN,
        ObjectionCategory.WITHDRAWN,
    ),
    "direct appeal": Story(
        gone_to_court_directly,
        CaseState.GRANTED,
        _C.GRANTED,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.DIRECT_APPEAL_CONSENTED),
        (
            decisions.DecisionTaken,
            decisions.DecisionTaken,
            objections.ObjectionLodged,
            objections.DirectAppealAnswered,
            objections.AppealLodged,
            objections.AppealEnded,
        ),
        ObjectionState.SENT_TO_COURT,
        ObjectionCategory.GONE_TO_APPEAL,
        AppealState.RULED,
    ),
    "court decided itself": Story(
        court_decided,
        CaseState.GRANTED,
        _C.GRANTED,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_DISMISSED),
        (*_APPEALED, decisions.DecisionTaken),
        ObjectionState.DISMISSED,
        ObjectionCategory.GONE_TO_APPEAL,
        AppealState.RULED,
    ),
    "interim relief, then dismissed": Story(
        relieved_in_vain,
        CaseState.REFUSED,
        _C.OTHER,
        (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_DISMISSED),
        (
            *_APPEALED,
            objections.InterimReliefGranted,
            decisions.InterimAccessGiven,
            objections.InterimReliefLapsed,
            decisions.InterimAccessEnded,
        ),
        ObjectionState.DISMISSED,
        ObjectionCategory.GONE_TO_APPEAL,
        AppealState.RULED,
    ),
    **{
        f"appeal {ending.value}": Story(
            play,
            CaseState.REFUSED,
            _C.OTHER,
            (*_REFUSED, _K.OBJECTION_RECEIVED, _K.OBJECTION_DISMISSED),
            _APPEALED,
            ObjectionState.DISMISSED,
            ObjectionCategory.GONE_TO_APPEAL,
            ending,
        )
        for ending, play in (
            (AppealState.INADMISSIBLE, appeal_inadmissible),
            (AppealState.WITHDRAWN, appeal_withdrawn),
            (AppealState.RULED, appeal_ruled),
        )
    },
}
"""By outcome; `make docs` writes them down."""
