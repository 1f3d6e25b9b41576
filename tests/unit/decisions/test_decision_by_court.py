"""What becomes of a case when a court decides on the exemption itself (Awb 8:72(3)(b), 8:113(1))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_by_court import (
    COURT,
    DecidedByCourt,
    ExemptionGrantedByCourt,
    ExemptionRefusedByCourt,
)
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.interim_access import (
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    InterimRelief,
    ReliefContent,
    SuspensionWithoutEffect,
    last_day_of,
)
from services.decisions.domain.revocation import Revocation
from shared.errors import NotInThisState
from shared.vocabulary import Finding, Outcome, RefusalGround, Remedy, RevocationGround
from tests.support.cases import HANDLER, POLICY, a_case_just_opened, a_decided_case, new_events, settled
from tests.support.proceedings import SEALED_RULING, uphold

APPEAL = UUID(int=91)
RULED, SENT, TODAY, UNTIL = date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 8), date(2028, 6, 1)
GRANTED = DecidedByCourt(APPEAL, RULED, Outcome.GRANTED, UNTIL, SENT)
REFUSED = DecidedByCourt(APPEAL, RULED, Outcome.REFUSED, sent_on=SENT)


def ruled(case: DecisionCase, ruling: DecidedByCourt) -> None:
    """A court's ruling is heard."""
    case.take_over_from_court(ruling, policy=POLICY, today=TODAY)


def test_a_court_grants_what_was_refused():
    """From the day on which it sent its ruling until the day that it named; nobody here decided."""
    case = a_decided_case()
    refusal = case.decision_id
    ruled(case, GRANTED)
    [event] = new_events(case)
    assert isinstance(event, ExemptionGrantedByCourt)
    assert (event.replaces_decision_id, event.appeal_id, event.decided_by) == (refusal, APPEAL, COURT)
    assert (event.decided_on, event.announced_on, event.valid_until) == (RULED, SENT, UNTIL)
    assert (event.remedy, event.grounds.criteria[0].finding) == (Remedy.HIGHER_APPEAL, Finding.MET)
    assert (case.state, case.valid_until, case.decision_id) == (CaseState.GRANTED, UNTIL, event.decision_id)


@pytest.mark.parametrize("granted_before", [True, False])
def test_a_court_refuses(granted_before: bool):
    """It takes an exemption away, where one stood; a campaign does not give it back (ground `other`)."""
    case = a_decided_case()
    if granted_before:
        uphold(case)
    ruled(settled(case), REFUSED)
    [event] = new_events(case)
    assert isinstance(event, ExemptionRefusedByCourt)
    assert (event.takes_away, event.ground) == (granted_before, RefusalGround.OTHER)
    assert (case.state, case.valid_until) == (CaseState.REFUSED, None)


@pytest.mark.parametrize(("outcome", "since"), [(Outcome.GRANTED, RULED), (Outcome.REFUSED, TODAY)])
def test_where_the_day_of_sending_was_not_told_the_holder_gains(outcome: Outcome, since: date):
    """Awb 8:79: granted from the day of the ruling, refused from the day on which it was heard of."""
    case = a_decided_case()
    ruled(case, DecidedByCourt(APPEAL, RULED, outcome, UNTIL if outcome is Outcome.GRANTED else None))
    assert vars(new_events(case)[-1])["announced_on"] == since


def test_without_a_decision_nothing_takes_its_place():
    """The ruling is noted alone."""
    with pytest.raises(NotInThisState) as raised:
        ruled(a_case_just_opened(), GRANTED)
    assert raised.value.code == "not_decided"


RELIEF = UUID(int=92)
AS_IF, SUSPENDED = ReliefContent.AS_IF_GRANTED, ReliefContent.SUSPENDED


def relieved(case: DecisionCase, content: ReliefContent, last_day: date | None = None) -> DecisionCase:
    """A judge granted interim relief."""
    case.give_interim_access(InterimRelief(RELIEF, RULED, content, last_day), POLICY)
    return case


@pytest.mark.parametrize(("named", "until"), [(UNTIL, UNTIL), (None, date(2028, 5, 31))])
def test_who_is_treated_as_a_holder_has_access_for_the_time_being(named: date | None, until: date):
    """Awb 8:81: until the day that the judge named, or as long as an exemption would be valid; the case stays."""
    case = relieved(a_decided_case(), AS_IF, named)
    [given] = new_events(case)
    assert isinstance(given, InterimAccessGiven)
    assert (given.given_on, given.valid_until, case.state) == (RULED, until, CaseState.REFUSED)
    assert new_events(settled(relieved(case, AS_IF, named))) == []


def test_it_ends_the_day_after_it_lapsed():
    """Awb 8:85: once; what gave no access ends none."""
    case = settled(relieved(a_decided_case(), AS_IF))
    for _ in range(2):
        case.end_interim_access(RELIEF, TODAY)
    [ended] = new_events(case)
    assert isinstance(ended, InterimAccessEnded)
    assert ended.ends_from == date(2026, 6, 9)


def test_suspending_a_refusal_gives_nothing():
    """Awb 8:81: there is nothing that then holds."""
    assert new_events(relieved(a_decided_case(), SUSPENDED)) == []


@pytest.mark.parametrize(
    ("named", "until"), [(None, date(2028, 4, 19)), (date(2026, 8, 1), date(2026, 8, 1))]
)
def test_suspending_a_revocation_gives_access_back(named: date | None, until: date):
    """Until the revoked exemption would have ended, or the judge's earlier day."""
    case = a_decided_case()
    uphold(case)
    on_request = Revocation(RevocationGround.ON_REQUEST, date(2026, 5, 25), SEALED_RULING)
    case.revoke(on_request, policy=POLICY, decided_on=date(2026, 5, 20), decided_by=HANDLER)
    settled(case)
    [given] = new_events(relieved(case, SUSPENDED, named))
    assert isinstance(given, InterimAccessGiven)
    assert given.valid_until == until


def a_suspended_grant(last_day: date | None = None) -> DecisionCase:
    """A grant that the judge suspended at the request of another party."""
    case = a_decided_case()
    uphold(case)
    settled(case)
    relief = InterimRelief(RELIEF, RULED, SUSPENDED, last_day, case.decision_id)
    for _ in range(2):
        case.give_interim_access(relief, POLICY)
    return case


@pytest.mark.parametrize("named", [None, date(2026, 8, 1)])
def test_a_suspended_grant_gives_no_access_from_the_day_after(named: date | None):
    """Awb 8:81: once, until the day that the judge named; the decision stands, and is still contested."""
    case = a_suspended_grant(named)
    [suspended] = new_events(case)
    assert isinstance(suspended, GrantSuspended)
    assert (suspended.suspended_from, suspended.suspended_until) == (date(2026, 6, 2), named)
    assert (suspended.decision_id, case.state) == (case.decision_id, CaseState.GRANTED)


def test_it_gives_access_again_on_the_day_on_which_the_suspension_lapses():
    """Awb 8:85: once."""
    case = settled(a_suspended_grant())
    for _ in range(2):
        case.end_interim_access(RELIEF, TODAY)
    [ended] = new_events(case)
    assert isinstance(ended, GrantSuspensionEnded)
    assert ended.resumes_on == TODAY


def test_a_grant_that_was_taken_away_meanwhile_does_not_come_back():
    """What took its place says who has access."""
    case = settled(a_suspended_grant())
    ruled(case, REFUSED)
    settled(case)
    case.end_interim_access(RELIEF, TODAY)
    [ended] = new_events(case)
    assert isinstance(ended, GrantSuspensionEnded)
    assert ended.resumes_on is None


@pytest.mark.parametrize("named", [True, False])
def test_the_suspension_of_another_decision_than_the_grant_is_told(named: bool):
    """Awb 8:81: the grant goes on giving access, which a person has to see; once."""
    case = a_decided_case()
    refusal = case.decision_id if named else None
    uphold(case)
    settled(case)
    for _ in range(2):
        case.give_interim_access(InterimRelief(RELIEF, RULED, SUSPENDED, None, refusal), POLICY)
    [told] = new_events(case)
    assert isinstance(told, SuspensionWithoutEffect)
    assert (told.named_decision_id, told.grant_id, told.relief_id) == (refusal, case.decision_id, RELIEF)
    settled(case)
    case.end_interim_access(RELIEF, TODAY)
    assert new_events(case) == []


OTHER_RELIEF = UUID(int=93)


def suspended_by_another(case: DecisionCase, last_day: date | None) -> GrantSuspended:
    """Another judge, or the same one at another request, suspends it too."""
    settled(case)
    case.give_interim_access(
        InterimRelief(OTHER_RELIEF, TODAY, SUSPENDED, last_day, case.decision_id), POLICY
    )
    [event] = new_events(case)
    assert isinstance(event, GrantSuspended)
    settled(case)
    return event


def lapsed(case: DecisionCase, relief_id: UUID, on: date) -> GrantSuspensionEnded:
    """One of the two lapses."""
    case.end_interim_access(relief_id, on)
    [event] = new_events(case)
    assert isinstance(event, GrantSuspensionEnded)
    settled(case)
    return event


LATER, LATEST = date(2026, 7, 1), date(2026, 9, 1)


@pytest.mark.parametrize("first", [RELIEF, OTHER_RELIEF])
def test_of_two_suspensions_the_last_to_lapse_opens_the_zone(first: UUID):
    """Awb 8:81, 8:85: until then the other one holds."""
    case = a_suspended_grant()
    assert last_day_of(suspended_by_another(case, LATEST).together) is None
    [second] = {RELIEF, OTHER_RELIEF} - {first}
    ended = lapsed(case, first, LATER)
    assert ended.resumes_on == (date(2026, 9, 2) if first == RELIEF else None)
    assert [one.last_day for one in ended.beside] == [LATEST if first == RELIEF else None]
    assert lapsed(case, second, LATEST).resumes_on == LATEST


def test_of_two_days_that_were_named_the_later_counts():
    """Awb 8:85(1)."""
    case = a_suspended_grant(LATEST)
    assert last_day_of(suspended_by_another(case, LATER).together) == LATEST


def test_a_suspension_that_is_over_keeps_nobody_out():
    """Of one whose day has passed nobody says that it lapsed (Awb 8:85(1))."""
    case = a_suspended_grant(TODAY)
    suspended_by_another(case, None)
    assert lapsed(case, OTHER_RELIEF, LATER).resumes_on == LATER


def revoked_from(case: DecisionCase, day: date) -> UUID | None:
    """At the holder's wish, from a later day; the grant that is revoked."""
    grant = case.decision_id
    on_request = Revocation(RevocationGround.ON_REQUEST, day, SEALED_RULING)
    case.revoke(on_request, policy=POLICY, decided_on=date(2026, 6, 4), decided_by=HANDLER)
    settled(case)
    return grant


@pytest.mark.parametrize(("on", "resumes_on"), [(LATER, LATER), (LATEST, None)])
def test_a_grant_that_is_revoked_from_a_later_day_gives_access_until_then(on: date, resumes_on: date | None):
    """Awb 3:40, 8:85: when the suspension lapses before that day, the grant still holds."""
    case = settled(a_suspended_grant())
    revoked_from(case, LATEST)
    assert lapsed(case, RELIEF, on).resumes_on == resumes_on


def test_a_grant_that_is_revoked_from_a_later_day_can_be_suspended_until_then():
    """The suspension names the grant, not the revocation, which stands."""
    case = a_decided_case()
    uphold(case)
    settled(case)
    grant = revoked_from(case, LATEST)
    case.give_interim_access(InterimRelief(RELIEF, TODAY, SUSPENDED, None, grant), POLICY)
    [event] = new_events(case)
    assert isinstance(event, GrantSuspended)
    assert event.decision_id == grant
