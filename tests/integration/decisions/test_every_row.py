"""Every row of the campaign's table: desk, preview, plan, campaign and proof give the same answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from services.decisions.domain.disposition import DISPOSITIONS, Plan, Standing
from services.decisions.domain.thresholds import Parameter
from shared.vocabulary import (
    CriterionResult,
    ExemptionType,
    Outcome,
    StatedFacts,
    VehicleCategory,
    VehicleFacts,
)
from tests.support.cases import a_van, row
from tests.support.decisions import Decisions

OLD = (
    row(1200),
    row(9000, category=VehicleCategory.N2),
    row(11_000, category=VehicleCategory.N3),
)
NEW = (
    row(800),
    row(12_000, category=VehicleCategory.N2),
    row(11_000, category=VehicleCategory.N3),
    row(40_000, Parameter.COMBINATION_MASS, VehicleCategory.N3),
)

REGISTERED = date(2025, 3, 2)
AFFECTED, REFUSED_AGAIN, GRANTED_EITHER_WAY = (
    a_van(payload, registered_on=REGISTERED) for payload in (1000, 700, 1300)
)
GRANTED_BEFORE = a_van(10_000, category=VehicleCategory.N2)
UNKNOWN_NOW = a_van(10_000, category=VehicleCategory.N3)

TARGET = ExemptionType.ANIMAL_AMBULANCE
"""What an application is converted into here: a type that is decided on without thresholds."""

GRANT, REFUSE, NO_ADVICE = Outcome.GRANTED, Outcome.REFUSED, None
VALIDITY = timedelta(days=2 * 365 + 10)
"""Longer than any exemption here."""


class Does(Enum):
    """What the campaign does with a case."""

    RENEWS = "a renewed decision"
    ASKS_A_PERSON = "a line of the worklist"
    NOTHING = "nothing"


RENEWS, ASKS_A_PERSON, NOTHING = Does.RENEWS, Does.ASKS_A_PERSON, Does.NOTHING

Happened = Callable[[Decisions, VehicleFacts], UUID]
"""Brings a case about; returns its id."""


def nothing_more(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """Decided as advised."""
    return desk.a_decided_case(vehicle)


def objected(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """An objection is pending."""
    desk.lodge(case_id := desk.a_decided_case(vehicle))
    return case_id


def found(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The handler of the objection found a threshold wrong."""
    case_id = desk.a_decided_case(vehicle)
    desk.find_consequence(case_id, desk.lodge(case_id))
    return case_id


def objection_ended(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """Withdrawn, dismissed or inadmissible: the refusal stands."""
    case_id = desk.a_decided_case(vehicle)
    desk.end_objection(case_id, desk.lodge(case_id), ruling="dismissed")
    return case_id


def appealed(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """An appeal is pending."""
    desk.lodge_appeal(case_id := desk.a_decided_case(vehicle))
    return case_id


def appeal_ended(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """An appeal was lodged and withdrawn."""
    case_id = desk.a_decided_case(vehicle)
    desk.end_appeal(case_id, desk.lodge_appeal(case_id))
    return case_id


def refused_otherwise(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """Refused on another ground."""
    desk.refuse_on_other_ground(case_id := desk.an_undecided_case(vehicle))
    return case_id


def sold(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The register has named a newer holder since."""
    case_id = desk.a_decided_case(vehicle)
    desk.note_facts(case_id, a_van(vehicle.payload_kg, registered_on=desk.clock.today()))
    return case_id


def asked_again(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The register has answered again, with the same holder."""
    case_id = desk.a_decided_case(vehicle)
    desk.note_facts(case_id, vehicle)
    return case_id


def erased(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The person was erased."""
    desk.erase(case_id := desk.a_decided_case(vehicle))
    return case_id


def granted_anew(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """A newer application of the same holder for the same vehicle was granted."""
    same = desk.ids.new()
    case_id = desk.a_decided_case(vehicle, vehicle_id=same)
    desk.a_decided_case(GRANTED_EITHER_WAY, vehicle_id=same)
    return case_id


def revoked(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The exemption was taken away again."""
    desk.revoke(case_id := desk.a_decided_case(vehicle))
    return case_id


def granted_anew_and_revoked(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The newer exemption stands in nobody's way any more."""
    same = desk.ids.new()
    case_id = desk.a_decided_case(vehicle, vehicle_id=same)
    desk.revoke(desk.a_decided_case(GRANTED_EITHER_WAY, vehicle_id=same))
    return case_id


def refused_anew(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """A newer application for the same vehicle was refused too."""
    same = desk.ids.new()
    case_id = desk.a_decided_case(vehicle, vehicle_id=same)
    desk.a_decided_case(REFUSED_AGAIN, vehicle_id=same)
    return case_id


def withdrawn(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """The applicant withdrew."""
    desk.withdraw(case_id := desk.an_undecided_case(vehicle))
    return case_id


def left_out(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """Asked twice to complete the application, in vain (Awb 4:5)."""
    case_id = desk.an_undecided_case(vehicle)
    for number in (1, 2):
        desk.let_lapse(case_id, number)
    desk.leave_out(case_id)
    return case_id


def undecided(desk: Decisions, vehicle: VehicleFacts) -> UUID:
    """Assessed, not decided."""
    desk.assess(case_id := desk.an_undecided_case(vehicle))
    return case_id


def converted_and(end: Outcome | None, *, heard_of: bool = True) -> Happened:
    """Converted; the new case was decided so, or not yet, or was not even heard of."""

    def happened(desk: Decisions, vehicle: VehicleFacts) -> UUID:
        case_id = desk.an_undecided_case(vehicle)
        target = desk.convert(case_id, TARGET)
        if heard_of:
            desk.open_case(target, TARGET, stated=StatedFacts(urgent_animal_transport=end is GRANT))
            desk.note_facts(target, vehicle)
        if end is not None:
            desk.assess(target)
            desk.decide(target, end)
        return case_id

    return happened


class Row(NamedTuple):
    """A case, the row in which it stands, what the desk says to the same facts now, and what the campaign does."""

    vehicle: VehicleFacts
    happened: Happened
    standing: Standing
    advice: Outcome | None
    campaign: Does


PENDING = Standing.REFUSED_NOW_GRANTED_PROCEEDINGS_PENDING
LONG_AGO = {
    "granted, expired": Row(GRANTED_EITHER_WAY, nothing_more, Standing.GRANTED_EXPIRED, GRANT, NOTHING),
    "granted, expired, refused now": Row(
        GRANTED_BEFORE, nothing_more, Standing.GRANTED_EXPIRED, REFUSE, NOTHING
    ),
    "refused, a newer grant has expired": Row(
        AFFECTED, granted_anew, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS
    ),
}
"""Every exemption among these has ended since."""

LATELY = {
    "left out": Row(AFFECTED, left_out, Standing.LEFT_OUT, GRANT, NOTHING),
    "refused": Row(AFFECTED, nothing_more, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS),
    "refused, asked again": Row(AFFECTED, asked_again, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS),
    "refused, a newer case too": Row(AFFECTED, refused_anew, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS),
    "objection pending": Row(AFFECTED, objected, PENDING, GRANT, RENEWS),
    "consequence found": Row(AFFECTED, found, PENDING, GRANT, RENEWS),
    "objection ended": Row(AFFECTED, objection_ended, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS),
    "appeal pending": Row(AFFECTED, appealed, PENDING, GRANT, RENEWS),
    "appeal ended": Row(AFFECTED, appeal_ended, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS),
    "refused still": Row(REFUSED_AGAIN, nothing_more, Standing.REFUSED_STILL, REFUSE, NOTHING),
    "refused still, objection pending": Row(REFUSED_AGAIN, objected, Standing.REFUSED_STILL, REFUSE, NOTHING),
    "refused on another ground": Row(AFFECTED, refused_otherwise, Standing.REFUSED_STILL, GRANT, NOTHING),
    "facts unknown": Row(UNKNOWN_NOW, nothing_more, Standing.FACTS_UNKNOWN, NO_ADVICE, ASKS_A_PERSON),
    "plate changed hands": Row(AFFECTED, sold, Standing.PLATE_CHANGED_HANDS, GRANT, ASKS_A_PERSON),
    "plate changed hands, refused still": Row(REFUSED_AGAIN, sold, Standing.REFUSED_STILL, REFUSE, NOTHING),
    "person erased": Row(AFFECTED, erased, Standing.PERSON_ERASED, GRANT, ASKS_A_PERSON),
    "person erased, refused still": Row(REFUSED_AGAIN, erased, Standing.REFUSED_STILL, REFUSE, NOTHING),
    "superseded": Row(AFFECTED, granted_anew, Standing.SUPERSEDED, GRANT, NOTHING),
    "granted": Row(GRANTED_EITHER_WAY, nothing_more, Standing.GRANTED_STILL, GRANT, NOTHING),
    "granted, refused now": Row(GRANTED_BEFORE, nothing_more, Standing.WOULD_NOW_BE_REFUSED, REFUSE, NOTHING),
    "granted and revoked": Row(GRANTED_EITHER_WAY, revoked, Standing.REVOKED, GRANT, NOTHING),
    "refused, a newer grant was revoked": Row(
        AFFECTED, granted_anew_and_revoked, Standing.REFUSED_NOW_GRANTED, GRANT, RENEWS
    ),
    "withdrawn": Row(AFFECTED, withdrawn, Standing.WITHDRAWN, GRANT, NOTHING),
    "converted, target granted": Row(AFFECTED, converted_and(GRANT), Standing.CONVERTED, GRANT, NOTHING),
    "converted, target refused": Row(
        AFFECTED, converted_and(REFUSE), Standing.CONVERTED_TARGET_REFUSED, GRANT, ASKS_A_PERSON
    ),
    "converted, target pending": Row(
        AFFECTED, converted_and(None), Standing.CONVERTED_TARGET_PENDING, GRANT, ASKS_A_PERSON
    ),
    "converted, target not heard of": Row(
        AFFECTED, converted_and(None, heard_of=False), Standing.CONVERTED_TARGET_PENDING, GRANT, ASKS_A_PERSON
    ),
    "converted, refused here too": Row(
        REFUSED_AGAIN, converted_and(REFUSE), Standing.CONVERTED, REFUSE, NOTHING
    ),
    "undecided": Row(AFFECTED, undecided, Standing.UNDECIDED, GRANT, NOTHING),
}
TABLE = LONG_AGO | LATELY


class Told(NamedTuple):
    """What preview, plan, campaign and desk said of one case."""

    preview: Standing
    plan: Standing
    campaign: Does
    advice: Outcome | None


def test_every_surface_gives_the_same_answer_on_every_row(decisions: Decisions):
    """Counted at the preview, recomputed from the log, carried out, asked at the desk, and proven."""
    decisions.a_set_in_force(OLD)
    cases = {name: one.happened(decisions, one.vehicle) for name, one in LONG_AGO.items()}
    decisions.clock.advance_to(decisions.clock.now() + VALIDITY)
    cases |= {name: one.happened(decisions, one.vehicle) for name, one in LATELY.items()}
    new_set = decisions.a_previewed_set(NEW)
    previewed = decisions.replay.plan(new_set)
    counts = decisions.stored_set(new_set).counts
    assert previewed is not None
    assert counts is not None
    assert counts.by_standing == counted(previewed.cases)
    assert [(one.category, one.gains, one.losses) for one in counts.by_category] == [
        ("N1", sum(one.campaign is RENEWS for one in TABLE.values()), 0),
        ("N2", 0, 1),
    ]
    decisions.approve(new_set)
    decisions.run_campaigns()

    campaign = decisions.campaign_of(new_set)
    preview, plan = (
        of_each(found) for found in (previewed.cases, decisions.replay.plan_at_start(campaign).cases)
    )
    does = {name: done_with(decisions, new_set, case_id) for name, case_id in cases.items()}
    desk = {name: at_the_desk(decisions, one.vehicle) for name, one in TABLE.items()}
    assert {
        name: Told(preview[case_id], plan[case_id], does[name], desk[name][0])
        for name, case_id in cases.items()
    } == {name: Told(one.standing, one.standing, one.campaign, one.advice) for name, one in TABLE.items()}

    renewed = sorted(cases[name] for name, one in TABLE.items() if one.campaign is RENEWS)
    proof = decisions.replay.proof(campaign)
    assert proof.holds
    assert (sorted(proof.affected), sorted(proof.reissued), list(proof.changed_since)) == (
        renewed,
        renewed,
        [],
    )
    grounds = {one.originator_id: one.grounds.criteria for one in decisions.renewals()}
    assert grounds == {cases[name]: desk[name][1] for name, one in TABLE.items() if one.campaign is RENEWS}


def test_the_table_has_every_row():
    """A standing that nobody brings about would be one that nobody has tried."""
    assert {one.standing for one in TABLE.values()} == set(Standing) == set(DISPOSITIONS)


def test_who_is_renewed_would_be_granted_at_the_desk():
    """Never anybody else: the campaign favours only whom the rule favours."""
    assert {one.advice for one in TABLE.values() if one.campaign is RENEWS} == {GRANT}


def of_each(plan: Plan) -> dict[UUID, Standing]:
    """The row of each case of a plan."""
    return {case.case_id: case.standing for case in plan}


def counted(plan: Plan) -> dict[str, int]:
    """How many cases stand in each row."""
    standings = [case.standing for case in plan]
    return {one.value: standings.count(one) for one in Standing if one in standings}


def done_with(decisions: Decisions, set_id: UUID, case_id: UUID) -> Does:
    """What the campaign of a set did with a case."""
    if decisions.renewed_cases().count(case_id) == 1:
        return RENEWS
    return ASKS_A_PERSON if case_id in dict(decisions.worklist(set_id)) else NOTHING


def at_the_desk(
    decisions: Decisions, vehicle: VehicleFacts
) -> tuple[Outcome | None, tuple[CriterionResult, ...]]:
    """What is advised on a new application for such a vehicle, and why."""
    case_id = decisions.an_undecided_case(vehicle)
    advice = decisions.assess(case_id)
    assessed = decisions.case(case_id).assessed
    assert assessed is not None
    return advice, assessed.criteria
