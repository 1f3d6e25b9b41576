"""Objections against the penalty for a late decision, over HTTP (Awb 4:18, 4:19)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import msgspec

from shared.contracts.decisions import PenaltyFixed, PenaltyRecoveryDecided
from shared.contracts.notifications import StepLetterSent
from shared.contracts.objections import ObjectionEnded, ObjectionLodged
from shared.privacy.sealed import Sealed, SealedKind
from shared.runtime.access import Role
from tests.support.objections_desk import NOT_WANTED, OBJECTOR, ObjectionsDesk, place_of
from tests.support.published_halves import CASE

TODAY = date(2026, 3, 10)
PENALTY = UUID(int=77)
FIXED = PenaltyFixed(
    PENALTY, CASE, TODAY, "handler-1", date(2026, 2, 11), date(2026, 3, 9), 322, applicant_subject=OBJECTOR
)
SENT = StepLetterSent(uuid4(), CASE, PENALTY, TODAY, date(2026, 4, 21))
DISMISSED = {"ruling": "dismissed", "reasons": "Het besluit is juist.", "hearingWaived": NOT_WANTED}

RECOVERY = UUID(int=78)
ASKED_BACK = PenaltyRecoveryDecided(
    RECOVERY,
    CASE,
    PENALTY,
    TODAY,
    "handler-1",
    100,
    Sealed(uuid4(), SealedKind.REASONS, b"sealed"),
    applicant_subject=OBJECTOR,
)


def told_last(desk: ObjectionsDesk, contract: type) -> object:
    """The last message, as that contract."""
    return msgspec.json.decode(desk.published()[-1].data, type=contract)


def fixed(desk: ObjectionsDesk) -> None:
    """A penalty of 322 euros was fixed and announced; steps without a remedy are heard of too."""
    desk.publish(FIXED, StepLetterSent(uuid4(), CASE, uuid4(), TODAY), SENT)
    desk.get("/objections")


def test_an_objection_against_the_penalty_alone_is_one_in_its_own_right(desk: ObjectionsDesk) -> None:
    """With a term of its own, and upheld with the amount that is due (Awb 7:11(2)); only by the applicant."""
    fixed(desk)
    assert desk.lodge(PENALTY, "applicant:2").status_code == 404
    place = place_of(desk.lodge(PENALTY))
    shown = desk.get(place).json()
    assert (shown["withinTerm"], shown["decideBefore"]) == (True, "2026-06-02")
    upheld = {**DISMISSED, "ruling": "upheld"}
    refused = desk.post(f"{place}/rulings", upheld, If_Match='"1"')
    assert (refused.status_code, refused.json()["code"]) == (409, "penalty_not_named")
    answer = desk.post(f"{place}/rulings", {**upheld, "penaltyEuros": 497}, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    ended = told_last(desk, ObjectionEnded)
    assert isinstance(ended, ObjectionEnded)
    assert (ended.penalty_decision_id, ended.penalty_euros) == (ended.contested_decision_id, 497)


def test_while_an_objection_is_pending_the_penalty_belongs_to_it(desk: ObjectionsDesk) -> None:
    """Awb 4:19(1): the answer names it, what was written is shown with it, and its receipt is told."""
    fixed(desk)
    place = place_of(desk.lodge(desk.refused().decision_id))
    assert place_of(desk.lodge(PENALTY)) == place
    told = told_last(desk, ObjectionLodged)
    assert isinstance(told, ObjectionLodged)
    assert (f"/objections/{told.objection_id}", told.decision_id) == (place, PENALTY)
    [dispute] = desk.get(place, Role.APPLICANT, OBJECTOR).json()["penaltyDisputes"]
    assert (dispute["decisionId"], dispute["receivedOn"], dispute["appealId"]) == (
        str(PENALTY),
        str(TODAY),
        None,
    )
    assert dispute["grounds"]
    assert len(desk.get("/objections").json()["items"]) == 1
    answer = desk.post(f"{place}/rulings", {**DISMISSED, "penaltyEuros": 497}, If_Match='"2"')
    assert answer.status_code == 201, answer.text
    ended = told_last(desk, ObjectionEnded)
    assert isinstance(ended, ObjectionEnded)
    assert (ended.penalty_decision_id, ended.penalty_euros) == (PENALTY, 497)


def test_while_an_appeal_is_pending_the_penalty_belongs_to_that(desk: ObjectionsDesk) -> None:
    """Awb 4:19(1): recorded with the objection that the appeal is about, to be sent to the court."""
    fixed(desk)
    place = place_of(desk.lodge(desk.refused().decision_id))
    desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"')
    appeal = desk.post("/appeals", {"objectionId": place.rpartition("/")[2], "lodgedOn": str(TODAY)}).json()[
        "id"
    ]
    assert place_of(desk.lodge(PENALTY)) == place
    shown = desk.get(place).json()
    assert (shown["state"], shown["penaltyDisputes"][0]["appealId"]) == ("dismissed", appeal)


def test_an_inadmissible_objection_says_nothing_of_the_penalty(desk: ObjectionsDesk) -> None:
    """400: it is not looked at on its merits."""
    body = {**DISMISSED, "ruling": "inadmissible", "ground": "no_interest", "penaltyEuros": 497}
    answer = desk.post(f"/objections/{uuid4()}/rulings", body, If_Match='"1"')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "body.penaltyEuros")


def asked_back(desk: ObjectionsDesk) -> None:
    """A hundred euros of it are asked back, by a decision with a letter of its own."""
    fixed(desk)
    desk.publish(ASKED_BACK, StepLetterSent(uuid4(), CASE, RECOVERY, TODAY, date(2026, 4, 21)))
    desk.get("/objections")


def test_an_objection_against_the_recovery_of_a_penalty_is_upheld(desk: ObjectionsDesk) -> None:
    """Awb 4:20: in its own right, with a term of its own; no amount and no assessment goes with it. Only by the applicant."""
    asked_back(desk)
    assert desk.lodge(RECOVERY, "applicant:2").status_code == 404
    place = place_of(desk.lodge(RECOVERY))
    shown = desk.get(place).json()
    assert (shown["withinTerm"], shown["decideBefore"]) == (True, "2026-06-02")
    upheld = {**DISMISSED, "ruling": "upheld"}
    refused = desk.post(f"{place}/rulings", {**upheld, "penaltyEuros": 497}, If_Match='"1"')
    assert (refused.status_code, refused.json()["code"]) == (409, "no_penalty_disputed")
    answer = desk.post(f"{place}/rulings", upheld, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    ended = told_last(desk, ObjectionEnded)
    assert isinstance(ended, ObjectionEnded)
    assert (ended.ruling, ended.contested_decision_id, ended.about_recovery) == ("upheld", RECOVERY, True)


def test_an_objection_against_the_recovery_is_dismissed_beside_the_one_on_the_application(
    desk: ObjectionsDesk,
) -> None:
    """Awb 4:19 covers the decision that fixes a penalty, and not the one that asks it back."""
    asked_back(desk)
    pending = place_of(desk.lodge(desk.refused().decision_id))
    place = place_of(desk.lodge(RECOVERY))
    assert place != pending
    answer = desk.post(f"{place}/rulings", DISMISSED, If_Match='"1"')
    assert answer.status_code == 201, answer.text
    ended = told_last(desk, ObjectionEnded)
    assert isinstance(ended, ObjectionEnded)
    assert (ended.ruling, ended.about_recovery, ended.penalty_decision_id) == ("dismissed", True, None)


def test_an_objection_against_the_recovery_does_not_cover_the_penalty(desk: ObjectionsDesk) -> None:
    """Awb 4:19(1): only one against the decision on the application does; the penalty gets proceedings of its own."""
    asked_back(desk)
    about_recovery = place_of(desk.lodge(RECOVERY))
    about_penalty = place_of(desk.lodge(PENALTY))
    assert about_penalty != about_recovery
    assert desk.get(about_recovery).json()["penaltyDisputes"] == []
    upheld = {**DISMISSED, "ruling": "upheld", "penaltyEuros": 497}
    assert desk.post(f"{about_penalty}/rulings", upheld, If_Match='"1"').status_code == 201
