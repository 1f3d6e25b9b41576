"""What happens to a decision when the objection against it is upheld for another reason than a threshold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import (
    NOT_SAID,
    DecisionReplacedOnObjection,
    HowRuled,
    LeavingOutRevokedOnObjection,
    UpheldRuling,
)
from services.decisions.domain.reconsidering import CaseReconsidered
from services.decisions.domain.replaced_otherwise import GrantRevokedOnObjection, RefusalReplacedOnObjection
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import Finding, Outcome, RefusalGround, Remedy, Replacement
from tests.support.cases import (
    HOLDER,
    NEW_ROWS,
    NEW_SET,
    OBJECTION,
    OBJECTION_HANDLER,
    POLICY,
    a_case_just_opened,
    a_case_with_facts,
    a_decided_case,
    a_van,
    in_force,
    new_events,
    settled,
)
from tests.support.proceedings import (
    RULING,
    SEALED_RULING,
    a_case_asked_twice_in_vain,
    leave_out,
    refuse_on_other_ground,
    uphold,
)


def test_the_refusal_is_replaced_by_a_grant_at_once():
    """Awb 7:11(2): by the objection handler, with appeal as the remedy (Awb 8:1)."""
    case = a_decided_case()
    refusal = case.decision_id
    uphold(case)
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.replaces_decision_id, replaced.decides_objection_id) == (refusal, OBJECTION)
    assert (replaced.decided_by, replaced.remedy, replaced.holder) == (
        OBJECTION_HANDLER,
        Remedy.APPEAL,
        HOLDER,
    )
    assert replaced.valid_until == date(2028, 4, 19)
    assert case.state is CaseState.GRANTED
    assert case.decision_id == replaced.decision_id == replaced.event_id


def test_the_grant_rests_on_the_ruling():
    """Awb 7:12: its reasons, sealed, take the place of the criteria, and no threshold was looked at."""
    case = a_decided_case()
    uphold(case)
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert case.decided is not None
    [criterion] = case.decided.criteria
    assert (criterion.finding, RULING in criterion.reason) == (Finding.MET, False)
    assert replaced.sealed_reasons == SEALED_RULING
    assert (case.decided.facts, case.decided.threshold_set_id) == (case.facts, None)


def test_a_ruling_from_before_reasons_were_sealed_is_carried_out():
    """Its message may come late; the words stand where such words stood."""
    case = a_decided_case()
    uphold(case, ruling=UpheldRuling(RULING))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert ([one.reason for one in replaced.grounds.criteria], replaced.sealed_reasons) == ([RULING], None)


@pytest.mark.parametrize("payload", [1000, 1300], ids=["refused", "granted"])
def test_any_decision_on_the_merits_can_be_replaced(payload: int):
    """A renewal that grants, and to which the pending objection is directed too, as well (Awb 6:19)."""
    case = a_decided_case(a_van(payload))
    uphold(case)
    assert case.state is CaseState.GRANTED


def test_a_refusal_on_another_ground_can_be_replaced():
    """Also one that was never assessed."""
    case = a_case_with_facts()
    refuse_on_other_ground(case)
    uphold(settled(case))
    assert case.state is CaseState.GRANTED


def test_a_grant_whose_end_the_facts_do_not_tell_ends_after_a_year():
    """The register never answered; the validity is then a parameter of ours (SYNTHETIC)."""
    case = a_case_just_opened()
    refuse_on_other_ground(case)
    uphold(settled(case), date(2026, 4, 20))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert replaced.valid_until == date(2027, 4, 19)


def test_an_objection_with_a_finding_is_decided_by_the_renewal_alone():
    """Never both."""
    case = a_decided_case()
    case.note_threshold_consequence(
        objection_id=OBJECTION,
        found_by=OBJECTION_HANDLER,
        vehicle_category="N1",
        parameter="payload_kg",
        decide_before=None,
    )
    with pytest.raises(RuleBroken, match="finding_runs"):
        uphold(settled(case))


def test_an_application_left_out_is_taken_up_again():
    """Nothing was assessed, so there is nothing to grant yet; it can then be assessed and decided."""
    case = a_case_asked_twice_in_vain()
    leave_out(case)
    left_out = case.decision_id
    uphold(settled(case))
    [revoked] = new_events(case)
    assert isinstance(revoked, LeavingOutRevokedOnObjection)
    assert (revoked.revokes_decision_id, revoked.sealed_reasons) == (left_out, SEALED_RULING)
    assert case.state is CaseState.UNDECIDED
    refuse_on_other_ground(case, on=date(2026, 4, 21))
    assert case.state is CaseState.REFUSED


def withdrawn() -> DecisionCase:
    """The applicant withdrew."""
    case = a_case_with_facts()
    case.note_withdrawal(withdrawn_on=date(2026, 1, 20), handling_started=False)
    return settled(case)


@pytest.mark.parametrize("make", [a_case_with_facts, withdrawn], ids=["undecided", "withdrawn"])
def test_without_a_decision_there_is_nothing_to_revoke(make: Callable[[], DecisionCase]):
    """An objection presupposes one (Awb 7:1)."""
    with pytest.raises(NotInThisState, match="not_decided"):
        uphold(make())


def test_what_a_court_ordered_anew_is_upheld_anew():
    """Awb 8:72(4): the objection is pending again, and the decision that followed from it is replaced."""
    case = a_decided_case()
    uphold(case)
    first = case.decision_id
    case.note_objection_end(objection_id=OBJECTION, ruling="upheld")
    case.note_pending_objection(objection_id=OBJECTION, received_on=date(2026, 4, 1))
    assert [one.objection_id for one in case.objections] == [OBJECTION]
    uphold(settled(case), date(2026, 12, 1))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert replaced.replaces_decision_id == first


def test_what_is_ordered_anew_on_the_objection_of_another_is_decided_again_and_covers_nothing():
    """Awb 6:19: the applicant, who is no party to those proceedings, keeps a remedy of their own against a renewal."""
    case = a_decided_case()
    uphold(case)
    case.note_objection_end(objection_id=OBJECTION, ruling="upheld")
    case.note_pending_objection(objection_id=OBJECTION, received_on=date(2026, 3, 2), of_another=True)
    assert case.objections == ()
    uphold(case)
    assert isinstance(new_events(case)[-1], DecisionReplacedOnObjection)


def test_the_replacing_decision_says_how_the_objector_was_heard():
    """Awb 7:12(1), and of which order of a court it is the outcome."""
    case = a_decided_case()
    how = HowRuled(
        heard="held",
        heard_on=date(2026, 4, 9),
        anew_appeal_id=None,
        court_ruled_on=date(2026, 4, 3),
        penalty_euros=None,
        beside=None,
    )
    uphold(case, ruling=UpheldRuling(SEALED_RULING, how=how))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.heard, replaced.heard_on, replaced.court_ruled_on) == (
        "held",
        date(2026, 4, 9),
        date(2026, 4, 3),
    )


@pytest.mark.parametrize(
    ("named", "until"),
    [(date(2028, 4, 1), date(2028, 4, 1)), (date(2030, 1, 1), date(2028, 4, 19))],
    ids=["within the policy", "beyond it"],
)
def test_what_takes_the_place_of_a_grant_is_valid_as_long_as_the_ruling_says(named: date, until: date):
    """An objection against a term that was too short (Awb 7:11); no longer than the policy gives (Awb 4:81)."""
    case = a_decided_case(a_van(1300))
    uphold(case, ruling=UpheldRuling(SEALED_RULING, valid_until=named))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.valid_until, replaced.effective_from, case.valid_until) == (until, None, until)


def test_a_grant_that_stands_is_never_shortened_by_the_policy_of_the_day():
    """Awb 7:11: nobody ends worse off by objecting."""
    case = a_decided_case(a_van(1300))
    case.valid_until = date(2029, 1, 1)
    uphold(case, ruling=UpheldRuling(SEALED_RULING, valid_until=date(2029, 6, 1)))
    assert case.valid_until == date(2029, 1, 1)


NEW_THRESHOLDS = in_force(*NEW_ROWS, set_id=NEW_SET)
IN_PART = UpheldRuling(SEALED_RULING, Replacement.GRANT_IN_PART, date(2026, 9, 1))
OTHER_REFUSAL = UpheldRuling(SEALED_RULING, Replacement.OTHER_REFUSAL)
TAKEN_BACK = UpheldRuling(SEALED_RULING, Replacement.REVOCATION, of_another=True)


def test_a_refusal_on_another_ground_takes_the_place_of_one_that_did_not_hold():
    """Awb 7:11(2): revoked, and as needed replaced; with the ruling's reasons, and appeal as the remedy."""
    case = a_decided_case()
    refusal = case.decision_id
    uphold(case, ruling=OTHER_REFUSAL)
    [replaced] = new_events(case)
    assert isinstance(replaced, RefusalReplacedOnObjection)
    assert (replaced.replaces_decision_id, replaced.remedy) == (refusal, Remedy.APPEAL)
    assert (replaced.ground, replaced.sealed_reasons) == (RefusalGround.OTHER, SEALED_RULING)
    assert (case.state, case.decision_id) == (CaseState.REFUSED, replaced.decision_id)


def test_an_objection_upheld_in_part_gives_the_exemption_until_the_day_of_the_ruling():
    """Awb 7:11(2): an earlier one than the policy gives, which would be in 2028."""
    case = a_decided_case()
    uphold(case, ruling=IN_PART)
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.valid_until, replaced.in_part) == (date(2026, 9, 1), True)


def test_what_is_named_beyond_the_policy_is_granted_as_the_policy_gives_it():
    """Awb 4:81: of a ruling that was on its way before that was refused; then it is no part."""
    case = a_decided_case()
    uphold(case, ruling=replace(IN_PART, valid_until=date(2099, 12, 31)))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.valid_until, replaced.in_part) == (date(2028, 4, 19), False)


@pytest.mark.parametrize("ruling", [IN_PART, OTHER_REFUSAL], ids=["in_part", "other_refusal"])
def test_a_ruling_that_crossed_a_grant_takes_nothing_of_it(ruling: UpheldRuling):
    """Awb 7:11: nobody ends worse off by objecting."""
    case = a_decided_case(a_van(1300))
    with pytest.raises(NotInThisState) as raised:
        uphold(case, ruling=ruling)
    assert raised.value.code == "decision_differs"


def test_a_grant_is_taken_back_on_the_objection_of_another():
    """Awb 7:11(2), 3:40: from the day after at the earliest, with appeal as its holder's remedy."""
    case = a_decided_case(a_van(1300))
    uphold(case, ruling=TAKEN_BACK)
    [revoked] = new_events(case)
    assert isinstance(revoked, GrantRevokedOnObjection)
    assert (revoked.effective_from, revoked.remedy) == (date(2026, 4, 21), Remedy.APPEAL)
    assert (case.state, case.revoked_from) == (CaseState.REVOKED, date(2026, 4, 21))


def test_a_grant_becomes_shorter_on_the_objection_of_another():
    """Awb 7:11(2): the ruling replaces it by one that ends earlier."""
    case = a_decided_case(a_van(1300))
    uphold(case, ruling=replace(IN_PART, of_another=True))
    assert case.valid_until == date(2026, 9, 1)


SHORTENED = replace(IN_PART, of_another=True)
APPEAL, COURT_RULED = UUID(int=4711), date(2026, 11, 6)
DISMISSED_ANEW = UpheldRuling(
    SEALED_RULING, how={**NOT_SAID, "anew_appeal_id": APPEAL, "court_ruled_on": COURT_RULED}
)
ANEW_ON = date(2026, 11, 20)


def taken_and_annulled(*rulings: UpheldRuling) -> tuple[DecisionCase, date]:
    """A grant that was taken or shortened on the objection of another, each time annulled by a court; and its end."""
    case = a_decided_case(a_van(1300))
    granted_until = case.valid_until
    assert granted_until is not None
    for ruling in rulings:
        uphold(case, ruling=ruling)
        case.note_pending_objection(objection_id=OBJECTION, received_on=date(2026, 4, 1))
    new_events(case)
    return settled(case), granted_until


@pytest.mark.parametrize(
    ("rulings", "since"),
    [
        ([TAKEN_BACK], date(2026, 4, 21)),
        ([SHORTENED], date(2026, 9, 2)),
        ([TAKEN_BACK, SHORTENED], date(2026, 9, 2)),
        ([SHORTENED, TAKEN_BACK], date(2026, 4, 21)),
    ],
    ids=["taken", "shortened", "taken, then shortened", "shortened, then taken"],
)
def test_what_an_annulled_ruling_took_holds_again_when_the_objection_is_dismissed_anew(
    rulings: list[UpheldRuling], since: date
):
    """Awb 8:72(1), (4): since the first day without it, until the day that was granted; its holder can appeal."""
    case, granted_until = taken_and_annulled(*rulings)
    case.restore_after_court(
        OBJECTION, DISMISSED_ANEW, policy=POLICY, decided_on=ANEW_ON, decided_by="objection-handler-1"
    )
    [restored] = new_events(case)
    assert isinstance(restored, DecisionReplacedOnObjection)
    assert (restored.effective_from, restored.valid_until) == (since, granted_until)
    assert (restored.restores_anew, restored.of_another, restored.court_ruled_on) == (True, True, COURT_RULED)
    assert (case.state, case.valid_until, case.revoked_from) == (CaseState.GRANTED, granted_until, None)


def test_where_a_ruling_took_nothing_a_dismissal_anew_restores_nothing():
    """The annulled ruling granted, or refused on another ground; or another decision stands by now."""
    refused = a_decided_case()
    uphold(refused, ruling=OTHER_REFUSAL)
    taken, _ = taken_and_annulled(TAKEN_BACK)
    for case, objection in ((refused, OBJECTION), (taken, UUID(int=4712))):
        new_events(case)
        settled(case).restore_after_court(
            objection, DISMISSED_ANEW, policy=POLICY, decided_on=ANEW_ON, decided_by="objection-handler-1"
        )
        assert not settled(case).pending()


def test_what_was_taken_back_is_taken_back_anew_or_given_back_in_part():
    """Awb 8:72(4): the decision anew takes the place of the annulled one; a part holds since it was taken away."""
    taken, _ = taken_and_annulled(TAKEN_BACK)
    uphold(taken, ruling=TAKEN_BACK)
    [again] = new_events(taken)
    assert isinstance(again, GrantRevokedOnObjection)
    assert taken.state is CaseState.REVOKED
    given, _ = taken_and_annulled(TAKEN_BACK)
    uphold(given, ruling=SHORTENED)
    [part] = new_events(given)
    assert isinstance(part, DecisionReplacedOnObjection)
    assert (part.effective_from, part.valid_until) == (date(2026, 4, 21), date(2026, 9, 1))


def test_a_grant_in_part_is_followed_anew_by_a_longer_one():
    """Awb 7:11, 8:72(4): what stands was given on the same objection, and annulled."""
    case = a_decided_case()
    uphold(case, ruling=IN_PART)
    case.note_pending_objection(objection_id=OBJECTION, received_on=date(2026, 4, 1))
    uphold(settled(case), ruling=replace(IN_PART, valid_until=date(2026, 12, 1)))
    assert case.valid_until == date(2026, 12, 1)


def test_what_was_taken_back_already_is_not_taken_back_again():
    """Its ruling crossed the revocation."""
    case = a_decided_case()
    with pytest.raises(NotInThisState):
        uphold(case, ruling=TAKEN_BACK)


def test_a_case_is_reconsidered_on_the_facts_and_rules_of_the_day():
    """Awb 7:11(1): beside what the decision rests on; nothing is decided by it."""
    case = a_decided_case()
    refused = case.decided
    case.reconsider(OBJECTION, thresholds=NEW_THRESHOLDS, policy=POLICY, on=date(2026, 4, 20))
    [event] = new_events(case)
    assert isinstance(event, CaseReconsidered)
    assert (event.decided, case.decided, case.state) == (refused, refused, CaseState.REFUSED)
    grounds = event.reassessed.grounds
    assert (grounds.on, grounds.threshold_set_id) == (date(2026, 4, 20), NEW_THRESHOLDS.threshold_set_id)
    assert (event.reassessed.advice, event.granted_until) == (Outcome.GRANTED, date(2028, 4, 19))


def test_the_decision_that_follows_keeps_what_its_ruling_rests_on():
    """Awb 7:11(1), 3:46."""
    case = a_decided_case()
    case.reconsider(OBJECTION, thresholds=NEW_THRESHOLDS, policy=POLICY, on=date(2026, 4, 20))
    [reconsidered] = new_events(case)
    assert isinstance(reconsidered, CaseReconsidered)
    uphold(settled(case), ruling=UpheldRuling(SEALED_RULING, rests_on=reconsidered.assessment_id))
    [replaced] = new_events(case)
    assert isinstance(replaced, DecisionReplacedOnObjection)
    assert (replaced.assessment_id, replaced.reassessed) == (
        reconsidered.assessment_id,
        reconsidered.reassessed,
    )
