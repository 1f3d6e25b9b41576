"""Every gate: a code with which a service refuses an act (403, 409), and the source it rests on.

A gate that is new in the code is entered here with its article, and a test names its code; until then
`tests/architecture/test_gates.py` fails. The page `docs/generated/gates.md` is made from this.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final

from tests.support.problem_catalogue import known_problems
from tests.support.source_tree import ROOT

SERVICES: Final = frozenset({"applications", "decisions", "objections", "notifications"})
REFUSED: Final = frozenset({403, 409})
LETTER_4: Final = "fourth bimonthly letter to the Chamber, 29 September 2025"
ORDER: Final = "order of the proceedings: the act has no place in that state"
WORK: Final = "division of work at the desk; no legal act"
DESIGN: Final = "equal treatment in a campaign: what was approved is what is done"

RENEWAL: Final = "policy rules: an exemption that runs out is renewed as it was given"

GATES: Final[Mapping[str, str]] = {
    # Applications
    "application_state": ORDER,
    "asked_again_too_late": "Awb 4:5(4)",
    "completion_already_requested": "Awb 4:5(1)",
    "completion_term_not_passed": "Awb 4:5(1)",
    "completion_term_too_short": "Awb 4:5(1); two weeks: " + LETTER_4,
    "consent_day": "Awb 4:1 (a conversion is a new application); SYNTHETIC",
    "consent_missing": "Awb 4:1 (a conversion is a new application); SYNTHETIC",
    "day_missing": "day exemption: policy rules of the municipalities",
    "day_not_asked": "day exemption: policy rules of the municipalities",
    "day_out_of_reach": "day exemption: policy rules of the municipalities; the year is SYNTHETIC",
    "document_attached_already": "Awb 4:2",
    "document_not_attached": "Awb 4:2(2), 4:5(1)",
    "municipality_missing": "RVV 87 with Awb 1:1: which authority decides",
    "municipality_not_asked": "RVV 87 with Awb 1:1: which authority decides",
    "municipality_without_offer": "RVV 87 with Awb 1:1: which authority decides",
    "outage_before_law": "Awb afdeling 2.3 (Wmebv), in force since 1 January 2026",
    "outage_ends_wrongly": "Awb afdeling 2.3",
    "outage_not_over": "Awb afdeling 2.3",
    "outage_stands": "Awb afdeling 2.3",
    "not_this_desk": "RVV 87 with Awb 1:1, 2:3: which authority decides",
    "not_convertible": "policy rules: which type can become which",
    "person_erased": "GDPR 17",
    "proceedings_pending": "GDPR 17(3)(b), (e)",
    "received_before_application": "Awb 4:1, 4:5",
    "signature_not_missing": "Awb 4:2(1)",
    "too_many_documents": "Awb 4:2; the number is SYNTHETIC",
    "nothing_to_renew": RENEWAL,
    "renewal_too_early": RENEWAL,
    "renews_other_type": RENEWAL,
    "renews_other_vehicle": RENEWAL,
    "renews_unknown": RENEWAL,
    "type_not_renewed": RENEWAL,
    "type_not_offered": "policy rules of that day (Awb 4:81)",
    "vehicle_facts_already_asked": "Awb 3:2",
    # The decision
    "already_decided": ORDER,
    "assessment_awaited": "Awb 3:46",
    "assessment_outdated": "Awb 3:2",
    "case_ended": ORDER,
    "decision_differs_from_assessment": "Awb 3:46",
    "fact_registered": "Awb 3:2",
    "facts_do_not_allow_a_decision": "Awb 3:2",
    "no_fact_supplied": "Awb 3:2",
    "no_threshold_set_in_force": "policy rules (Awb 4:81)",
    "renews_nothing": "Awb 1:3(3), 3:46",
    "policy_changed": "policy rules of the day of the decision (Awb 4:81)",
    "threshold_set_changed": "policy rules of the day of the decision (Awb 4:81)",
    "vehicle_facts_awaited": "Awb 3:2",
    # Facts that are otherwise than stated, and views on them
    "applicant_not_heard": "Awb 4:7(1)",
    "applicant_was_heard": "Awb 4:11",
    "day_is_asked": "Awb 4:2",
    "fact_not_established": "Awb 3:2",
    "fact_stands": "Awb 3:2",
    "no_fact_established": "Awb 3:2",
    "no_hearing_due": "Awb 4:7(1)",
    "no_minor_deviation": "Awb 4:8, 4:11",
    "more_than_paid": "Awb 4:20",
    "penalty_not_paid": "Awb 4:20",
    "recovery_too_late": "Awb 4:20",
    "third_party_asked": "Awb 4:8(1)",
    "third_party_not_asked": "Awb 4:8(1)",
    "third_party_not_heard": "Awb 4:8(1)",
    "third_party_not_noted": "Awb 4:8(1)",
    "third_party_term_runs": "Awb 4:8(1)",
    "third_party_term_too_short": "Awb 4:8(1); two weeks are SYNTHETIC",
    "third_party_views_out_of_time": "Awb 4:9",
    "third_party_was_heard": "Awb 4:11",
    "views_asked": "Awb 4:7(1)",
    "views_not_asked": "Awb 4:7(1)",
    "views_out_of_time": "Awb 4:9",
    # What is set case by case
    "document_not_of_case": "Awb 3:2, 3:46",
    "last_day_not_set": "Awb 4:84, 3:46",
    "last_day_outside_policy": "Awb 4:81",
    "not_set_case_by_case": "Awb 4:81",
    # Judgements
    "claim_is_judged": "Awb 3:2",
    "criterion_not_judged_by_anybody": "Awb 3:2",
    "judgement_awaited": "Awb 3:2, 3:46",
    # The decision term
    "end_not_agreed": "Awb 4:15(2)(a)",
    "expected_end_missing": "Awb 4:15(3)",
    "not_a_later_day": "Awb 4:14(3)",
    "request_not_running": "Awb 4:15(1)(a)",
    "consent_out_of_time": "Awb 4:15(2)(a)",
    "suspension_not_agreed": "Awb 4:15(2)(a)",
    "suspension_ends_wrongly": "Awb 4:15(4)",
    "suspension_not_running": "Awb 4:15(4)",
    "suspension_out_of_term": "Awb 4:15(1)",
    "suspension_runs": "Awb 4:15",
    "term_has_ended": "Awb 4:14(3), 4:15",
    "term_too_long": "Awb 4:14(3): reasonable; the year is SYNTHETIC",
    "term_unknown": "Awb 7:11(2)",
    # Default
    "default_went_over": "Awb 4:13, 4:17; SYNTHETIC",
    "in_default_already": "Awb 4:17(3)",
    "no_day_of_default": "Awb 4:17(3)",
    "not_in_default": "Awb 4:17(3)",
    "nothing_due_any_more": "Awb 4:17(1)",
    "notice_not_sent_here": "Awb 2:13",
    "notice_out_of_time": "Awb 4:17(3)",
    "amount_differs": "Awb 4:18",
    "payment_out_of_time": "Awb 4:87",
    "penalty_fixed": "Awb 4:18",
    "penalty_not_due": "Awb 4:87(1)",
    "penalty_not_fixed": "Awb 4:18",
    "penalty_runs": "Awb 4:18",
    "decision_not_announced": "Awb 3:41(1), 4:17(1)",
    "ruling_not_announced": "Awb 3:41(1), 4:17(1)",
    # Leaving out of consideration
    "applicant_responded": "Awb 4:5(1)",
    "completion_not_requested": "Awb 4:5(1)",
    "item_not_asked": "Awb 4:5(1)",
    "items_not_judged": "Awb 3:46",
    "no_supplement_to_judge": "Awb 4:5(1)",
    "completion_requested_once": "several requests: " + LETTER_4,
    "completion_term_runs": "Awb 4:5(1)",
    "leaving_out_too_late": "Awb 4:5(4)",
    "silence_too_short": "two weeks: " + LETTER_4,
    # Revocation
    "day_exemption": "a day exemption is given back, not revoked: policy rules of the municipalities",
    "exemption_expired": "Awb 3:40",
    "holder_asked": "Awb 4:8",
    "no_earlier_refusal": "Awb 4:6",
    "not_a_repetition": "Awb 4:6",
    "rules_changed_since": "Awb 4:6(1)",
    "holder_not_heard": "Awb 4:8",
    "holder_was_heard": "Awb 4:11",
    "no_revocation_intended": "Awb 4:8",
    "not_granted": ORDER,
    "other_ground_intended": "Awb 4:8",
    "received_in_future": "Awb 4:9",
    "revocation_intended": "Awb 4:8",
    "revoked_after_its_end": "Awb 3:40",
    "revoked_before_announcement": "Awb 3:40",
    "views_term_runs": "Awb 4:8",
    "views_term_too_short": "Awb 4:8; two weeks are SYNTHETIC",
    # Day exemptions
    "day_exemptions_used_up": "twelve in a calendar year: " + LETTER_4,
    "day_has_come": "day exemption: policy rules of the municipalities",
    "day_in_another_year": "twelve in a calendar year: " + LETTER_4,
    "day_not_stated": "day exemption: policy rules of the municipalities",
    # Threshold sets and reassessments
    "approver_barred": "two pairs of eyes; Awb 10:3",
    "finding_runs": "Awb 7:11: a renewal decides on the objection",
    "finding_unknown": "Awb 3:2",
    "national_scope_needed": "mandate of the central desk (Awb 10:3)",
    "no_finding": ORDER,
    "not_valid_yet": DESIGN,
    "plan_not_previewed": DESIGN,
    "preview_outdated": DESIGN,
    "reassessment_completed": DESIGN,
    "reassessment_not_paused": DESIGN,
    "reassessment_not_running": DESIGN,
    "reassessment_paused": DESIGN,
    "reviewer_needed": DESIGN,
    "threshold_not_removed": DESIGN,
    "threshold_removal_unconfirmed": DESIGN,
    "threshold_set_approved": DESIGN,
    "threshold_set_in_force": DESIGN,
    "threshold_set_proposed": DESIGN,
    "threshold_set_rejected": DESIGN,
    "threshold_stated_twice": DESIGN,
    "valid_from_in_the_past": "no values that nobody could know: Awb 3:40, 3:42",
    # Claims
    "case_not_claimed": WORK,
    "claim_not_held": WORK,
    "claim_of_another": WORK,
    "claimed_by_another": WORK,
    # Objections heard of by decisions
    "not_decided": "Awb 7:11",
    "objection_decided": "Awb 7:11",
    "ruling_incomplete": "Awb 7:12",
    # The objection
    "decision_grants": "Awb 7:11(2)",
    "not_longer": "Awb 7:11",
    "term_follows_policy": "Awb 7:11",
    "decision_not_a_refusal": "Awb 7:11(2)",
    "decision_not_heard_of": "Awb 7:11",
    "decision_of_another": "Awb 1:2, 7:1",
    "decision_replaced": "Awb 6:19",
    "heard_before_lodged": "Awb 8:56",
    "decision_revoked": "Awb 7:11(2)",
    "direct_appeal_answered": "Awb 7:1a(4)",
    "direct_appeal_not_asked": "Awb 7:1a(1)",
    "other_objection_without_request": "Awb 7:1a(2)",
    "day_has_passed": "Awb 7:11(2)",
    "day_not_known": "Awb 7:11(2)",
    "objector_is_applicant": "Awb 1:2(1), 7:1",
    "nobody_represents": "Awb 2:1(2)",
    "posting_known": "Awb 6:9",
    "posting_not_judged": "Awb 6:9(2)",
    "takes_from_applicant": "Awb 7:11(2)",
    "not_refused": "Awb 3:4; equal treatment",
    "day_not_reviewed": "Awb 4:1; day exemptions: policy rules of the municipalities",
    "holder_erased": "Awb 3:41",
    "review_proposed": ORDER,
    "no_review_proposed": ORDER,
    "like_case_differs": "Awb 3:46; equal treatment",
    "like_case_not_granted": "Awb 3:46; equal treatment",
    "own_review": "Awb 3:2; two persons: a choice of this house",
    "review_outdated": "Awb 3:46",
    "reconsideration_awaited": "Awb 7:11(1)",
    "reconsideration_outdated": "Awb 7:11(1)",
    "departs_from_assessment": "Awb 3:46, 4:84, 7:12",
    "no_departure": "Awb 7:11(1)",
    "committee_not_independent": "Awb 7:13(1)",
    "hearing_wanted": "Awb 7:2, 7:3(c)",
    "wish_answered": "Awb 7:3(d)",
    "wish_day": "Awb 7:3(c)",
    "wish_not_asked": "Awb 7:3(d)",
    "wish_not_declared": "Awb 7:3(c)",
    "wish_term_runs": "Awb 7:3(d)",
    "wish_term_too_short": "Awb 7:3(d); two weeks: SYNTHETIC",
    "granted_unheard": "Awb 7:2",
    "holder_term_runs": "Awb 7:2",
    "holder_objects": "Awb 7:2",
    "party_heard_day": "Awb 7:2(2), 7:7",
    "party_not_invited": "Awb 7:2(2)",
    "party_term_runs": "Awb 7:2(2)",
    "party_term_too_short": "Awb 7:2; two weeks: SYNTHETIC",
    "worse_than_contested": "Awb 7:11",
    "nothing_to_take_back": "Awb 7:11(2)",
    "nothing_granted": "Awb 7:11(2)",
    "not_in_part": "Awb 7:11(2)",
    "day_not_in_part": "Awb 7:11(2)",
    "nothing_left_to_grant": "Awb 3:40, 7:11(1)",
    "part_not_named": "Awb 7:11(2), 3:40",
    "not_shorter": "Awb 7:11(2)",
    "decision_differs": "Awb 7:11",
    "objection_late": "Awb 6:7, 6:9, 6:11",
    "objection_not_premature": "Awb 6:10(1)",
    "objection_not_late": "Awb 6:9, 6:11",
    "objection_state": ORDER,
    "objector_withdraws": "Awb 6:21",
    "own_decision": "Awb 10:3(3)",
    "renewal_under_way": "Awb 7:11",
    # The term to rule
    "adjournment_too_long": "Awb 7:10(3)",
    "committee_announced": "Awb 7:13(2)",
    "consent_to_come": "Awb 7:10(4)",
    "day_not_later": "Awb 7:10(3), (4)",
    "ruling_adjourned": "Awb 7:10(3)",
    "ruling_term_not_known": "Awb 7:10(1)",
    "ruling_term_passed": "Awb 7:10(3), 7:13(2)",
    "ruling_term_suspended": "Awb 7:10(2)",
    # Repair
    "no_repair_requested": "Awb 6:6",
    "repair_term_not_lapsed": "Awb 6:6",
    "repair_term_not_to_come": "Awb 6:6",
    "repair_term_passed": "Awb 6:6",
    "repair_term_runs": "Awb 3:2, 6:6",
    "repaired_before_request": "Awb 6:6",
    # What belongs to another body
    "forwarded_already": "Awb 6:15(1)",
    "forwarding_day": "Awb 6:15(1)",
    "not_received_elsewhere": "Awb 6:15(3)",
    "misdirected_day": "Awb 6:15(1)",
    # Hearing
    "hearer_decided": "Awb 7:5(1)",
    "apart_not_told": "Awb 7:6(3), (4)",
    "heard_apart_without_reasons": "Awb 7:6(1), (2)",
    "nobody_heard_apart": "Awb 7:6(3)",
    "hearing_to_come": "Awb 7:9",
    "new_facts_not_heard": "Awb 7:9",
    "hearing_day": "Awb 7:2",
    "hearing_held": "Awb 7:3",
    "hearing_not_planned": "Awb 7:2",
    "hearing_too_soon": "Awb 7:4(1)",
    "objector_not_heard": "Awb 7:2, 7:3",
    "waiver_differs": "Awb 7:3",
    # The penalty disputed, and who has an objection in hand
    "no_penalty_disputed": "Awb 4:19(1)",
    "objection_not_claimed": WORK,
    "threshold_set_not_claimed": WORK,
    "penalty_not_higher": "Awb 7:11",
    "penalty_not_named": "Awb 4:18, 7:11(2)",
    "penalty_stands": "Awb 7:11",
    # The advice of a committee
    "advice_awaited": "Awb 7:13, 3:2",
    "advice_day": "Awb 7:13(6)",
    "advice_received": "Awb 7:13",
    "advice_without_record": "Awb 7:13(6)",
    "chair_not_independent": "Awb 7:13(1)(b)",
    "committee_incomplete": "Awb 7:13(1)(a)",
    "hearer_not_in_committee": "Awb 7:13(3)",
    "committee_not_announced": "Awb 7:13(2)",
    "departure_without_reasons": "Awb 7:13(7), 3:50",
    # Costs
    "costs_claim_day": "Awb 7:15(3)",
    "costs_claimed_already": "Awb 7:15(3)",
    "costs_claimed_too_late": "Awb 7:15(3)",
    "costs_need_revocation": "Awb 7:15(2)",
    "costs_not_claimed": "Awb 7:15(2)",
    "costs_not_decided": "Awb 7:15(3)",
    "costs_with_the_ruling": "Awb 7:15(3)",
    "no_costs_claim_open": "Awb 7:15(3)",
    # The appeal
    "appeal_pending": "Awb 6:12, 8:1",
    "authority_contests_rulings": "Awb 8:104",
    "court_decided_nothing": "Awb 8:72(3)(b)",
    "court_grants_until_a_day": "Awb 8:72(3)",
    "fee_day": "Awb 8:41",
    "fee_levied": "Awb 8:41",
    "fee_not_levied": "Awb 8:41",
    "fee_not_to_repay": "Awb 8:74",
    "fee_paid": "Awb 8:41",
    "no_ruling_to_contest": "Awb 8:104",
    "nothing_to_confirm": "Awb 8:113(1)",
    "relief_day": "Awb 8:81, 8:85",
    "relief_not_later": "Awb 8:85(2)(c)",
    "relief_without_day": "Awb 8:85(1)",
    "relief_over": "Awb 8:85(1)",
    "relief_state": ORDER,
    "decided_already": "Awb 6:2(b), 6:12",
    "nothing_ordered": "Awb 8:55d(1)",
    "appeal_state": ORDER,
    "court_term_over": "Awb 8:55d(1), 8:72(4)",
    "ended_before_lodged": "Awb 8:1",
    "nothing_to_decide_anew": "Awb 8:72(4)",
    "term_set_by_court": "Awb 8:55d(1), 8:72(4)",
    "worse_than_annulled": "Awb 7:11",
    "objection_without_ruling": "Awb 7:1, 8:1",
    # Letters
    "bounce_day": "Awb 2:8, 3:41",
    "letter_sent_on_paper": "Awb 2:8",
    "letter_state": ORDER,
    "no_electronic_consent": "Awb 2:8",
    "addressee_unknown": "Awb 3:41",
    "letter_already_sent": "Awb 3:41",
}
"""By code; one that is given in two services is one gate."""


def gates_in_the_code() -> Collection[str]:
    """The codes with which the services refuse what somebody asks them to do."""
    return {each.code for each in known_problems() if each.given_by in SERVICES and each.status in REFUSED}


@cache
def files_naming() -> Mapping[str, Collection[str]]:
    """By word: the test files in which it stands in a string."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for word in _words_in(ast.parse(path.read_text("utf-8"))):
            found.setdefault(word, set()).add(name)
    return found


def _words_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"[a-z_]+", node.value)


def page() -> str:
    """The generated page."""
    rows = [
        f"| `{code}` | {source} | {', '.join(_link(name) for name in sorted(files_naming().get(code, ())))} |"
        for code, source in GATES.items()
    ]
    return "\n".join(
        [
            "# Gates",
            "",
            "Made by `make docs`: every code with which a service refuses an act in the present state of a case, the",
            "source it rests on, and the tests that name it. A gate without a test is found by the suite.",
            "",
            "| Gate | Source | Tests |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _link(name: str) -> str:
    return f"[{name.removeprefix('tests/')}](../../{name})"
