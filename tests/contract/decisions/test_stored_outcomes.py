"""The outcomes of a case as they were stored once still load: names and forms last for decades."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest
from eventsourcing.persistence import StoredEvent

from services.decisions.domain.announcement import DecisionAnnouncement
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_application import ExemptionRefused
from services.decisions.domain.decision_term import Completion, CompletionRequest, ResumedBecause
from services.decisions.domain.hearing import ViewsRequest
from services.decisions.domain.notice_of_default import Default, Notice
from services.decisions.domain.penalty import Penalty, Recovered
from services.decisions.domain.thresholds import Judged
from shared.eventlog.mapper import EventMapper
from shared.law.terms import Channel, Extension, Suspension
from shared.vocabulary import Finding, LeftOutReason, NotHeardGround, RefusalGround, RoadTaxRate, StatedFacts

CASE = UUID("01900000-0000-7000-8000-000000000001")
KEY = b"01900000-0000-7000-8000-000000000002"
DECISION = b"01900000-0000-7000-8000-000000000003"
OTHER = b"01900000-0000-7000-8000-000000000004"
HOLDER = (
    b'"holder":{"applicant":{"key_id":"' + KEY + b'","kind":"applicant","box":"YQ=="},'
    b'"plate":{"key_id":"' + KEY + b'","kind":"plate","box":"cA=="},"applicant_subject":"applicant-1"}'
)
TAKEN = b'"decision_id":"' + DECISION + b'","decided_on":"2026-03-02","decided_by":"handler-1",'
SEALED = b'"sealed_reasons":{"key_id":"' + KEY + b'","kind":"reasons","box":"YQ=="}'
FOUNDED = (
    b'{"originator_topic":"decisions.DecisionCase","exemption_type":"NOT_AVAILABLE_EMISSION_FREE",'
    b'"received_on":"2026-01-05","last_day":"2026-03-02","provisional":false,' + HOLDER + b","
    b'"daily_range_km":250}'
)
GROUNDS = (
    b'"grounds":{"facts":{"vehicle":{"category":"N1"},"daily_range_km":250},"criteria":[{"criterion":"c",'
    b'"finding":"unmet","reason":"r","source":"s"}],"policy_version":"p","threshold_set_id":%s}'
)
SUSPENDED = (
    b'{"request_number":1,"requested_on":"2026-01-12","term_last_day":"2026-01-26","first_day":"2026-01-13"}'
)
SUPPLEMENTED = b'{"supplemented_on":"2026-01-20","stated":{"daily_range_km":410,"road_tax_rate":"business"}}'
RESUMED = (
    b'{"because":"supplemented","suspended_from":"2026-01-13","resumed_on":"2026-01-20",'
    b'"last_day":"2026-03-09","provisional":false}'
)
LEFT_OUT = (
    b"{" + TAKEN + b'"exemption_type":"NOT_AVAILABLE_EMISSION_FREE","reason":"wrong_data",' + HOLDER + b","
    b'"municipality":null}'
)
REVOKED = (
    b'{"revokes_decision_id":"' + DECISION + b'","objection_id":"' + OTHER + b'","decided_on":"2026-04-20",'
    b'"decided_by":"objection-handler-1","reasons":"r"}'
)
REFUSED_BEFORE_GROUNDS_WERE_NAMED = b"{" + TAKEN + GROUNDS % (b'"' + OTHER + b'"') + b"," + HOLDER + b"}"
REFUSED = (
    b"{" + TAKEN + GROUNDS % b"null" + b"," + HOLDER + b',"exemption_type":"NOT_AVAILABLE_EMISSION_FREE",'
    b'"ground":"other"}'
)
REPLACED = (
    b'{"decision_id":"' + OTHER + b'","replaces_decision_id":"' + DECISION + b'","decides_objection_id":"'
    b"" + OTHER + b'","decided_on":"2026-04-20","decided_by":"objection-handler-1",'
    b'"exemption_type":"NOT_AVAILABLE_EMISSION_FREE",' + GROUNDS % b"null" + b',"valid_until":"2028-04-19",'
    b'"remedy":"appeal",' + HOLDER + b"}"
)
BY_COURT = (
    b'{"decision_id":"'
    + OTHER
    + b'","replaces_decision_id":"'
    + DECISION
    + b'","appeal_id":"'
    + OTHER
    + b'",'
    b'"decided_on":"2026-06-01","decided_by":"court","exemption_type":"NOT_AVAILABLE_EMISSION_FREE",'
    + GROUNDS % b"null"
    + b',"announced_on":"2026-06-03","remedy":"higher_appeal",'
    + HOLDER
)
GRANTED_BY_COURT = BY_COURT + b',"valid_until":"2028-06-01"}'
REFUSED_BY_COURT = BY_COURT + b',"takes_away":false,"ground":"other"}'

OTHERWISE = REPLACED.replace(b'"valid_until":"2028-04-19",', SEALED + b",")
TAKEN_BACK = OTHERWISE.replace(b'"remedy"', b'"effective_from":"2026-04-21","remedy"')
GRANTED = b"{" + TAKEN + GROUNDS % b"null" + b',"valid_until":"2028-03-01",' + HOLDER + b"}"


def folded(*stored: tuple[str, bytes]) -> DecisionCase:
    """The case that such a history gives."""
    case: DecisionCase | None = None
    for version, (name, state) in enumerate([("DecisionTermStarted", FOUNDED), *stored], 1):
        event = EventMapper().to_domain_event(StoredEvent(CASE, version, f"decisions.{name}", state))
        case = event.mutate(case)
    assert case is not None
    return case


def test_a_suspended_and_supplemented_case() -> None:
    """The request, the supplement and the new last day come back."""
    case = folded(
        ("DecisionTermSuspended", SUSPENDED),
        ("StatedFactsSupplemented", SUPPLEMENTED),
        ("DecisionTermResumed", RESUMED),
    )
    suspended = Suspension(date(2026, 1, 13), date(2026, 1, 20))
    request = CompletionRequest(
        1,
        date(2026, 1, 12),
        date(2026, 1, 26),
        ResumedBecause.SUPPLEMENTED,
        supplemented_on=date(2026, 1, 20),
        suspended=suspended,
    )
    assert case.completion == Completion((request,), date(2026, 1, 20))
    assert case.suspensions == (suspended,)
    assert (case.last_day, case.suspended_from) == (date(2026, 3, 9), None)
    assert (case.facts.daily_range_km, case.facts.stated.road_tax_rate) == (410, RoadTaxRate.BUSINESS)


def test_a_supplement_on_paper_that_was_entered_late() -> None:
    """The lapse that was noted before makes room for the day of receipt."""
    case = folded(
        ("DecisionTermSuspended", SUSPENDED.replace(b"}", b',"items":["daily_range"]}')),
        ("DecisionTermResumed", RESUMED.replace(b"supplemented", b"lapsed")),
        ("StatedFactsSupplemented", SUPPLEMENTED.replace(b"2026-01-20", b"2026-01-15")),
        (
            "DecisionTermResumedEarlier",
            (
                b'{"request_number":1,"suspended_from":"2026-01-13","noted_as_resumed_on":"2026-01-20",'
                b'"resumed_on":"2026-01-15","last_day":"2026-03-04","provisional":false,"still_suspended_from":null}'
            ),
        ),
    )
    assert case.suspensions == (Suspension(date(2026, 1, 13), date(2026, 1, 15)),)
    latest = case.completion.latest
    assert latest is not None
    assert (latest.items, latest.ended, latest.ended_on) == (
        ("daily_range",),
        ResumedBecause.SUPPLEMENTED,
        date(2026, 1, 15),
    )
    assert case.last_day == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("stored", "state"),
    [
        ([("LeftOutOfConsideration", LEFT_OUT)], CaseState.LEFT_OUT),
        (
            [("LeftOutOfConsideration", LEFT_OUT), ("LeavingOutRevokedOnObjection", REVOKED)],
            CaseState.UNDECIDED,
        ),
        (
            [("WithdrawalNoted", b'{"withdrawn_on":"2026-01-12","handling_started":true}')],
            CaseState.WITHDRAWN,
        ),
        (
            [
                (
                    "ConversionNoted",
                    b'{"converted_on":"2026-01-12","to_type":"HARDSHIP","new_case_id":"' + OTHER + b'"}',
                )
            ],
            CaseState.CONVERTED,
        ),
        (
            [("ExemptionRefused", REFUSED), ("DecisionReplacedOnObjection", REPLACED)],
            CaseState.GRANTED,
        ),
        (
            [("ExemptionRefused", REFUSED), ("RefusalReplacedOnObjection", OTHERWISE)],
            CaseState.REFUSED,
        ),
        (
            [("ExemptionGranted", GRANTED), ("GrantRevokedOnObjection", TAKEN_BACK)],
            CaseState.REVOKED,
        ),
        (
            [("ExemptionRefused", REFUSED), ("ExemptionGrantedByCourt", GRANTED_BY_COURT)],
            CaseState.GRANTED,
        ),
        (
            [("ExemptionRefused", REFUSED), ("ExemptionRefusedByCourt", REFUSED_BY_COURT)],
            CaseState.REFUSED,
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)
def test_each_end_of_a_case(stored: list[tuple[str, bytes]], state: CaseState) -> None:
    """The state is the one that it was."""
    assert folded(*stored).state is state


def test_an_extended_and_otherwise_suspended_term() -> None:
    """The day that was named, what suspended the term, and the day that this left."""
    case = folded(
        (
            "DecisionTermExtended",
            b'{"extended_on":"2026-02-20","extended_by":"handler-1","previous_last_day":"2026-03-02",'
            b'"last_day":"2026-04-05",' + SEALED + b"}",
        ),
        (
            "DecisionTermSuspendedOtherwise",
            b'{"kind":"force_majeure","first_day":"2026-03-10","expected_end":"2026-03-20","ends_on":null,'
            b'"term_suspended_from":"2026-03-10","suspended_on":"2026-03-10","suspended_by":"handler-1",'
            + SEALED
            + b"}",
        ),
        (
            "OtherSuspensionEnded",
            (
                b'{"kind":"force_majeure","suspended_from":"2026-03-10","resumed_on":"2026-03-17",'
                b'"last_day":"2026-04-12","provisional":false,"still_suspended_from":null,"ended_by":"handler-1"}'
            ),
        ),
    )
    assert case.extension == Extension(date(2026, 2, 20), date(2026, 4, 5))
    assert case.suspensions == (Suspension(date(2026, 3, 10), date(2026, 3, 17)),)
    assert (case.last_day, case.suspended_otherwise) == (date(2026, 4, 12), ())


def test_an_extension_that_was_told_too_late() -> None:
    """It does not hold, and the day before it is back."""
    case = folded(
        (
            "DecisionTermExtended",
            b'{"extended_on":"2026-02-20","extended_by":"handler-1","previous_last_day":"2026-03-02",'
            b'"last_day":"2026-04-05",' + SEALED + b"}",
        ),
        (
            "ExtensionToldTooLate",
            b'{"extended_by_event":"' + OTHER + b'","named_last_day":"2026-04-05","told_on":"2026-03-03",'
            b'"remaining":null,"last_day":"2026-03-02","provisional":false}',
        ),
    )
    assert (case.extension, case.earlier_extensions, case.last_day) == (None, (), date(2026, 3, 2))


def test_a_premature_notice_one_that_had_effect_and_the_penalty() -> None:
    """Every date comes back as it was stored."""
    notice = (
        b'{"received_on":"%s","channel":"post","noted_by":"handler-1","term_last_day":"2026-03-02",'
        b'"premature":%s,"grace_last_day":%s,"provisional":false,"first_penalty_day":%s,'
        b'"last_penalty_day":%s}'
    )
    case = folded(
        ("NoticeOfDefaultReceived", notice % (b"2026-02-20", b"true", b"null", b"null", b"null")),
        (
            "NoticeOfDefaultReceived",
            notice % (b"2026-03-03", b"false", b'"2026-03-17"', b'"2026-03-18"', b'"2026-04-28"'),
        ),
        (
            "PenaltyFixed",
            b'{"decision_id":"' + DECISION + b'","decided_on":"2026-05-04","decided_by":"handler-1",'
            b'"notice_received_on":"2026-03-03","first_day":"2026-03-18","last_day":"2026-04-28","days":42,'
            b'"amount_euros":0,"ground":"unreasonably_late_notice",' + SEALED + b"}",
        ),
        (
            "PenaltyFixedAnew",
            b'{"decision_id":"' + OTHER + b'","replaces_decision_id":"' + DECISION + b'",'
            b'"objection_id":"' + OTHER + b'","decided_on":"2026-06-01","decided_by":"objection-handler-1",'
            b'"amount_euros":1442,' + SEALED + b"}",
        ),
        (
            "PenaltyPaid",
            b'{"decision_id":"' + OTHER + b'","paid_on":"2026-06-20","amount_euros":1442,'
            b'"recorded_by":"handler-1"}',
        ),
        (
            "PenaltyRecoveryDecided",
            b'{"decision_id":"' + DECISION + b'","penalty_decision_id":"' + OTHER + b'",'
            b'"decided_on":"2026-07-01","decided_by":"handler-1","amount_euros":42,'
            + SEALED
            + b',"share_cents":null}',
        ),
        (
            "PenaltyRecoveryDecided",
            b'{"decision_id":"' + OTHER + b'","penalty_decision_id":"' + OTHER + b'",'
            b'"decided_on":"2026-07-02","decided_by":"handler-1","amount_euros":7,'
            + SEALED
            + b',"share_cents":null,"exemption_type":"PRIVATE_USE","municipality":null,'
            b'"applicant_subject":"applicant:1"}',
        ),
        (
            "PenaltyRecoveryRevoked",
            b'{"decision_id":"' + OTHER + b'","objection_id":"' + OTHER + b'","decided_on":"2026-08-01",'
            b'"decided_by":"objection-handler-1","amount_euros":7,' + SEALED + b"}",
        ),
    )
    assert case.default.premature == (Notice(date(2026, 2, 20), Channel.POST, "handler-1"),)
    assert case.default.standing == Default(date(2026, 3, 3), date(2026, 3, 18), date(2026, 4, 28))
    assert case.default.penalty == Penalty(
        UUID(OTHER.decode()),
        date(2026, 6, 1),
        1442,
        1442,
        (Recovered(UUID(DECISION.decode()), 42),),
        date(2026, 5, 4),
    )


def test_the_reason_of_leaving_out() -> None:
    """As its own type."""
    event = EventMapper().to_domain_event(StoredEvent(CASE, 2, "decisions.LeftOutOfConsideration", LEFT_OUT))
    assert event.reason is LeftOutReason.WRONG_DATA


@pytest.mark.parametrize(
    ("stored", "ground"),
    [
        (REFUSED_BEFORE_GROUNDS_WERE_NAMED, RefusalGround.CONDITIONS_NOT_MET),
        (REFUSED, RefusalGround.OTHER),
    ],
)
def test_a_refusal_from_before_grounds_were_named(stored: bytes, ground: RefusalGround) -> None:
    """Rested on its criteria, as all did then."""
    event = EventMapper().to_domain_event(StoredEvent(CASE, 2, "decisions.ExemptionRefused", stored))
    assert isinstance(event, ExemptionRefused)
    assert event.ground is ground


ESTABLISHED = (
    b'{"facts":{"road_tax_rate":"business","daily_range_km":90},"basis":"document","established_on":"2026-02-02",'
    b'"established_by":"handler-1",' + SEALED + b',"document":null}'
)
WITHDRAWN = (
    b'{"names":["daily_range_km"],"withdrawn_on":"2026-02-03","withdrawn_by":"handler-1",' + SEALED + b"}"
)
ASKED = (
    b'{"facts":{"road_tax_rate":"business"},"asked_on":"2026-02-03","asked_by":"handler-1",'
    b'"views_until":"2026-02-17",' + SEALED.replace(b"sealed_reasons", b"sealed_explanation") + b"}"
)
GIVEN = (
    b'{"received_on":"2026-02-05","manner":"oral","noted_by":"handler-1",'
    + SEALED.replace(b"sealed_reasons", b"sealed_views")
    + b"}"
)


FOUNDED_ON_A_CONVERTED_CASE = FOUNDED[:-1] + (
    b',"carried_over":{"from_case_id":"00000000-0000-0000-0000-000000000009","converted_on":"2026-03-20",'
    b'"suspensions":[{"first_day":"2026-01-13","end":"2026-02-17"}],'
    b'"extension":{"notified_on":"2026-03-02","last_day":"2026-04-20"},"reopened":true}}'
)
FOUNDED_IN_DEFAULT = FOUNDED[:-1] + (
    b',"carried_over":{"from_case_id":"00000000-0000-0000-0000-000000000009","converted_on":"2026-03-27",'
    b'"notices":[{"received_on":"2026-03-09","channel":"post","noted_by":"handler-1",'
    b'"term_last_day":"2026-03-02","premature":false,"grace_last_day":"2026-03-23","provisional":false,'
    b'"first_penalty_day":"2026-03-24","last_penalty_day":"2026-05-04"}],"penalty_fixed":true,'
    b'"court_term":{"appeal_id":"00000000-0000-0000-0000-000000000009","sent_on":"2026-03-20",'
    b'"last_day":"2026-04-03"}}}'
)


def test_a_default_that_came_over_from_a_converted_case() -> None:
    """With its dates, that its penalty was fixed there, and the day of a court; a conversion of before hands on none."""
    stored = StoredEvent(CASE, 1, "decisions.DecisionTermStarted", FOUNDED_IN_DEFAULT)
    case = EventMapper().to_domain_event(stored).mutate(None)
    standing, court_term = case.default.standing, case.court_term
    assert (standing.first_day, case.default.fixed) == (date(2026, 3, 24), True)
    assert court_term.last_day == date(2026, 4, 3)
    converted = b'{"converted_on":"2026-03-20","to_type":"HARDSHIP","new_case_id":"' + OTHER + b'"}'
    assert not folded(("ConversionNoted", converted)).default_went_over


def test_a_term_that_came_over_from_a_converted_case() -> None:
    """Its suspended days, the day that was named, and whether it is known at all."""
    stored = StoredEvent(CASE, 1, "decisions.DecisionTermStarted", FOUNDED_ON_A_CONVERTED_CASE)
    case = EventMapper().to_domain_event(stored).mutate(None)
    assert case.suspensions == (Suspension(date(2026, 1, 13), date(2026, 2, 17)),)
    assert case.extension == Extension(date(2026, 3, 2), date(2026, 4, 20))
    assert case.reopened
    assert not folded().suspensions


CARRIED_OVER = ESTABLISHED.replace(
    b'"document":null', b'"document":null,"carried_over_from":"00000000-0000-0000-0000-000000000009"'
)


def test_facts_that_were_established_in_a_converted_case() -> None:
    """They count as any, and the desk has not begun with the new case by them."""
    case = folded(("FactsEstablished", CARRIED_OVER))
    assert (case.facts.established, case.handled) == (("daily_range_km", "road_tax_rate"), False)
    assert folded(("FactsEstablished", ESTABLISHED)).handled


JUDGED = (
    b'{"judgements":[{"criterion":"own_steps_are_taken","finding":"met","reasons":'
    + SEALED.split(b":", 1)[1]
    + b',"documents":["'
    + b"d" * 64
    + b'"],"rests_on_differing_facts":false}],'
    b'"judged_on":"2026-02-02","judged_by":"handler-1","carried_over_from":null}'
)


def test_criteria_that_were_judged() -> None:
    """Each is read by its criterion, and stands with who judged it."""
    case = folded(("CriteriaJudged", JUDGED))
    assert case.facts.judged == (Judged("own_steps_are_taken", Finding.MET),)
    assert [one.judged_by for one in case.judgements] == ["handler-1"]


NOTED = (
    b'{"document":{"name":"' + b"d" * 64 + b'","shows":"road_tax_document","attached_on":"2026-02-02"},'
    b'"carried_over_from":null}'
)


def test_evidence_that_was_noted() -> None:
    """By its name and what it is to show."""
    [document] = folded(("EvidenceNoted", NOTED)).evidence
    assert (document.name, document.shows) == ("d" * 64, "road_tax_document")


def test_established_facts_and_the_hearing_on_them() -> None:
    """What was established and not withdrawn is read, and the views that came are known."""
    case = folded(
        ("FactsEstablished", ESTABLISHED),
        ("EstablishedFactsWithdrawn", WITHDRAWN),
        ("ViewsAsked", ASKED),
        ("ViewsReceived", GIVEN),
    )
    assert (case.facts.daily_range_km, case.facts.established) == (250, ("road_tax_rate",))
    asked = StatedFacts(road_tax_rate=RoadTaxRate.BUSINESS)
    assert case.views is not None
    assert msgspec.structs.replace(case.views, asked_by_event=None) == ViewsRequest(
        asked, date(2026, 2, 3), date(2026, 2, 17), given=True
    )


def test_an_announcement_and_the_one_on_paper() -> None:
    """The day that counts comes back, and whether it is about a penalty."""
    begun = (
        b'{"originator_topic":"decisions.DecisionAnnouncement","case_id":"'
        + OTHER
        + b'","decision_id":"'
        + DECISION
        + b'","letter_id":"'
        + OTHER
        + b'",'
        b'"announced_on":"2026-02-20","channel":"email","of_penalty":false}'
    )
    paper = (
        b'{"case_id":"' + OTHER + b'","decision_id":"' + DECISION + b'","letter_id":"' + OTHER + b'",'
        b'"was":"2026-02-20","announced_on":"2026-02-24","of_penalty":false}'
    )
    announcement: DecisionAnnouncement | None = None
    stored = (("DecisionAnnounced", begun), ("DecisionAnnouncedOnPaper", paper))
    for version, (name, state) in enumerate(stored, 1):
        event = EventMapper().to_domain_event(StoredEvent(CASE, version, f"decisions.{name}", state))
        announcement = event.mutate(announcement)
    assert announcement is not None
    assert (announcement.announced_on, announcement.of_penalty) == (date(2026, 2, 24), False)


PERSON = SEALED.replace(b"sealed_reasons", b"person")
PARTY = b'{"number":1,' + PERSON + b',"noted_on":"2026-02-02","noted_by":"handler-1",' + SEALED + b"}"
PARTY_ASKED = (
    b'{"number":1,'
    + PERSON
    + b',"asked_on":"2026-02-03","asked_by":"handler-1","views_until":"2026-02-17",'
    + SEALED.replace(b"sealed_reasons", b"sealed_explanation")
    + b"}"
)
PARTY_MOVED = (
    b'{"number":1,'
    + PERSON
    + b',"previous_last_day":"2026-02-17","views_until":"2026-02-18","because":"outage","caused_by":"'
    + OTHER
    + b'","rule":"SYNTHETIC outage/2026","moved_on":"2026-02-18"}'
)
PARTY_GAVE = b'{"number":1,' + GIVEN[1:]
PARTY_LEFT = b'{"number":1,"because":"urgent","noted_on":"2026-02-03","noted_by":"handler-1",' + SEALED + b"}"


def test_a_third_party_that_was_noted_asked_and_heard() -> None:
    """And one that was noted, and not heard on a ground of the law (Awb 4:8, 4:11)."""
    [party] = folded(
        ("ThirdPartyNoted", PARTY),
        ("ThirdPartyViewsAsked", PARTY_ASKED),
        ("ThirdPartyViewsTermMoved", PARTY_MOVED),
        ("ThirdPartyViewsReceived", PARTY_GAVE),
    ).third_parties
    assert (party.number, party.asked_on, party.views_until, party.views_given) == (
        1,
        date(2026, 2, 3),
        date(2026, 2, 18),
        True,
    )
    [other] = folded(("ThirdPartyNoted", PARTY), ("ThirdPartyNotHeard", PARTY_LEFT)).third_parties
    assert other.not_heard_because is NotHeardGround.URGENT
