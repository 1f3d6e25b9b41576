"""The proof of a reassessment: it holds for what is right, and names each fault that is planted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
import pytest

from services.decisions.domain.case_file import CaseState
from services.decisions.domain.case_fold import CaseFold
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.proof import ChangedSince, Proof, prove
from services.decisions.domain.reassessment import Campaign, Reassessment
from services.decisions.domain.renewal import DecisionReissued, reissue
from shared.eventlog.aggregate import Event
from shared.vocabulary import ExemptionType
from tests.support.cases import (
    CAMPAIGN,
    CASE,
    DECIDED_ON,
    FETCHED_AT,
    HANDLER,
    NEW_SET,
    OLD_SET,
    OTHER_CASE,
    OTHER_REASSESSMENT,
    POLICY,
    REASSESSED_ON,
    REASSESSMENT,
    REVIEWER,
    THIRD_CASE,
    TYPE,
    a_refused_case,
    a_van,
    an_application,
    decide,
    in_force,
    new_events,
    settled,
    under,
)
from tests.support.proceedings import (
    ASKED_ON,
    SECOND_ASKED_ON,
    ask,
    lapse,
    leave_out,
    refuse_on_other_ground,
    uphold,
)


def history(case_id: UUID, payload: int = 1000) -> list[Event]:
    """All that happened in a case, up to the decision under the old limit of 1200 kg."""
    return new_events(desk_case(case_id, payload))


def desk_case(case_id: UUID, payload: int = 1000) -> DecisionCase:
    """A case decided under the old limit of 1200 kg."""
    case = DecisionCase.start_decision_term(case_id=case_id, application=an_application())
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(payload))
    case.assess(thresholds=in_force(), policy=POLICY, assessed_by=HANDLER, on=DECIDED_ON)
    decide(case)
    return case


def renewal(case_id: UUID = CASE, by: Campaign = CAMPAIGN, version: int = 5) -> DecisionReissued:
    """The renewed decision of a case, by a campaign."""
    case = msgspec.structs.replace(a_refused_case(case_id), version=version - 1)
    return reissue(case, under(), POLICY, by, REASSESSED_ON)


def completion() -> Event:
    """The end of the campaign."""
    reassessment = Reassessment.start(
        reassessment_id=REASSESSMENT,
        thresholds=under(),
        replaces_set_id=OLD_SET,
        exemption_type=TYPE,
        policy_version=POLICY.version,
        approved_by=REVIEWER,
    )
    reassessment.complete(digest="d")
    return new_events(reassessment)[-1]


AFFECTED = history(CASE)
ALSO_AFFECTED = history(OTHER_CASE)
REFUSED_AGAIN = history(THIRD_CASE, payload=700)
RECORDED_BEFORE = [*AFFECTED, *ALSO_AFFECTED, *REFUSED_AGAIN]


def proof(*after: Event, before: Sequence[Event] = RECORDED_BEFORE) -> Proof:
    """The proof, given what happened up to P and after it."""
    return prove(REASSESSMENT, under(), POLICY, before, after)


def test_it_holds_when_every_affected_case_is_renewed_once():
    """And nobody else."""
    found = proof(renewal(CASE), renewal(OTHER_CASE), completion())
    assert found.holds
    assert found.affected == found.reissued == (CASE, OTHER_CASE)
    assert (found.missed, found.unfounded, found.repeated, found.changed_since) == ((), (), (), ())


def test_it_holds_when_there_was_nothing_to_do():
    """Nobody affected, nobody renewed."""
    found = proof(completion(), before=REFUSED_AGAIN)
    assert found.holds
    assert found.affected == ()


def test_a_missed_case_is_named():
    """Affected, and nothing happened to it."""
    found = proof(renewal(CASE), completion())
    assert not found.holds
    assert found.missed == (OTHER_CASE,)


def test_a_case_renewed_twice_is_named():
    """Exactly once is not at least once."""
    found = proof(renewal(CASE), renewal(CASE, version=6), renewal(OTHER_CASE), completion())
    assert not found.holds
    assert found.repeated == (CASE,)


def test_a_second_renewal_is_named_also_after_the_completion():
    """A campaign that is over does nothing more."""
    found = proof(renewal(CASE), renewal(OTHER_CASE), completion(), renewal(CASE, version=6))
    assert not found.holds
    assert found.repeated == (CASE,)


def test_a_renewal_that_was_not_due_is_named():
    """A case that the new set refuses too keeps its refusal."""
    found = proof(renewal(CASE), renewal(OTHER_CASE), renewal(THIRD_CASE), completion())
    assert not found.holds
    assert found.unfounded == (THIRD_CASE,)


def test_a_renewal_of_a_case_nobody_heard_of_is_named():
    """A renewal out of nothing."""
    stranger = UUID(int=999)
    found = proof(renewal(CASE), renewal(OTHER_CASE), renewal(stranger), completion())
    assert found.unfounded == (stranger,)


def test_a_case_that_changed_since_is_named_with_the_event_that_changed_it():
    """Another campaign renewed it between P and its chunk; then it need not be renewed again."""
    change = renewal(OTHER_CASE, by=Campaign(OTHER_REASSESSMENT, REVIEWER))
    found = proof(renewal(CASE), change, completion())
    assert found.holds
    assert found.changed_since == (ChangedSince(OTHER_CASE, change.event_id),)
    assert found.reissued == (CASE,)


def test_a_case_that_changed_and_was_renewed_all_the_same_is_named():
    """The renewal then replaces a decision that is no longer the refusal."""
    change = renewal(OTHER_CASE, by=Campaign(OTHER_REASSESSMENT, REVIEWER))
    found = proof(renewal(CASE), change, renewal(OTHER_CASE, version=6), completion())
    assert not found.holds
    assert found.unfounded == (OTHER_CASE,)


def test_a_change_after_the_renewal_changes_nothing():
    """What a later campaign does to a renewed case is not this one's concern."""
    later = renewal(CASE, by=Campaign(OTHER_REASSESSMENT, REVIEWER), version=6)
    found = proof(renewal(CASE), renewal(OTHER_CASE), completion(), later)
    assert found.holds
    assert found.changed_since == ()


def test_a_change_after_the_completion_does_not_excuse_a_missed_case():
    """It was left out when the campaign said that it was done."""
    later = renewal(OTHER_CASE, by=Campaign(OTHER_REASSESSMENT, REVIEWER))
    found = proof(renewal(CASE), completion(), later)
    assert found.missed == (OTHER_CASE,)


def upheld(case_id: UUID, payload: int = 1000) -> Event:
    """The decision that replaces the refusal of a case, because an objection was upheld for another reason."""
    case = desk_case(case_id, payload)
    settled(case)
    uphold(case)
    return new_events(case)[-1]


def test_a_refusal_replaced_on_objection_has_changed_since():
    """The objector has a decision already; the campaign passes the case by."""
    replaced = upheld(OTHER_CASE)
    found = proof(renewal(CASE), replaced, completion())
    assert found.holds
    assert found.changed_since == (ChangedSince(OTHER_CASE, replaced.event_id),)


def test_a_refusal_replaced_before_is_not_affected():
    """It is a grant when the campaign starts."""
    found = proof(renewal(CASE), completion(), before=[*RECORDED_BEFORE, upheld(OTHER_CASE)])
    assert found.holds
    assert found.affected == (CASE,)


def test_a_refusal_on_another_ground_is_not_affected():
    """Whatever the thresholds say: another ground stands in the way."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1000))
    refuse_on_other_ground(case)
    assert proof(completion(), before=new_events(case)).affected == ()


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (
            lambda case: case.note_withdrawal(withdrawn_on=ASKED_ON, handling_started=False),
            CaseState.WITHDRAWN,
        ),
        (
            lambda case: case.note_conversion(
                converted_on=ASKED_ON, to_type=ExemptionType.HARDSHIP, new_case_id=OTHER_CASE
            ),
            CaseState.CONVERTED,
        ),
        (leave_out, CaseState.LEFT_OUT),
    ],
)
def test_a_case_that_ended_without_a_decision_on_the_merits_is_not_affected(
    act: Callable[[DecisionCase], None], state: CaseState
):
    """There is no refusal to replace."""
    case = DecisionCase.start_decision_term(case_id=CASE, application=an_application())
    case.note_vehicle_facts(source="register", fetched_at=FETCHED_AT, facts=a_van(1000))
    for number, asked_on in enumerate((ASKED_ON, SECOND_ASKED_ON), 1):
        ask(case, number, asked_on)
        lapse(case, number, asked_on)
    act(case)
    history = new_events(case)
    folded = CaseFold(history).case(CASE)
    assert folded is not None
    assert folded.state is state
    assert proof(completion(), before=history).affected == ()


def test_the_fold_knows_the_latest_decision_of_each_case():
    """Refused, then renewed: granted, on the grounds of the renewal."""
    fold = CaseFold([*RECORDED_BEFORE, renewal(CASE)])
    renewed, refused = fold.case(CASE), fold.case(OTHER_CASE)
    assert renewed is not None
    assert refused is not None
    assert (renewed.state, renewed.threshold_set_id) == (CaseState.GRANTED, NEW_SET)
    assert (refused.state, refused.threshold_set_id) == (CaseState.REFUSED, OLD_SET)
    assert (renewed.valid_until, refused.valid_until) == (renewal(CASE).valid_until, None)


def test_the_fold_keeps_a_case_that_is_not_decided():
    """Opened and assessed is still undecided."""
    case = CaseFold(AFFECTED[:3]).case(CASE)
    assert case is not None
    assert case.state is CaseState.UNDECIDED
    assert case.facts is None
