"""How an objection ends: ruled on by a handler, withdrawn, or by the decision that replaces the contested one."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.contested_decision import ContestedDecision, deciders_of
from services.objections.domain.handling import Dismissal, Inadmissibility, Ruling, Upholding
from services.objections.domain.hearing import HearingWaived, HowHeard
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import (
    LatenessExcused,
    ObjectionDeclaredInadmissible,
    ObjectionDismissed,
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    ObjectionUpheldForAnotherReason,
    ObjectionWithdrawn,
    ReplacingDecisionNoted,
    RulingAfterEndNoted,
    ThresholdConsequenceFound,
    ThresholdConsequenceRejected,
    ThresholdConsequenceRetracted,
    ThresholdConsequenceTakenUp,
)
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.vocabulary import ExemptionType, Outcome
from tests.support.objections import (
    APPROVER,
    CASE,
    DECIDER,
    HANDLER,
    NEXT_RENEWAL,
    OBJECTOR,
    OTHER_CASE,
    PAYLOAD_OF_VANS,
    REASSESSMENT,
    REFUSAL,
    RENEWAL,
    THRESHOLD_SET,
    TODAY,
    a_late_objection,
    a_refusal,
    a_renewal,
    an_objection,
    an_objection_with_a_finding,
    handled,
    reconsidered,
    written,
)

REASONS = written("Het besluit is juist.")
EXCUSE = written("De brief kwam aantoonbaar te laat aan.")
TERM = written("De termijn loopt af.")
DISMISSED, UPHELD = Dismissal(REASONS), Upholding(REASONS)
LATE = Inadmissibility(InadmissibilityGround.LATE, REASONS)
NO_INTEREST = Inadmissibility(InadmissibilityGround.NO_INTEREST, REASONS)
OTHER = Inadmissibility(InadmissibilityGround.OTHER, REASONS)
RULINGS = [DISMISSED, UPHELD, NO_INTEREST]


def acts_of(objection: Objection) -> list[type]:
    """What was recorded after the lodging, without what a ruling says of the hearing."""
    lodged, *rest = objection.pending()
    assert isinstance(lodged, ObjectionLodged)
    return [type(event) for event in rest if not isinstance(event, HearingWaived)]


@pytest.mark.parametrize(
    ("ruling", "act", "state"),
    [
        (DISMISSED, ObjectionDismissed, ObjectionState.DISMISSED),
        (UPHELD, ObjectionUpheldForAnotherReason, ObjectionState.UPHELD),
        (NO_INTEREST, ObjectionDeclaredInadmissible, ObjectionState.INADMISSIBLE),
    ],
)
def test_a_ruling_ends_the_proceedings(ruling: Ruling, act: type, state: ObjectionState) -> None:
    """With who ruled, on which day, on which decision, and why."""
    objection = an_objection()
    objection.rule(ruling, handled(a_refusal()))
    event = objection.pending()[-1]
    assert isinstance(event, act)
    assert (event.case_id, event.decision_id, event.decided_by) == (CASE, REFUSAL, HANDLER)  # type: ignore[attr-defined]  # of each ruling
    assert event.heard is HowHeard.NOT_WANTED  # type: ignore[attr-defined]  # of each ruling
    assert (event.ruled_on, event.sealed_reasons) == (TODAY, REASONS)  # type: ignore[attr-defined]  # of each ruling
    assert (objection.state, objection.undecided) == (state, False)


@pytest.mark.parametrize("ruling", RULINGS)
def test_who_took_a_decision_rules_on_no_objection_against_it(ruling: Ruling) -> None:
    """Awb 10:3."""
    with pytest.raises(NotYours):
        an_objection().rule(ruling, handled(a_refusal(), by=DECIDER))


@pytest.mark.parametrize("ruling", [DISMISSED, NO_INTEREST])
def test_the_approver_of_an_attached_renewal_rules_on_no_objection_against_it(ruling: Ruling) -> None:
    """Awb 10:3, for every decision that the objection is by law directed at."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal())
    deciders = deciders_of(objection.directed_at, [a_refusal(), a_renewal()])
    assert deciders == {DECIDER, APPROVER}
    with pytest.raises(NotYours):
        objection.rule(ruling, handled(a_refusal(), by=APPROVER, deciders=deciders))


@pytest.mark.parametrize("ruling", RULINGS)
def test_no_ruling_while_a_finding_stands(ruling: Ruling) -> None:
    """The renewed decision will be the ruling; never both."""
    objection = an_objection_with_a_finding()
    with pytest.raises(NotInThisState):
        objection.rule(ruling, handled(a_refusal()))


@pytest.mark.parametrize("first", RULINGS)
@pytest.mark.parametrize("second", RULINGS)
def test_there_is_one_ruling(first: Ruling, second: Ruling) -> None:
    """An objection that has ended is not ruled on again."""
    objection = an_objection()
    objection.rule(first, handled(a_refusal()))
    with pytest.raises(NotInThisState):
        objection.rule(second, handled(a_refusal()))


@pytest.mark.parametrize(
    ("contested", "ruling", "refusal", "code"),
    [
        (None, DISMISSED, NotInThisState, "decision_not_heard_of"),
        (None, UPHELD, NotInThisState, "decision_not_heard_of"),
        (None, NO_INTEREST, NotInThisState, "decision_not_heard_of"),
        (a_refusal(decided_by=None, outcome=None), OTHER, NotInThisState, "decision_not_heard_of"),
        (a_refusal(case_id=OTHER_CASE), DISMISSED, RuleBroken, "decision_of_another"),
        (a_refusal(applicant_subject="applicant-2"), UPHELD, RuleBroken, "decision_of_another"),
        (a_refusal(outcome=Outcome.GRANTED), UPHELD, RuleBroken, "decision_grants"),
        (a_refusal(revoked_on_objection=RENEWAL), UPHELD, RuleBroken, "decision_revoked"),
    ],
)
def test_a_ruling_needs_what_it_rests_on(
    contested: ContestedDecision | None, ruling: Ruling, refusal: type[DomainError], code: str
) -> None:
    """Who decided must be known (Awb 10:3), and only what stands and grants nothing can be revoked."""
    objection = an_objection()
    with pytest.raises(refusal) as raised:
        objection.rule(ruling, handled(contested))
    assert raised.value.code == code
    assert acts_of(objection) == []


UNTIL = date(2028, 2, 15)
A_GRANT = a_refusal(outcome=Outcome.GRANTED, valid_until=UNTIL)
LATER = date(2029, 2, 15)


def test_an_objection_against_a_term_that_is_too_short_is_upheld_by_a_longer_one() -> None:
    """Awb 7:11: what was granted stays granted, and longer."""
    objection = reconsidered(an_objection(), LATER, contested=A_GRANT)
    objection.rule(Upholding(REASONS, valid_until=LATER), handled(A_GRANT))
    upheld = objection.pending()[-1]
    assert isinstance(upheld, ObjectionUpheldForAnotherReason)
    assert upheld.valid_until == LATER


@pytest.mark.parametrize(
    ("contested", "valid_until", "code"),
    [
        (A_GRANT, UNTIL, "not_longer"),
        (A_GRANT, date(2027, 2, 15), "not_longer"),
        (A_GRANT, None, "decision_grants"),
        (a_refusal(outcome=Outcome.GRANTED), LATER, "not_longer"),
        (
            a_refusal(outcome=Outcome.GRANTED, valid_until=UNTIL, exemption_type=ExemptionType.DAY),
            LATER,
            "decision_grants",
        ),
        (a_refusal(), LATER, "term_follows_policy"),
        (a_refusal(outcome=Outcome.REVOKED), LATER, "term_follows_policy"),
    ],
)
def test_only_of_a_grant_is_a_later_last_day_named(
    contested: ContestedDecision, valid_until: date | None, code: str
) -> None:
    """Nobody is worse off for having objected, and of what was refused the policy says until when."""
    objection = an_objection()
    with pytest.raises(RuleBroken) as raised:
        objection.rule(Upholding(REASONS, valid_until=valid_until), handled(contested))
    assert raised.value.code == code
    assert acts_of(objection) == []


def test_an_objection_against_nothing_is_inadmissible() -> None:
    """No decision was ever heard of: nobody took it, and the proceedings can end."""
    objection = an_objection()
    objection.rule(OTHER, handled(None, deciders=frozenset()))
    assert objection.state is ObjectionState.INADMISSIBLE


@pytest.mark.parametrize(
    ("contested", "ruling"),
    [
        (a_refusal(outcome=Outcome.GRANTED), DISMISSED),
        (a_refusal(outcome=None), DISMISSED),
        (a_refusal(applicant_subject="applicant-2"), NO_INTEREST),
    ],
    ids=["against a grant", "against leaving out", "of another person"],
)
def test_what_cannot_be_upheld_can_end_otherwise(contested: ContestedDecision, ruling: Ruling) -> None:
    """Every pending objection can be ended by a handler."""
    objection = an_objection()
    objection.rule(ruling, handled(contested))
    assert not objection.undecided


@pytest.mark.parametrize(
    ("day", "code"),
    [(TODAY, None), (date(2026, 5, 19), "day_has_passed"), (None, "day_not_known")],
)
def test_a_day_exemption_is_upheld_until_its_day_has_passed(day: date | None, code: str | None) -> None:
    """It would be granted for that day alone; the proceedings can end otherwise."""
    contested = a_refusal(exemption_type=ExemptionType.DAY, day=day)
    objection = an_objection()
    if code is None:
        objection.rule(UPHELD, handled(contested))
        assert objection.state is ObjectionState.UPHELD
        return
    with pytest.raises(RuleBroken) as raised:
        objection.rule(UPHELD, handled(contested))
    assert raised.value.code == code
    objection.rule(NO_INTEREST, handled(contested))
    assert objection.state is ObjectionState.INADMISSIBLE


def test_leaving_out_of_consideration_can_be_revoked() -> None:
    """Upheld, the application is dealt with after all (Awb 4:5, 7:11(2))."""
    objection = an_objection()
    objection.rule(UPHELD, handled(a_refusal(outcome=None)))
    assert objection.state is ObjectionState.UPHELD


def test_nothing_is_upheld_once_a_renewed_decision_grants() -> None:
    """What it would ask for has happened; what is left can be dismissed."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal())
    with pytest.raises(RuleBroken) as raised:
        objection.rule(UPHELD, handled(a_refusal()))
    assert raised.value.code == "decision_replaced"
    objection.rule(DISMISSED, handled(a_refusal()))
    assert objection.state is ObjectionState.DISMISSED


@pytest.mark.parametrize("ruling", [DISMISSED, UPHELD])
def test_a_late_objection_is_not_looked_at_on_its_merits(ruling: Ruling) -> None:
    """Awb 6:9."""
    objection = a_late_objection()
    with pytest.raises(RuleBroken) as raised:
        objection.rule(ruling, handled(a_refusal()))
    assert raised.value.code == "objection_late"


@pytest.mark.parametrize("ruling", [DISMISSED, UPHELD])
def test_unless_a_person_excuses_the_lateness(ruling: Ruling) -> None:
    """Awb 6:11: with reasons, which are recorded before the ruling."""
    objection = a_late_objection()
    objection.rule(ruling, handled(a_refusal(), excused=EXCUSE))
    excused, waived, ruled = objection.pending()[1:]
    assert isinstance(excused, LatenessExcused)
    assert (excused.excused_by, excused.sealed_reasons) == (HANDLER, EXCUSE)
    assert isinstance(waived, HearingWaived)
    assert not isinstance(ruled, LatenessExcused)


def test_lateness_is_excused_once() -> None:
    """After the finding lapsed, the ruling needs no second excuse."""
    objection = a_late_objection()
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal(), excused=EXCUSE))
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    objection.rule(DISMISSED, handled(a_refusal()))
    assert acts_of(objection) == [
        LatenessExcused,
        ThresholdConsequenceFound,
        ThresholdConsequenceRetracted,
        ObjectionDismissed,
    ]


def test_the_term_to_decide_on_a_late_objection_runs_from_its_receipt() -> None:
    """Awb 7:10 from the day after receipt: it cannot end before it came."""
    objection = an_objection(received_on=date(2026, 9, 1))
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal(), excused=EXCUSE))
    found = objection.pending()[-1]
    assert isinstance(found, ThresholdConsequenceFound)
    assert (found.within_term, found.decide_before) == (False, date(2026, 10, 13))


@pytest.mark.parametrize("contested", [a_refusal(), a_refusal(remedy_last_day=None)])
def test_there_is_nothing_to_excuse_in_time(contested: ContestedDecision) -> None:
    """Nor while the term is not known."""
    objection = an_objection()
    with pytest.raises(RuleBroken) as raised:
        objection.rule(DISMISSED, handled(contested, excused=EXCUSE))
    assert raised.value.code == "objection_not_late"


def test_late_is_a_ruling_of_a_person() -> None:
    """Awb 6:9, 6:11: inadmissible because a handler says so, with reasons."""
    objection = a_late_objection()
    objection.rule(LATE, handled(a_refusal()))
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionDeclaredInadmissible)
    assert (event.ground, event.sealed_reasons) == (InadmissibilityGround.LATE, REASONS)


def test_what_is_not_late_is_not_inadmissible_for_it() -> None:
    """In time, or excused before."""
    excused = a_late_objection()
    excused.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal(), excused=EXCUSE))
    excused.retract_threshold_consequence(TERM, handled(a_refusal()))
    for objection in (an_objection(), excused):
        with pytest.raises(RuleBroken) as raised:
            objection.rule(LATE, handled(a_refusal()))
        assert raised.value.code == "objection_not_late"


@pytest.mark.parametrize("objection", [an_objection(), an_objection_with_a_finding()])
def test_the_objector_withdraws(objection: Objection) -> None:
    """Awb 6:21, also while a finding stands that only handlers see."""
    objection.withdraw(by=OBJECTOR, on=TODAY)
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionWithdrawn)
    assert event.withdrawn_on == TODAY
    assert objection.state is ObjectionState.WITHDRAWN


def test_nobody_withdraws_for_an_objector_who_can() -> None:
    """The desk withdraws what came by post, and nothing else."""
    with pytest.raises(NotYours):
        an_objection().withdraw(by=HANDLER, on=TODAY)
    by_post = an_objection(lodged_by=None)
    by_post.withdraw(by=HANDLER, on=TODAY)
    assert by_post.state is ObjectionState.WITHDRAWN


@pytest.mark.parametrize("ruling", RULINGS)
def test_what_has_ended_is_not_withdrawn(ruling: Ruling) -> None:
    """After the ruling there is nothing left to withdraw."""
    objection = an_objection()
    objection.rule(ruling, handled(a_refusal()))
    with pytest.raises(NotInThisState):
        objection.withdraw(by=OBJECTOR, on=TODAY)


def test_after_the_rejection_of_the_set_the_handler_rules() -> None:
    """Pending again; the rejection a second time changes nothing."""
    objection = an_objection_with_a_finding()
    for _ in range(2):
        objection.reject_threshold_consequence(threshold_set_id=THRESHOLD_SET, on=TODAY)
    assert objection.state is ObjectionState.PENDING
    objection.rule(DISMISSED, handled(a_refusal()))
    assert acts_of(objection) == [ThresholdConsequenceFound, ThresholdConsequenceRejected, ObjectionDismissed]


def test_a_rejection_does_not_revive_an_objection_that_was_withdrawn() -> None:
    """The message comes late: the objector withdrew."""
    objection = an_objection_with_a_finding()
    objection.withdraw(by=OBJECTOR, on=TODAY)
    objection.reject_threshold_consequence(threshold_set_id=THRESHOLD_SET, on=TODAY)
    assert objection.state is ObjectionState.WITHDRAWN


def test_a_finding_is_retracted_by_another_than_the_decider() -> None:
    """And only while it stands."""
    objection = an_objection_with_a_finding()
    with pytest.raises(NotYours):
        objection.retract_threshold_consequence(TERM, handled(a_refusal(), by=DECIDER))
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    assert objection.state is ObjectionState.PENDING
    with pytest.raises(NotInThisState):
        objection.retract_threshold_consequence(TERM, handled(a_refusal()))


def taken_up(objection: Objection) -> Objection:
    """The set that the finding caused is in force."""
    objection.take_up_threshold_consequence(threshold_set_id=THRESHOLD_SET, reassessment_id=REASSESSMENT)
    return objection


def test_a_finding_is_not_retracted_once_its_set_is_in_force() -> None:
    """The renewal is under way and will be the ruling; hearing of it again changes nothing."""
    objection = taken_up(taken_up(an_objection_with_a_finding()))
    with pytest.raises(RuleBroken) as raised:
        objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    assert raised.value.code == "renewal_under_way"
    assert acts_of(objection) == [ThresholdConsequenceFound, ThresholdConsequenceTakenUp]
    assert objection.state is ObjectionState.CONSEQUENCE_FOUND


def test_a_finding_that_the_reassessment_left_open_is_its_handler_s_again() -> None:
    """Completed without a decision on this objection; of another reassessment nothing follows."""
    objection = taken_up(an_objection_with_a_finding())
    objection.leave_threshold_consequence_open(reassessment_id=NEXT_RENEWAL)
    assert objection.taken_up_in == REASSESSMENT
    objection.leave_threshold_consequence_open(reassessment_id=REASSESSMENT)
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    assert objection.state is ObjectionState.PENDING


def test_the_end_of_the_reassessment_changes_nothing_after_its_ruling() -> None:
    """The renewal ruled, and was heard of first."""
    objection = taken_up(an_objection_with_a_finding())
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    objection.leave_threshold_consequence_open(reassessment_id=REASSESSMENT)
    assert acts_of(objection)[-1] is ObjectionUpheld


def test_a_set_in_force_is_nothing_to_a_finding_that_was_retracted_before() -> None:
    """The messages crossed: the objection is its handler's, and can be ruled on."""
    objection = an_objection_with_a_finding()
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    taken_up(objection).rule(DISMISSED, handled(a_refusal()))
    assert objection.state is ObjectionState.DISMISSED


@pytest.mark.parametrize("ruling", [None, DISMISSED, UPHELD, NO_INTEREST])
@pytest.mark.parametrize("found_again", [False, True])
def test_a_retraction_that_crossed_the_campaign_leaves_nothing_ruled_and_pending(
    ruling: Ruling | None, found_again: bool
) -> None:
    """Whatever the handler did before the renewal was heard of, the proceedings have ended after it."""
    objection = an_objection_with_a_finding()
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    if ruling is not None:
        objection.rule(ruling, handled(a_refusal()))
    elif found_again:
        objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(a_refusal()))
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    assert not objection.undecided
    assert RENEWAL in {objection.ruled_in, objection.ruled_after_end}


def test_the_replacing_decision_is_named_once() -> None:
    """After an objection was upheld for another reason (Awb 7:11)."""
    objection = an_objection()
    objection.rule(UPHELD, handled(a_refusal()))
    for _ in range(2):
        objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    assert acts_of(objection) == [ObjectionUpheldForAnotherReason, ReplacingDecisionNoted]
    assert objection.ruled_in == RENEWAL


def test_a_renewal_that_crossed_the_retraction_still_upholds() -> None:
    """The decision that was taken stands, and the objection is pending: it is the ruling."""
    objection = an_objection_with_a_finding()
    objection.retract_threshold_consequence(TERM, handled(a_refusal()))
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by=HANDLER)
    assert acts_of(objection)[-1] is ObjectionUpheld


@pytest.mark.parametrize("ruling", [DISMISSED, NO_INTEREST, None])
def test_a_renewal_that_crossed_the_end_is_noted_for_a_person(ruling: Ruling | None) -> None:
    """It changes nothing about the end, and is not passed over in silence."""
    objection = an_objection()
    if ruling is None:
        objection.withdraw(by=OBJECTOR, on=TODAY)
    else:
        objection.rule(ruling, handled(a_refusal()))
    ended = objection.state
    for _ in range(2):
        objection.note_ruling_decision(decision_id=NEXT_RENEWAL, decided_by=HANDLER)
    assert acts_of(objection)[1:] == [RulingAfterEndNoted]
    assert (objection.state, objection.ruled_after_end) == (ended, NEXT_RENEWAL)


@pytest.mark.parametrize(
    ("end", "appealable"),
    [(DISMISSED, True), (UPHELD, True), (NO_INTEREST, True), (None, False), ("withdrawn", False)],
)
def test_only_against_a_ruling_can_be_appealed(end: Ruling | str | None, appealable: bool) -> None:
    """Awb 8:1 with 7:1."""
    objection = an_objection()
    if end == "withdrawn":
        objection.withdraw(by=OBJECTOR, on=TODAY)
    elif isinstance(end, Dismissal | Inadmissibility | Upholding):
        objection.rule(end, handled(a_refusal()))
    if appealable:
        objection.require_ruling()
    else:
        with pytest.raises(NotInThisState):
            objection.require_ruling()
