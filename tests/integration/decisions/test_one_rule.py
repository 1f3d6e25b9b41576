"""One rule, three surfaces: a case at the desk, in a preview and in a campaign gets the same answer."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from services.decisions.domain.disposition import Disposition
from services.decisions.domain.thresholds import Parameter
from shared.vocabulary import CriterionResult, Outcome, VehicleCategory, VehicleFacts
from tests.support.cases import a_van, row
from tests.support.decisions import Decisions

N2 = VehicleCategory.N2
OLD = (
    row(1200),
    row(2600, Parameter.BRAKED_TOWING_MASS),
    row(400, Parameter.DAILY_RANGE),
    row(9000, category=N2),
)
NEW = (
    row(800),
    row(900, body="kipper"),
    row(2600, Parameter.BRAKED_TOWING_MASS),
    row(300, Parameter.DAILY_RANGE),
    row(12_000, category=N2),
)

GRANT, REFUSE, NOTHING = Outcome.GRANTED, Outcome.REFUSED, None
REISSUE, UNCHANGED = Disposition.REISSUE, Disposition.UNCHANGED
FOR_A_PERSON, WOULD_BE_REFUSED = Disposition.FOR_A_PERSON, Disposition.WOULD_NOW_BE_REFUSED


class Subject(NamedTuple):
    """A vehicle, what was decided under the old thresholds, and what is right under the new."""

    vehicle: VehicleFacts
    range_km: int | None
    decided: Outcome
    advice: Outcome | None
    found: Disposition


def van(payload: int | None, **known: object) -> VehicleFacts:
    """A van that tows 2000 kg."""
    return a_van(payload, **{"braked_towing_mass_kg": 2000, **known})


TABLE = {
    "below the new threshold": Subject(van(799), None, REFUSE, REFUSE, UNCHANGED),
    "at the new threshold": Subject(van(800), None, REFUSE, REFUSE, UNCHANGED),
    "above the new threshold": Subject(van(801), None, REFUSE, GRANT, REISSUE),
    "at the old threshold": Subject(van(1200), None, REFUSE, GRANT, REISSUE),
    "above the old threshold": Subject(van(1201), None, GRANT, GRANT, UNCHANGED),
    "above only for its body": Subject(van(850, body="kipper"), None, REFUSE, GRANT, REISSUE),
    "below for its body": Subject(van(700, body="kipper"), None, REFUSE, REFUSE, UNCHANGED),
    "range above the new threshold": Subject(van(500), 301, REFUSE, GRANT, REISSUE),
    "range at the new threshold": Subject(van(500), 300, REFUSE, REFUSE, UNCHANGED),
    "emission-free": Subject(van(1000, emission_free=True), None, REFUSE, REFUSE, UNCHANGED),
    "no van or truck": Subject(van(1000, category=VehicleCategory.OTHER), None, REFUSE, REFUSE, UNCHANGED),
    "truck, threshold raised above it": Subject(
        van(10_000, category=N2), None, GRANT, REFUSE, WOULD_BE_REFUSED
    ),
    "truck below both": Subject(van(8000, category=N2), None, REFUSE, REFUSE, UNCHANGED),
}


class Answers(NamedTuple):
    """What the three surfaces said of one case."""

    desk: Outcome | None
    preview: Disposition
    campaign: Outcome | None
    same_reasons: bool


def expected(subject: Subject) -> Answers:
    """What they should say."""
    renewed = subject.advice if subject.found is REISSUE else None
    return Answers(subject.advice, subject.found, renewed, same_reasons=True)


def test_desk_preview_and_campaign_give_the_same_answers(decisions: Decisions):
    """Each case of the table was decided under the old thresholds; the new ones are asked in three ways."""
    decisions.a_set_in_force(OLD)
    cases = {
        name: decisions.a_decided_case(one.vehicle, daily_range_km=one.range_km)
        for name, one in TABLE.items()
    }
    assert {name: outcome_of(decisions, case_id) for name, case_id in cases.items()} == {
        name: subject.decided for name, subject in TABLE.items()
    }

    new_set = decisions.a_previewed_set(NEW)
    planned = decisions.replay.plan(new_set)
    assert planned is not None
    preview = {case.case_id: case.disposition for case in planned.cases}
    decisions.approve(new_set)
    decisions.run_campaigns()
    renewals = {renewal.originator_id: renewal for renewal in decisions.renewals()}

    found = {}
    for name, subject in TABLE.items():
        advice, reasons = at_the_desk(decisions, subject)
        renewal = renewals.get(cases[name])
        found[name] = Answers(
            advice,
            preview[cases[name]],
            GRANT if renewal else None,
            same_reasons=renewal is None or renewal.grounds.criteria == reasons,
        )
    assert found == {name: expected(subject) for name, subject in TABLE.items()}


def test_facts_that_the_new_thresholds_lack_are_left_to_a_person_everywhere(decisions: Decisions):
    """The desk gets no advice, the preview counts it for a person, the campaign puts it on the worklist."""
    decisions.a_set_in_force([row(1200)])
    case_id = decisions.a_decided_case(a_van(1000))
    new_set = decisions.a_previewed_set([row(1200), row(2600, Parameter.BRAKED_TOWING_MASS)])
    planned = decisions.replay.plan(new_set)
    assert planned is not None
    assert [case.disposition for case in planned.cases] == [FOR_A_PERSON]

    decisions.approve(new_set)
    decisions.run_campaigns()
    assert decisions.renewals() == []
    assert decisions.worklist(new_set) == [(case_id, "facts_unknown")]
    assert decisions.assess(decisions.an_undecided_case(a_van(1000))) is NOTHING


def outcome_of(decisions: Decisions, case_id: UUID) -> Outcome:
    """What was decided."""
    return Outcome(decisions.case(case_id).state.value)


def at_the_desk(decisions: Decisions, subject: Subject) -> tuple[Outcome | None, tuple[CriterionResult, ...]]:
    """A new application for the same vehicle, assessed under the thresholds in force now."""
    case_id = decisions.an_undecided_case(subject.vehicle, daily_range_km=subject.range_km)
    advice = decisions.assess(case_id)
    assessed = decisions.case(case_id).assessed
    assert assessed is not None
    return advice, assessed.criteria
