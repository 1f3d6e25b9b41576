"""Histories as they were stored once still load: names and forms of these events last for decades."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from services.objections.domain.appeal import Appeal, AppealState
from services.objections.domain.costs import CostsClaim
from services.objections.domain.decision_anew import CourtOrder
from services.objections.domain.hearing import Hearing, WaiverGround
from services.objections.domain.interim_relief import InterimRelief, ReliefState
from services.objections.domain.misdirected_notice import MisdirectedNotice, MisdirectedState, NoticeKind
from services.objections.domain.objection import Objection
from services.objections.domain.objection_acts import ObjectionState
from services.objections.domain.repair import RepairEnding
from shared.eventlog.mapper import EventMapper
from shared.law.terms import Suspension
from shared.vocabulary import ObjectionRuling, Outcome

STREAM = UUID("01900000-0000-7000-8000-000000000001")
CASE = b'"01900000-0000-7000-8000-000000000002"'
REFUSAL = b'"01900000-0000-7000-8000-000000000003"'
RENEWAL = b'"01900000-0000-7000-8000-000000000004"'
NEXT_RENEWAL = b'"01900000-0000-7000-8000-000000000005"'
KEY = b'"01900000-0000-7000-8000-000000000006"'
OF_CASE = b'{"case_id":' + CASE
RULED = (
    OF_CASE + b',"decision_id":' + REFUSAL,
    b',"decided_by":"handler-2","ruled_on":"2026-05-20","reasons":"Neutraal."}',
)
LODGED = (
    "objections.ObjectionLodged",
    b'{"originator_topic":"objections.Objection","case_id":' + CASE + b',"decision_id":' + REFUSAL + b","
    b'"received_on":"2026-05-07","channel":"post","posted_on":"2026-05-06","grounds":{"key_id":' + KEY + b","
    b'"kind":"grounds","box":"Zw=="},"lodged_by":null,"decision_heard_of":true}',
)
FOUND = (
    "objections.ThresholdConsequenceFound",
    OF_CASE + b',"decision_id":' + REFUSAL + b',"found_by":"handler-2","vehicle_category":"N1",'
    b'"parameter":"payload_kg","reasons":"Neutral.","within_term":false,"decide_before":"2026-06-18"}',
)
APPEALED = (
    "objections.AppealLodged",
    b'{"originator_topic":"objections.Appeal","case_id":' + CASE + b',"objection_id":' + RENEWAL + b","
    b'"decision_id":' + REFUSAL + b',"lodged_on":"2026-07-01","court_reference":"UTR 26/1234"}',
)
SEALED = b'{"key_id":' + KEY + b',"kind":"reasons","box":"Zw=="}'
OF_DECISION = OF_CASE + b',"decision_id":' + REFUSAL
LAST_DAY_LEFT = b',"decide_before":"2026-07-29","provisional":false}'
ON_THE_WAY = [
    (
        "objections.CommitteeAnnounced",
        OF_DECISION + b',"announced_on":"2026-05-20","announced_by":"handler-2"' + LAST_DAY_LEFT,
    ),
    (
        "objections.RepairRequested",
        OF_DECISION + b',"requested_on":"2026-05-20","requested_by":"handler-2",'
        b'"missing":["signature","grounds"],"term_last_day":"2026-06-03"}',
    ),
    (
        "objections.CommitteeComposed",
        OF_CASE + b',"noted_on":"2026-05-21","noted_by":"handler-2",'
        b'"committee":{"chair":"chair-1","members":["member-1","member-2"]}}',
    ),
    (
        "objections.CommitteeAdviceReceived",
        OF_CASE + b',"received_on":"2026-05-21","recorded_by":"handler-2","advises":"dismissed",'
        b'"sealed_advice":' + SEALED + b"}",
    ),
    (
        "objections.RepairTermLapsed",
        OF_CASE + b',"requested_on":"2026-05-20","term_last_day":"2026-06-03"' + LAST_DAY_LEFT,
    ),
    (
        "objections.RepairTermMoved",
        OF_CASE
        + b',"requested_on":"2026-05-20","previous_last_day":"2026-06-03","term_last_day":"2026-06-04",'
        b'"because":"outage","caused_by":' + KEY + b',"rule":"r","moved_on":"2026-06-04"}',
    ),
    (
        "objections.ObjectionRepaired",
        OF_CASE
        + b',"repaired_on":"2026-06-02","requested_on":"2026-05-20","supplement":'
        + SEALED
        + LAST_DAY_LEFT,
    ),
    (
        "objections.RulingAdjourned",
        OF_DECISION + b',"adjourned_on":"2026-06-04","adjourned_by":"handler-2","was":"2026-08-10",'
        b'"decide_before":"2026-09-01"}',
    ),
    (
        "objections.StepToldTooLate",
        OF_DECISION + b',"step":"adjournment","told_by":"00000000-0000-0000-0000-000000000007",'
        b'"told_on":"2026-08-11","put_off":{"told_on":"2026-06-04","last_day":"2026-09-01"},'
        b'"decide_before":"2026-08-10","provisional":false}',
    ),
    (
        "objections.PostponementAgreed",
        OF_DECISION + b',"recorded_on":"2026-06-05","recorded_by":"handler-2","consented_on":"2026-06-04",'
        b'"was":"2026-09-01","decide_before":"2026-10-01"}',
    ),
]
OF_HEARING = [
    (
        "objections.HearingPlanned",
        OF_DECISION + b',"planned_on":"2026-05-20","planned_by":"handler-2","at":"2026-06-10T08:00:00Z",'
        b'"form":"in_person","sealed_place":'
        + SEALED
        + b',"documents_until":"2026-05-31","file_open_from":"2026-06-03"}',
    ),
    (
        "objections.HearingWaived",
        OF_CASE
        + b',"ground":"not_wanted","waived_on":"2026-05-21","waived_by":"handler-2","sealed_reasons":'
        + SEALED
        + b"}",
    ),
    (
        "objections.HearingHeld",
        OF_CASE + b',"held_on":"2026-06-10","held_by":["handler-3","handler-4"],"recorded_by":"handler-2",'
        b'"sealed_record":' + SEALED + b"}",
    ),
    (
        "objections.NewFactsFound",
        OF_CASE + b',"found_on":"2026-06-11","found_by":"handler-2","sealed_facts":' + SEALED + b"}",
    ),
]
ASSESSMENT = (
    b'{"assessment_id":' + KEY + b',"assessed_on":"2026-05-20","advice":"granted","policy_version":"p/2",'
    b'"threshold_set_id":null,"decided_policy_version":"p/1","decided_threshold_set_id":null}'
)
OF_PARTIES = [
    (
        "objections.HearingWishAsked",
        OF_CASE + b',"asked_on":"2026-05-20","asked_by":"handler-2","answer_until":"2026-06-03"}',
    ),
    (
        "objections.HearingWishAnswered",
        OF_CASE
        + b',"answered_on":"2026-05-21","wanted":true,"recorded_by":"handler-2","sealed_words":'
        + SEALED
        + b"}",
    ),
    (
        "objections.ReconsiderationAsked",
        OF_CASE + b',"asked_on":"2026-05-20","asked_by":"handler-2"}',
    ),
    ("objections.ReconsiderationNoted", OF_CASE + b',"assessment":' + ASSESSMENT + b"}"),
    (
        "objections.PartyInvited",
        OF_DECISION + b',"number":1,"person":null,"invited_on":"2026-05-20","invited_by":"handler-2",'
        b'"views_until":"2026-06-03","sealed_explanation":' + SEALED + b"}",
    ),
    (
        "objections.HearingWishTermMoved",
        OF_CASE + b',"previous_last_day":"2026-06-03","answer_until":"2026-06-04",'
        b'"because":"outage","caused_by":' + KEY + b',"rule":"r","moved_on":"2026-06-04"}',
    ),
    (
        "objections.PartyTermMoved",
        OF_CASE + b',"number":1,"person":null,"previous_last_day":"2026-06-03","views_until":"2026-06-04",'
        b'"because":"outage","caused_by":' + KEY + b',"rule":"r","moved_on":"2026-06-04"}',
    ),
    (
        "objections.ReceiptElsewhereDisregarded",
        OF_CASE
        + b',"disregarded_on":"2026-06-02","disregarded_by":"handler-2","sealed_reasons":'
        + SEALED
        + b"}",
    ),
    (
        "objections.HearingAccountGiven",
        OF_CASE + b',"recipient":0,"person":null,"given_on":"2026-06-02","given_by":"handler-2",'
        b'"account":{"words":' + SEALED + b',"withheld":null}}',
    ),
    (
        "objections.PartyHeard",
        OF_CASE + b',"number":1,"heard_on":"2026-06-01","orally":true,"recorded_by":"handler-2",'
        b'"sealed_record":' + SEALED + b"}",
    ),
]
OBJECTIONS = {
    ObjectionState.PENDING: [LODGED, *ON_THE_WAY, *OF_HEARING, *OF_PARTIES],
    ObjectionState.UPHELD: [
        LODGED,
        ("objections.LatenessExcused", b'{"excused_by":"handler-2","reasons":"Neutraal."}'),
        (
            "objections.PostingJudged",
            b'{"in_time":true,"judged_by":"handler-2","judged_on":"2026-05-12","sealed_reasons":'
            + SEALED
            + b"}",
        ),
        FOUND,
        (
            "objections.ThresholdConsequenceRejected",
            OF_CASE + b',"threshold_set_id":' + KEY + b',"rejected_on":"2026-05-20"}',
        ),
        FOUND,
        (
            "objections.ThresholdConsequenceTakenUp",
            OF_CASE + b',"threshold_set_id":' + KEY + b',"reassessment_id":' + NEXT_RENEWAL + b"}",
        ),
        (
            "objections.ThresholdConsequenceLeftOpen",
            OF_CASE + b',"reassessment_id":' + NEXT_RENEWAL + b"}",
        ),
        (
            "objections.ThresholdConsequenceRetracted",
            OF_CASE + b',"retracted_by":"handler-2","reasons":"Neutral."}',
        ),
        ("objections.RenewedDecisionAttached", b'{"decision_id":' + RENEWAL + b',"outcome":"refused"}'),
        ("objections.ObjectionUpheldForAnotherReason", b"".join(RULED)),
        ("objections.ReplacingDecisionNoted", b'{"decision_id":' + NEXT_RENEWAL + b"}"),
        ("objections.RulingAfterEndNoted", b'{"decision_id":' + RENEWAL + b"}"),
    ],
    ObjectionState.DISMISSED: [LODGED, ("objections.ObjectionDismissed", b"".join(RULED))],
    ObjectionState.INADMISSIBLE: [
        LODGED,
        ("objections.ObjectionDeclaredInadmissible", RULED[0] + b',"ground":"late"' + RULED[1]),
    ],
    ObjectionState.WITHDRAWN: [
        LODGED,
        ("objections.ObjectionWithdrawn", OF_CASE + b',"withdrawn_on":"2026-05-20"}'),
    ],
    ObjectionState.CONSEQUENCE_FOUND: [LODGED, FOUND],
    ObjectionState.SENT_TO_COURT: [
        LODGED,
        (
            "objections.DirectAppealRefused",
            OF_CASE + b',"decided_on":"2026-05-20","decided_by":"handler-2","because":"not_suited",'
            b'"sealed_reasons":' + SEALED + b"}",
        ),
        (
            "objections.DirectAppealConsented",
            OF_DECISION + b',"appeal_id":' + NEXT_RENEWAL + b',"received_on":"2026-05-07",'
            b'"decided_on":"2026-05-20","decided_by":"handler-2","sealed_reasons":' + SEALED + b"}",
        ),
    ],
}
FOLLOWED = [
    LODGED,
    (
        "objections.ObjectionFollowedToCourt",
        OF_DECISION + b',"appeal_id":' + NEXT_RENEWAL + b',"received_on":"2026-05-07",'
        b'"sent_on":"2026-05-20","fee_free":true}',
    ),
]
UPHELD_IN_A_DECISION = [
    LODGED,
    (
        "objections.ObjectionUpheld",
        OF_CASE + b',"decision_id":' + RENEWAL + b',"decided_by":"handler-2"}',
    ),
]
APPEALS = {
    AppealState.PENDING: [APPEALED],
    AppealState.WITHDRAWN: [
        APPEALED,
        ("objections.AppealWithdrawn", OF_CASE + b',"withdrawn_on":"2026-07-02"}'),
    ],
    AppealState.INADMISSIBLE: [
        APPEALED,
        ("objections.AppealDeclaredInadmissible", OF_CASE + b',"declared_on":"2026-07-02"}'),
    ],
    AppealState.RULED: [
        APPEALED,
        ("objections.AppealRuled", OF_CASE + b',"ruled_on":"2026-07-02","ruling":"Ongegrond."}'),
        (
            "objections.AppealPostingJudged",
            OF_CASE
            + b',"in_time":true,"judged_by":"handler-2","judged_on":"2026-07-01","sealed_reasons":'
            + SEALED
            + b"}",
        ),
        ("objections.CourtHearingNoted", OF_CASE + b',"hearing_on":"2026-07-01"}'),
        ("objections.CourtFeeLevied", OF_CASE + b',"levied_on":"2026-07-02","euros":194}'),
        ("objections.CourtFeePaid", OF_CASE + b',"paid_on":"2026-07-03"}'),
        ("objections.CourtFeeRepaid", OF_CASE + b',"repaid_on":"2026-07-04"}'),
    ],
}
ORDERED_ANEW = [
    *OBJECTIONS[ObjectionState.DISMISSED],
    (
        "objections.DecisionAnewOrdered",
        OF_DECISION + b',"order":{"appeal_id":' + NEXT_RENEWAL + b',"ruled_on":"2026-07-02",'
        b'"named_day":"2026-08-13"},"lodged_by":null,"received_on":"2026-05-07",'
        b'"heard_on":null,"decide_before":"2026-08-13","provisional":false}',
    ),
]
PENALTY_DISPUTED = [
    LODGED,
    (
        "objections.PenaltyDecisionAttached",
        OF_CASE + b',"decision_id":' + NEXT_RENEWAL + b',"received_on":"2026-05-20","channel":"post",'
        b'"posted_on":"2026-05-19","grounds":{"key_id":' + KEY + b',"kind":"grounds","box":"Zw=="},'
        b'"lodged_by":null,"appeal_id":null}',
    ),
]
OF_PENALTY = OF_CASE + b',"decision_id":' + NEXT_RENEWAL
LATE = [
    *OBJECTIONS[ObjectionState.DISMISSED],
    (
        "objections.LateRulingNoticeReceived",
        OF_CASE + b',"received_on":"2026-05-01","channel":"post","noted_by":"handler-2","lodged_by":null,'
        b'"term_last_day":"2026-04-29","premature":false,"grace_last_day":"2026-05-15","provisional":false,'
        b'"first_penalty_day":"2026-05-16","last_penalty_day":"2026-06-26","in_the_place_of":null,'
        b'"ended_on":"2026-05-20"}',
    ),
    (
        "objections.LateRulingPenaltyFixed",
        OF_PENALTY + b',"decided_on":"2026-05-21","decided_by":"handler-2","notice_received_on":"2026-05-01",'
        b'"first_day":"2026-05-16","last_day":"2026-05-19","days":4,"amount_euros":92,"ground":null,'
        b'"sealed_reasons":null,"lodged_by":null,"exemption_type":null,"municipality":null}',
    ),
    (
        "objections.LateRulingPenaltyPaid",
        OF_PENALTY + b',"paid_on":"2026-05-22","amount_euros":92,"recorded_by":"handler-2"}',
    ),
    (
        "objections.LateRulingPenaltyFixedAnew",
        OF_PENALTY + b',"objection_id":' + RENEWAL + b',"decided_on":"2026-06-22","decided_by":"handler-3",'
        b'"amount_euros":115}',
    ),
]
COSTS = [
    LODGED,
    (
        "objections.CostsClaimed",
        OF_CASE + b',"claimed_on":"2026-05-19","channel":"post","sealed_claim":' + SEALED + b"}",
    ),
    *UPHELD_IN_A_DECISION[1:],
    (
        "objections.CostsDecided",
        OF_CASE + b',"decided_on":"2026-05-21","decided_by":"handler-2","ruling":{"euros":0,'
        b'"sealed_reasons":' + SEALED + b'},"lodged_by":null}',
    ),
]
RELIEF = {
    ReliefState.LAPSED: [
        (
            "objections.InterimReliefRequested",
            b'{"originator_topic":"objections.InterimRelief","case_id":'
            + CASE
            + b',"objection_id":'
            + RENEWAL
            + b',"decision_id":'
            + REFUSAL
            + b',"requested_on":"2026-07-01","court_reference":null}',
        ),
        (
            "objections.InterimReliefGranted",
            OF_CASE + b',"ruled_on":"2026-07-08","content":"as_if_granted","last_day":"2026-09-01",'
            b'"sealed_ruling":' + SEALED + b"}",
        ),
        (
            "objections.InterimReliefLapsed",
            OF_CASE + b',"lapsed_on":"2026-07-20","because":"court_ruled"}',
        ),
    ],
}
MISDIRECTED = [
    (
        "objections.MisdirectedNoticeReceived",
        b'{"originator_topic":"objections.MisdirectedNotice","case_id":' + CASE + b',"kind":"appeal",'
        b'"received_on":"2026-05-20","channel":"post","sender":null,"recorded_on":"2026-05-21",'
        b'"recorded_by":"handler-2"}',
    ),
    (
        "objections.MisdirectedNoticeForwarded",
        OF_CASE + b',"kind":"appeal","received_on":"2026-05-20","sender":null,"forwarded_on":"2026-05-22",'
        b'"forwarded_by":"handler-2","sealed_to":' + SEALED + b"}",
    ),
]
RELIEF[ReliefState.REFUSED] = [
    RELIEF[ReliefState.LAPSED][0],
    (
        "objections.InterimReliefRefused",
        OF_CASE + b',"ruled_on":"2026-07-08","sealed_ruling":' + SEALED + b"}",
    ),
]
RELIEF[ReliefState.WITHDRAWN] = [
    RELIEF[ReliefState.LAPSED][0],
    ("objections.InterimReliefWithdrawn", OF_CASE + b',"withdrawn_on":"2026-07-08"}'),
]
EVENTS = {
    topic: state
    for history in (
        *OBJECTIONS.values(),
        UPHELD_IN_A_DECISION,
        PENALTY_DISPUTED,
        ORDERED_ANEW,
        LATE,
        COSTS,
        *APPEALS.values(),
        *RELIEF.values(),
        FOLLOWED,
        MISDIRECTED,
    )
    for topic, state in history
}


def loaded(history: list[tuple[str, bytes]]) -> Objection | Appeal | InterimRelief:
    """The aggregate that the stored events give."""
    aggregate: Objection | Appeal | InterimRelief | None = None
    for version, (topic, state) in enumerate(history, 1):
        stored = StoredEvent(STREAM, version, topic, state)
        aggregate = EventMapper().to_domain_event(stored).mutate(aggregate)
    assert aggregate is not None
    assert (aggregate.id, aggregate.version) == (STREAM, len(history))
    return aggregate


@pytest.mark.parametrize("state", OBJECTIONS)
def test_a_stored_history_gives_the_objection(state: ObjectionState) -> None:
    """In the state that it ended in."""
    assert loaded(OBJECTIONS[state]).state is state


def test_every_field_of_an_objection_comes_back() -> None:
    """Renewals, the decision that followed, the excuse, and what came after the end."""
    objection = loaded(OBJECTIONS[ObjectionState.UPHELD])
    assert isinstance(objection, Objection)
    assert dict(objection.renewals) == {uuid_of(RENEWAL): Outcome.REFUSED}
    assert (objection.ruled_in, objection.ruled_after_end) == (uuid_of(NEXT_RENEWAL), uuid_of(RENEWAL))
    assert objection.lateness_excused


def test_what_happened_on_the_way_to_the_ruling_comes_back() -> None:
    """The committee, both named days, and the suspension that ended on the day of the repair."""
    objection = loaded(OBJECTIONS[ObjectionState.PENDING])
    assert isinstance(objection, Objection)
    changes = objection.term_changes
    assert (changes.committee_announced_on, changes.adjourned) == (date(2026, 5, 20), True)
    assert changes.suspensions == (Suspension(date(2026, 5, 21), date(2026, 6, 2)),)
    assert [each.last_day for each in changes.put_off] == [date(2026, 10, 1)]
    assert objection.advice is not None
    assert objection.advice.advises is ObjectionRuling.DISMISSED
    assert objection.repair is not None
    assert objection.repair.ended is RepairEnding.REPAIRED
    assert objection.hearing == Hearing(
        None, date(2026, 6, 10), WaiverGround.NOT_WANTED, date(2026, 6, 11), days=(date(2026, 6, 10),)
    )


def test_an_objection_upheld_in_a_renewed_decision_comes_back() -> None:
    """As the first histories had it."""
    objection = loaded(UPHELD_IN_A_DECISION)
    assert isinstance(objection, Objection)
    assert (objection.state, objection.ruled_in) == (ObjectionState.UPHELD, uuid_of(RENEWAL))


def test_an_objection_that_covers_a_penalty_comes_back() -> None:
    """Pending as before, and directed at both decisions."""
    objection = loaded(PENALTY_DISPUTED)
    assert isinstance(objection, Objection)
    assert objection.state is ObjectionState.PENDING
    assert objection.penalties == (uuid_of(NEXT_RENEWAL),)


def test_an_objection_to_decide_on_anew_comes_back() -> None:
    """Pending again, with the day that the court named."""
    objection = loaded(ORDERED_ANEW)
    assert isinstance(objection, Objection)
    assert objection.state is ObjectionState.PENDING
    assert objection.anew == CourtOrder(uuid_of(NEXT_RENEWAL), date(2026, 7, 2), date(2026, 8, 13))


def test_a_late_ruling_and_its_penalty_come_back() -> None:
    """Four days before the ruling; fixed anew, of which the difference is due."""
    objection = loaded(LATE)
    assert isinstance(objection, Objection)
    [default] = objection.defaults
    assert default.late is not None
    assert (default.late.days(date(2026, 6, 1)), default.late.ended_on) == (4, date(2026, 5, 20))
    assert default.penalty is not None
    assert (default.penalty.amount_euros, default.penalty.due_euros) == (115, 23)


def test_a_claim_of_costs_comes_back() -> None:
    """Decided on apart."""
    objection = loaded(COSTS)
    assert isinstance(objection, Objection)
    assert objection.costs == CostsClaim(date(2026, 5, 19), decided=True)


def test_a_ruling_of_a_court_from_before_its_outcome_was_recorded_orders_nothing() -> None:
    """As the first histories had it."""
    topic, state = APPEALS[AppealState.RULED][1]
    event = vars(EventMapper().to_domain_event(StoredEvent(STREAM, 2, topic, state)))
    assert (event["outcome"], event["decide_anew"], event["named_day"]) == (None, False, None)


@pytest.mark.parametrize("state", APPEALS)
def test_a_stored_history_gives_the_appeal(state: AppealState) -> None:
    """In the state that it ended in."""
    assert loaded(APPEALS[state]).state is state


@pytest.mark.parametrize("state", RELIEF)
def test_a_stored_history_gives_the_interim_relief(state: ReliefState) -> None:
    """In the state that it ended in."""
    assert loaded(RELIEF[state]).state is state


def test_a_stored_history_gives_the_misdirected_notice() -> None:
    """Forwarded, once (Awb 6:15(1))."""
    notice = loaded(MISDIRECTED)
    assert isinstance(notice, MisdirectedNotice)
    assert (notice.state, notice.kind) == (MisdirectedState.FORWARDED, NoticeKind.APPEAL)


NO_PENALTY = b',"penalty_decision_id":null,"penalty_euros":null,"penalty_for_late_ruling":false,"about_recovery":false,"beside":null'
FIRST_TIME = b',"heard_on":null,"anew_appeal_id":null,"court_ruled_on":null'
RULED_SEALED = RULED[1].replace(
    b'"Neutraal."', b'"","sealed_reasons":' + SEALED + b',"heard":"not_wanted"' + FIRST_TIME + NO_PENALTY
)
RESTING = RULED_SEALED.removesuffix(b"}") + (
    b',"rests_on":' + RENEWAL + b',"departure":{"ground":"hardship","sealed_reasons":' + SEALED + b"}"
    b',"told_to":[],"holder_told":false}'
)
AS_WRITTEN_NOW = {
    **EVENTS,
    "objections.HearingHeld": dict(OF_HEARING)["objections.HearingHeld"].removesuffix(b"}")
    + b',"by_committee":false}',
    "objections.CommitteeAdviceReceived": dict(ON_THE_WAY)["objections.CommitteeAdviceReceived"].removesuffix(
        b"}}"
    )
    + b'},"with_record":null}',
    "objections.PartyHeard": dict(OF_PARTIES)["objections.PartyHeard"].removesuffix(b"}") + b',"apart":null}',
    LODGED[0]: LODGED[1].removesuffix(b"}")
    + b',"within_term":false,"received_elsewhere_on":null,"entered_by":null,"objector":null,"representative":null,"state":"pending","asks_direct_appeal":false}',
    "objections.ReceiptElsewhereDisregarded": OF_CASE
    + b',"disregarded_on":"2026-06-02","disregarded_by":"handler-2","sealed_reasons":'
    + SEALED
    + b',"decision_id":null,"received_on":null,"lodged_by":null,"within_term":null,"objector":null}',
    "objections.RepairRequested": dict(ON_THE_WAY)["objections.RepairRequested"].removesuffix(b"}")
    + b',"suspends":true}',
    "objections.LatenessExcused": b'{"excused_by":"handler-2","reasons":"","sealed_reasons":' + SEALED + b"}",
    "objections.ThresholdConsequenceFound": (
        OF_CASE + b',"decision_id":' + REFUSAL + b',"found_by":"handler-2","vehicle_category":"N1",'
        b'"parameter":"payload_kg","within_term":false,"decide_before":"2026-06-18","reasons":"",'
        b'"sealed_reasons":' + SEALED + b"}"
    ),
    "objections.ThresholdConsequenceRetracted": (
        OF_CASE + b',"retracted_by":"handler-2","reasons":"","sealed_reasons":' + SEALED + b"}"
    ),
    "objections.ObjectionUpheldForAnotherReason": RULED[0]
    + RESTING.replace(
        b',"heard":',
        b',"valid_until":"2029-02-15","replacement":"grant_in_part","of_another":false,"heard":',
        1,
    ),
    "objections.ReconsiderationNoted": dict(OF_PARTIES)["objections.ReconsiderationNoted"].removesuffix(b"}}")
    + b',"granted_until":null}}',
    "objections.ObjectionDismissed": RULED[0] + RESTING,
    "objections.ObjectionDeclaredInadmissible": RULED[0]
    + b',"ground":"late"'
    + RULED_SEALED[:-1]
    + b',"told_to":[],"holder_told":false}',
    "objections.ObjectionUpheld": (
        OF_CASE
        + b',"decision_id":'
        + RENEWAL
        + b',"decided_by":"handler-2","heard":"fully_granted"'
        + FIRST_TIME
        + b',"ruled_on":"2026-05-20","costs_open":false,"told_to":[]}'
    ),
    "objections.DecisionAnewOrdered": ORDERED_ANEW[-1][1][:-1] + b',"objector":null}',
    "objections.ObjectionWithdrawn": OF_CASE
    + b',"withdrawn_on":"2026-05-20","anew_appeal_id":null,"at_hearing":false}',
    "objections.AppealLodged": APPEALED[1][:-1]
    + b',"instance":"council_of_state","against_appeal_id":'
    + RENEWAL
    + b',"appellant":"authority","posted_on":null,"channel":null,"announced_on":"2026-06-01","last_day":"2026-07-13",'
    b'"timeliness":"in_time","direct":false,"fee_free":false}',
    "objections.InterimReliefGranted": dict(RELIEF[ReliefState.LAPSED])[
        "objections.InterimReliefGranted"
    ].removesuffix(b"}")
    + b',"decision_id":'
    + REFUSAL
    + b"}",
    "objections.AppealDeclaredInadmissible": OF_CASE + b',"declared_on":"2026-07-02","sent_on":"2026-07-03"}',
    "objections.AppealRuled": (
        OF_CASE + b',"ruled_on":"2026-07-02","ruling":"","sealed_ruling":' + SEALED + b","
        b'"outcome":"court_decided","decide_anew":false,"named_day":null,"sent_on":"2026-07-03",'
        b'"exemption":{"outcome":"granted","valid_until":"2027-07-02"},'
        b'"to_pay":{"fee_euros":194,"costs_euros":1814}}'
    ),
}


@pytest.mark.parametrize("topic", EVENTS)
def test_events_are_written_in_this_form(topic: str) -> None:
    """Reading and writing again gives the same bytes."""
    mapper, stored = EventMapper(), StoredEvent(STREAM, 1, topic, AS_WRITTEN_NOW[topic])
    assert mapper.to_stored_event(mapper.to_domain_event(stored)) == stored


@pytest.mark.parametrize("topic", [topic for topic, state in EVENTS.items() if b"Neutra" in state])
def test_reasons_from_before_they_were_sealed_come_back_in_clear(topic: str) -> None:
    """Nothing is sealed afterwards: what is stored stays as it is."""
    event = EventMapper().to_domain_event(StoredEvent(STREAM, 1, topic, EVENTS[topic]))
    assert vars(event)["reasons"].startswith("Neutra")
    assert vars(event)["sealed_reasons"] is None


def uuid_of(text: bytes) -> UUID:
    """The id that stands in these bytes."""
    return UUID(text.decode().strip('"'))
