"""Revoking an exemption: the ground, the hearing, the day of effect, and what an upheld objection restores."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.case_fold import CaseFold
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import DecisionReplacedOnObjection
from services.decisions.domain.disposition import Standing, standing
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.policy import policy_on
from services.decisions.domain.revocation import (
    ExemptionRevoked,
    Revocation,
    RevocationIntended,
)
from shared.errors import NotInThisState, RuleBroken
from shared.vocabulary import ExemptionType, Finding, NotHeardGround, Remedy, RevocationGround, StatedFacts
from tests.support.cases import (
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    OBJECTION,
    POLICY,
    RECEIVED_ON,
    a_decided_case,
    a_van,
    an_application,
    decide,
    in_force,
    new_events,
    settled,
    under,
)
from tests.support.proceedings import SEALED_REASONS, uphold

TODAY = date(2026, 6, 1)
VIEWS_UNTIL = date(2026, 6, 15)
FROM = date(2026, 7, 1)
GROUND = RevocationGround.CONDITIONS_NO_LONGER_MET


def a_granted_case() -> DecisionCase:
    """Granted on 16 February 2026, valid until 15 February 2028."""
    return a_decided_case(a_van(1300))


def intend(case: DecisionCase, ground: RevocationGround = GROUND, views_until: date = VIEWS_UNTIL) -> None:
    """The holder is told on 1 June."""
    case.intend_revocation(
        ground, views_until=views_until, reasons=SEALED_REASONS, intended_on=TODAY, intended_by=HANDLER
    )


def hear(case: DecisionCase, on: date = date(2026, 6, 8)) -> None:
    """The holder says what they think of it."""
    case.note_views(SEALED_REASONS, manner=ViewsManner.ORAL, received_on=on, today=on, noted_by=HANDLER)


def revoke(
    case: DecisionCase,
    on: date,
    ground: RevocationGround = GROUND,
    effective_from: date = FROM,
    not_heard_because: NotHeardGround | None = None,
) -> None:
    """The decision."""
    revocation = Revocation(ground, effective_from, SEALED_REASONS, not_heard_because)
    case.revoke(revocation, policy=POLICY, decided_on=on, decided_by=HANDLER)


def a_revoked_case() -> DecisionCase:
    """Heard on 8 June, revoked on 9 June from 1 July on."""
    case = a_granted_case()
    intend(case)
    hear(case)
    revoke(settled(case), date(2026, 6, 9))
    return case


def test_after_the_holder_was_heard_the_exemption_is_revoked_from_a_day_to_come():
    """Awb 4:8, 3:40, 3:46: a decision of its own, with its ground and objection as its remedy."""
    case = a_granted_case()
    granted = case.decision_id
    intend(case)
    hear(case)
    revoke(settled(case), date(2026, 6, 9))
    [revoked] = new_events(case)
    assert isinstance(revoked, ExemptionRevoked)
    assert (revoked.replaces_decision_id, revoked.ground, revoked.effective_from) == (granted, GROUND, FROM)
    assert (revoked.remedy, revoked.decided_by) == (Remedy.OBJECTION, HANDLER)
    [criterion] = revoked.grounds.criteria
    assert (criterion.criterion, criterion.finding) == ("conditions_no_longer_met", Finding.UNMET)
    assert (case.state, case.decision_id, case.intention) == (CaseState.REVOKED, revoked.event_id, None)


def test_silence_until_the_end_of_the_term_is_heard_enough():
    """Awb 4:8 gives an opportunity, not a duty."""
    case = a_granted_case()
    intend(case)
    with pytest.raises(RuleBroken, match="views_term_runs"):
        revoke(case, VIEWS_UNTIL)
    revoke(case, VIEWS_UNTIL + timedelta(days=1))
    assert case.state is CaseState.REVOKED


def test_nobody_is_revoked_unheard():
    """Awb 4:8."""
    case = a_granted_case()
    with pytest.raises(RuleBroken, match="holder_not_heard"):
        revoke(case, TODAY)
    assert not new_events(settled(case))


@pytest.mark.parametrize("because", sorted(set(NotHeardGround) - {NotHeardGround.MINOR_DEVIATION}))
def test_a_ground_of_the_law_takes_the_place_of_the_hearing(because: NotHeardGround):
    """Awb 4:11; it is in the decision."""
    case = settled(a_granted_case())
    revoke(case, TODAY, not_heard_because=because)
    [revoked] = new_events(case)
    assert isinstance(revoked, ExemptionRevoked)
    assert revoked.not_heard_because is because


def test_that_a_deviation_is_minor_is_none_of_them():
    """Awb 4:7(2) is about an application, and not about what is taken away."""
    with pytest.raises(RuleBroken, match="no_minor_deviation"):
        revoke(a_granted_case(), TODAY, not_heard_because=NotHeardGround.MINOR_DEVIATION)


def test_no_such_ground_is_stated_of_somebody_who_was_heard():
    """What the decision says of the hearing is so."""
    case = a_granted_case()
    intend(case)
    hear(case)
    with pytest.raises(RuleBroken, match="holder_was_heard"):
        revoke(case, date(2026, 6, 9), not_heard_because=NotHeardGround.URGENT)


def test_the_holder_is_heard_on_the_ground_that_is_used():
    """Views on another ground say nothing of this one (Awb 4:8)."""
    case = a_granted_case()
    intend(case, RevocationGround.WRONG_DATA)
    hear(case)
    with pytest.raises(RuleBroken, match="other_ground_intended"):
        revoke(case, date(2026, 6, 9))


def test_who_asks_for_it_need_not_be_heard():
    """And is not told of an intention either."""
    case = a_granted_case()
    with pytest.raises(RuleBroken, match="holder_asked"):
        intend(case, RevocationGround.ON_REQUEST)
    revoke(case, TODAY, RevocationGround.ON_REQUEST)
    assert case.state is CaseState.REVOKED


def test_a_revocation_takes_nothing_away_before_the_day_after_its_decision():
    """Awb 3:40."""
    case = a_granted_case()
    with pytest.raises(RuleBroken, match="revoked_before_announcement"):
        revoke(case, TODAY, RevocationGround.ON_REQUEST, effective_from=TODAY)
    revoke(case, TODAY, RevocationGround.ON_REQUEST, effective_from=TODAY + timedelta(days=1))


def test_what_ends_by_itself_is_not_revoked_after_its_end():
    """Neither on the day nor for a day after its last one."""
    case = a_granted_case()
    with pytest.raises(RuleBroken, match="revoked_after_its_end"):
        revoke(case, TODAY, RevocationGround.ON_REQUEST, effective_from=date(2028, 2, 16))
    with pytest.raises(NotInThisState, match="exemption_expired"):
        revoke(case, date(2028, 2, 16), RevocationGround.ON_REQUEST, effective_from=date(2028, 2, 17))


def test_the_holder_gets_two_weeks_at_least():
    """A SYNTHETIC term; the law names none."""
    case = a_granted_case()
    with pytest.raises(RuleBroken, match="views_term_too_short"):
        intend(case, views_until=VIEWS_UNTIL - timedelta(days=1))


def test_there_is_one_intention_at_a_time_and_it_can_be_given_up():
    """Then the exemption stays, and a later intention is a new one."""
    case = a_granted_case()
    intend(case)
    with pytest.raises(NotInThisState, match="revocation_intended"):
        intend(case)
    case.abandon_revocation(SEALED_REASONS, abandoned_on=TODAY, abandoned_by=HANDLER)
    assert (case.state, case.intention) == (CaseState.GRANTED, None)
    with pytest.raises(NotInThisState, match="no_revocation_intended"):
        hear(case)
    intend(settled(case))
    assert [type(event) for event in new_events(case)] == [RevocationIntended]


def test_views_do_not_come_from_the_future():
    """They are recorded once they have come."""
    case = a_granted_case()
    intend(case)
    with pytest.raises(RuleBroken, match="received_in_future"):
        case.note_views(
            SEALED_REASONS,
            manner=ViewsManner.WRITTEN,
            received_on=date(2026, 6, 3),
            today=date(2026, 6, 2),
            noted_by=HANDLER,
        )


@pytest.mark.parametrize("payload", [1000], ids=["refused"])
def test_only_an_exemption_can_be_revoked(payload: int):
    """Not a refusal, and not twice."""
    case = a_decided_case(a_van(payload))
    for act in (lambda: intend(case), lambda: revoke(case, TODAY, RevocationGround.ON_REQUEST)):
        with pytest.raises(NotInThisState, match="not_granted"):
            act()
    revoked = a_revoked_case()
    with pytest.raises(NotInThisState, match="not_granted"):
        revoke(revoked, date(2026, 6, 10), RevocationGround.ON_REQUEST)


def test_a_day_exemption_is_given_back_and_not_revoked():
    """It is over before its holder can be heard."""
    asked = an_application(ExemptionType.DAY, municipality="0344", stated=StatedFacts(day=RECEIVED_ON))
    case = DecisionCase.start_decision_term(case_id=CASE, application=asked)
    policy = policy_on(RECEIVED_ON, ExemptionType.DAY)
    case.decide_at_once(
        day_exemptions_used=0, policy=policy, decided_on=RECEIVED_ON, decided_by="decisions.day_exemptions"
    )
    assert case.state is CaseState.GRANTED
    with pytest.raises(NotInThisState, match="day_exemption"):
        revoke(settled(case), RECEIVED_ON, RevocationGround.ON_REQUEST)


def test_a_revocation_while_an_objection_runs_is_covered_by_it():
    """Awb 6:19."""
    case = a_granted_case()
    case.note_pending_objection(objection_id=OBJECTION, received_on=TODAY, within_term=True)
    revoke(settled(case), TODAY, RevocationGround.ON_REQUEST)
    [revoked] = new_events(case)
    assert isinstance(revoked, ExemptionRevoked)
    assert revoked.remedy is Remedy.COVERED_BY_PENDING_OBJECTION


def test_an_objection_that_turns_out_late_covers_no_revocation():
    """Awb 6:15(3), 6:19: it was told again, as its day of receipt at another body does not count."""
    case = a_granted_case()
    for in_time in (True, False):
        case.note_pending_objection(objection_id=OBJECTION, received_on=TODAY, within_term=in_time)
    revoke(settled(case), TODAY, RevocationGround.ON_REQUEST)
    [revoked] = new_events(case)
    assert isinstance(revoked, ExemptionRevoked)
    assert revoked.remedy is Remedy.OBJECTION_BESIDE_LATE_ONE


def test_upheld_the_exemption_holds_again_since_the_day_it_was_taken_away():
    """Awb 7:11(2): until its own last day, as if it had never been revoked."""
    case = a_revoked_case()
    uphold(settled(case), date(2026, 9, 1))
    [restored] = new_events(case)
    assert isinstance(restored, DecisionReplacedOnObjection)
    assert (restored.effective_from, restored.valid_until) == (FROM, date(2028, 2, 15))
    assert (case.state, case.revoked_from) == (CaseState.GRANTED, None)


def test_a_campaign_leaves_what_was_revoked_as_it_is():
    """It was taken away for a reason of its own, which no threshold changes."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1300))
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    decide(case)
    revoke(case, TODAY, RevocationGround.ON_REQUEST)
    recorded = CaseFold(new_events(case)).case(CASE)
    assert recorded is not None
    assert (recorded.state, recorded.valid_until) == (CaseState.REVOKED, FROM - timedelta(days=1))
    assert standing(recorded, under(), POLICY) is Standing.REVOKED
