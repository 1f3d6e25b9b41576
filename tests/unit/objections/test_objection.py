"""The objection, told as: given what happened, when one act, then events or a refusal."""

from __future__ import annotations

from datetime import date

import pytest

from services.objections.domain.admissibility import Receipt, within_term
from services.objections.domain.contested_decision import ContestedDecision, replacements_of
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import (
    ObjectionLodged,
    ObjectionState,
    ObjectionUpheld,
    RenewedDecisionAttached,
    RulingAfterEndNoted,
    ThresholdConsequenceFound,
)
from shared.errors import DomainError, NotInThisState, NotYours, RuleBroken
from shared.law.terms import Channel
from shared.vocabulary import Outcome
from tests.support.objections import (
    CASE,
    DECIDER,
    GROUNDS,
    HANDLER,
    LAST_DAY,
    NEXT_RENEWAL,
    OBJECTOR,
    OTHER_CASE,
    PAYLOAD_OF_VANS,
    REFUSAL,
    RENEWAL,
    RULING_DAY,
    a_refusal,
    a_renewal,
    an_objection,
    handled,
)


def find(objection: Objection, contested: ContestedDecision | None, by: str = HANDLER) -> None:
    """The handler finds the payload threshold of vans wrong."""
    objection.find_threshold_consequence(PAYLOAD_OF_VANS, handled(contested, by))


def test_lodging_records_the_arrival_and_only_sealed_grounds() -> None:
    """The founding event has all that the proceedings need, the grounds sealed."""
    (event,) = an_objection(channel=Channel.POST, posted_on=date(2026, 4, 9)).pending()
    assert isinstance(event, ObjectionLodged)
    assert (event.case_id, event.decision_id, event.grounds) == (CASE, REFUSAL, GROUNDS)
    assert (event.channel, event.received_on, event.posted_on) == (
        Channel.POST,
        date(2026, 4, 10),
        date(2026, 4, 9),
    )


@pytest.mark.parametrize(
    ("received_on", "contested", "within_term"),
    [
        (LAST_DAY, a_refusal(), True),
        (date(2026, 5, 7), a_refusal(), False),
        (date(2026, 5, 7), a_refusal(announced_on=None, remedy_last_day=None), None),
        (date(2026, 5, 7), None, None),
    ],
)
def test_lodging_says_whether_it_came_in_time(
    received_on: date, contested: ContestedDecision | None, within_term: bool | None
) -> None:
    """Awb 6:9, as far as is known at receipt; a letter not heard of yet, or no decision, says nothing."""
    (event,) = an_objection(received_on, contested=contested).pending()
    assert isinstance(event, ObjectionLodged)
    assert event.within_term is within_term
    assert event.decision_heard_of is (contested is not None)


@pytest.mark.parametrize(("elsewhere_on", "in_time"), [(LAST_DAY, True), (date(2026, 5, 14), False)])
def test_what_was_forwarded_is_in_time_by_its_first_receipt(elsewhere_on: date, in_time: bool) -> None:
    """Awb 6:15: the day on which the body that forwarded it had received it."""
    receipt = Receipt(Channel.POST, date(2026, 5, 18), None, elsewhere_on)
    assert within_term(receipt, a_refusal()) is in_time


def test_a_finding_states_timeliness_and_the_last_day_to_decide() -> None:
    """Awb 6:9 and 7:10, as assessed on the day of the finding."""
    objection = an_objection()
    find(objection, a_refusal())
    event = objection.pending()[-1]
    assert isinstance(event, ThresholdConsequenceFound)
    assert (event.within_term, event.decide_before) == (True, RULING_DAY)
    assert (event.case_id, event.decision_id) == (CASE, REFUSAL)
    assert objection.state is ObjectionState.CONSEQUENCE_FOUND


@pytest.mark.parametrize(
    ("channel", "posted_on", "received_on", "admitted"),
    [
        (Channel.ELECTRONIC, None, LAST_DAY, True),
        (Channel.ELECTRONIC, None, date(2026, 5, 7), False),
        (Channel.POST, LAST_DAY, date(2026, 5, 13), True),
        (Channel.POST, LAST_DAY, date(2026, 5, 15), False),
        (Channel.POST, date(2026, 5, 7), date(2026, 5, 8), False),
        (Channel.POST, None, date(2026, 5, 15), False),
    ],
)
def test_a_finding_needs_an_objection_in_time(
    channel: Channel, posted_on: date | None, received_on: date, admitted: bool
) -> None:
    """Awb 6:9 at its boundaries; whether lateness is excusable (6:11) is not this act's to say."""
    objection = an_objection(received_on, channel, posted_on)
    if admitted:
        find(objection, a_refusal())
        assert objection.state is ObjectionState.CONSEQUENCE_FOUND
    else:
        assert code_of(objection, a_refusal(), RuleBroken) == "objection_late"


ON_PAPER = "on-paper:00000000-0000-7000-8000-000000000001"
"""The subject of who applied on paper: nobody logs in as it."""


def test_who_applied_on_paper_objects_on_paper() -> None:
    """Awb 6:4, 6:9: the desk enters it with its days, and it is as good as any; nobody else's token comes near it."""
    refused = a_refusal(applicant_subject=ON_PAPER)
    objection = an_objection(date(2026, 5, 13), Channel.POST, LAST_DAY, lodged_by=None, contested=refused)
    find(objection, refused)
    assert objection.state is ObjectionState.CONSEQUENCE_FOUND
    assert not refused.is_open_to(CASE, OBJECTOR)


def test_a_premature_objection_is_admitted() -> None:
    """Awb 6:10: lodged before the announcement, after the decision was taken."""
    objection = an_objection(received_on=date(2026, 3, 20))
    find(objection, a_refusal())
    assert objection.state is ObjectionState.CONSEQUENCE_FOUND


def test_before_the_announcement_timeliness_stays_open() -> None:
    """No letter yet: the term has not begun, so neither it nor the term to decide is stated."""
    objection = an_objection()
    find(objection, a_refusal(announced_on=None, remedy_last_day=None))
    event = objection.pending()[-1]
    assert isinstance(event, ThresholdConsequenceFound)
    assert (event.within_term, event.decide_before) == (None, None)


def test_who_refused_does_not_handle_the_objection() -> None:
    """Awb 10:3."""
    objection = an_objection()
    with pytest.raises(NotYours):
        find(objection, a_refusal(), by=DECIDER)
    assert len(objection.pending()) == 1


@pytest.mark.parametrize(
    ("contested", "refusal", "code"),
    [
        (None, NotInThisState, "decision_not_heard_of"),
        (a_refusal(decided_by=None, outcome=None), NotInThisState, "decision_not_heard_of"),
        (a_refusal(case_id=OTHER_CASE), RuleBroken, "decision_of_another"),
        (a_refusal(applicant_subject="applicant-2"), RuleBroken, "decision_of_another"),
        (a_refusal(outcome=Outcome.GRANTED), RuleBroken, "decision_grants"),
        (a_refusal(outcome=None), RuleBroken, "decision_not_a_refusal"),
    ],
)
def test_a_finding_needs_a_known_refusal_of_the_case(
    contested: ContestedDecision | None, refusal: type[DomainError], code: str
) -> None:
    """A threshold can only have harmed somebody through a refusal that is known here."""
    assert code_of(an_objection(), contested, refusal) == code


def test_a_finding_comes_once() -> None:
    """The second finding on the same objection is refused."""
    objection = an_objection()
    find(objection, a_refusal())
    assert code_of(objection, a_refusal(), NotInThisState) == "objection_state"


def test_no_finding_once_a_renewed_decision_grants() -> None:
    """What the finding would ask for has happened already."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal())
    assert code_of(objection, a_refusal(), RuleBroken) == "decision_replaced"


def test_a_renewed_decision_is_attached_once_and_ends_nothing() -> None:
    """Awb 6:19: the objection stays pending, now directed at both."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal())
    objection.attach_renewed_decision(a_renewal())
    assert [type(event) for event in objection.pending()] == [ObjectionLodged, RenewedDecisionAttached]
    assert objection.undecided


def test_a_renewal_of_a_renewal_is_attached_too() -> None:
    """Awb 6:19 holds along the chain of replacements."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal(outcome=Outcome.REFUSED))
    objection.attach_renewed_decision(a_renewal(NEXT_RENEWAL, replaces=RENEWAL))
    assert dict(objection.renewals) == {RENEWAL: Outcome.REFUSED, NEXT_RENEWAL: Outcome.GRANTED}


def test_a_decision_that_replaces_another_one_is_not_attached() -> None:
    """A replacement of a decision that is not contested here changes nothing."""
    objection = an_objection()
    objection.attach_renewed_decision(a_renewal(replaces=NEXT_RENEWAL))
    assert [type(event) for event in objection.pending()] == [ObjectionLodged]


def test_the_renewed_decision_upholds_the_objection_once() -> None:
    """Awb 7:11: the ruling is in the decision; the same one again changes nothing."""
    objection = an_objection()
    find(objection, a_refusal())
    for _ in range(2):
        objection.note_ruling_decision(decision_id=RENEWAL, decided_by="objection-handler-1")
    event = objection.pending()[-1]
    assert isinstance(event, ObjectionUpheld)
    assert (event.decision_id, event.decided_by) == (RENEWAL, "objection-handler-1")
    assert len(objection.pending()) == 3


def test_a_second_ruling_is_noted_for_a_person_and_changes_nothing() -> None:
    """Another decision cannot rule on it again; it is not attached, and not passed over in silence."""
    objection = an_objection()
    objection.note_ruling_decision(decision_id=RENEWAL, decided_by="objection-handler-1")
    objection.attach_renewed_decision(a_renewal(NEXT_RENEWAL))
    for _ in range(2):
        objection.note_ruling_decision(decision_id=NEXT_RENEWAL, decided_by="objection-handler-1")
    assert [type(event) for event in objection.pending()[2:]] == [RulingAfterEndNoted]
    assert (objection.state, objection.ruled_in) == (ObjectionState.UPHELD, RENEWAL)


def test_replacements_come_in_their_order_and_end() -> None:
    """The chain from the contested decision on, whatever order they were heard in."""
    chain = replacements_of(REFUSAL, [a_renewal(NEXT_RENEWAL, RENEWAL), a_refusal(), a_renewal()])
    assert [decision.decision_id for decision in chain] == [RENEWAL, NEXT_RENEWAL]


def code_of(objection: Objection, contested: ContestedDecision | None, refusal: type[DomainError]) -> str:
    """The code with which a finding is refused; nothing is recorded."""
    before = len(objection.pending())
    with pytest.raises(refusal) as raised:
        find(objection, contested)
    assert len(objection.pending()) == before
    return raised.value.code


def test_what_stands_is_the_ruling_or_else_the_last_renewal():
    """Awb 6:19, 8:81: what a judge suspends is the decision that has effect by then."""
    objection = an_objection()
    assert objection.standing_decision == objection.decision_id
    objection.attach_renewed_decision(a_renewal(outcome=Outcome.REFUSED))
    assert objection.standing_decision == RENEWAL
    objection.note_ruling_decision(decision_id=NEXT_RENEWAL, decided_by="objection-handler-1")
    assert objection.standing_decision == NEXT_RENEWAL
