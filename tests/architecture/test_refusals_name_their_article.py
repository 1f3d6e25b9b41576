"""A refusal names the rule that stands in the way: the article of law, or here why it has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from tests.support.problem_catalogue import INHERITED
from tests.support.source_tree import ROOT, modules

REFUSALS: Final = frozenset({"RuleBroken", "NotInThisState", "NotYours"})
"""What is not there is not refused by an article: it says nothing of what there is."""
ARTICLE: Final = re.compile(r"Awb \d|Atw \d|RVV|GDPR \d|letter 4|ARTICLES|\.article")

STATE: Final = "the state alone stands in the way; the page of states tells which acts it has"
HOUSE: Final = (
    "an arrangement of the desk for its own work: no law says who has a case in hand, or who checks whom"
)
THRESHOLDS: Final = "how a threshold set is made is the desk's own procedure; no source tells it"
DAY: Final = "the conditions of a day exemption (RDW) are no statute"
REVOKING: Final = "no source that we know names the law on revoking an exemption"
RENEWING: Final = "the policy on renewal is no statute; what no source says of it is SYNTHETIC"
FILES: Final = "a limit of this system"
CROSSED: Final = "what is told by another log has not come yet, or is not told at all"

EXCUSED: Final[Mapping[str, str]] = {
    "addressee_unknown": CROSSED,
    "appeal_state": STATE,
    "relief_state": STATE,
    "application_state": STATE,
    "approver_barred": HOUSE,
    "bounce_day": "a mistake in a date",
    "case_not_claimed": HOUSE,
    "claim_not_held": HOUSE,
    "claim_of_another": HOUSE,
    "claimed_by_another": HOUSE,
    "objection_not_claimed": HOUSE,
    "threshold_set_not_claimed": HOUSE,
    "consent_day": "no source says whether a conversion needs consent; that it does is the desk's own care",
    "consent_missing": "no source says whether a conversion needs consent; that it does is the desk's own care",
    "day_exemption": DAY,
    "day_exemptions_used_up": DAY,
    "day_has_come": DAY,
    "day_has_passed": DAY,
    "day_in_another_year": DAY,
    "day_not_known": CROSSED,
    "day_not_stated": DAY,
    "decision_not_heard_of": CROSSED,
    "decision_of_another": "a wrong reference, whatever the law says of the decision",
    "document_attached_already": FILES,
    "ended_before_lodged": "a mistake in a date",
    "exemption_expired": REVOKING,
    "finding_unknown": CROSSED,
    "not_granted": REVOKING,
    "not_valid_yet": THRESHOLDS,
    "letter_sent_on_paper": STATE,
    "letter_state": STATE,
    "nothing_to_renew": RENEWING,
    "objection_state": STATE,
    "plan_not_previewed": THRESHOLDS,
    "preview_outdated": THRESHOLDS,
    "reassessment_completed": STATE,
    "reassessment_not_paused": STATE,
    "reassessment_paused": STATE,
    "renewal_too_early": RENEWING,
    "renews_other_type": RENEWING,
    "renews_other_vehicle": RENEWING,
    "renews_unknown": RENEWING,
    "reviewer_needed": HOUSE,
    "revoked_after_its_end": REVOKING,
    "threshold_not_removed": THRESHOLDS,
    "threshold_removal_unconfirmed": THRESHOLDS,
    "threshold_stated_twice": THRESHOLDS,
    "too_many_documents": FILES,
    "type_not_offered": "the catalogue of types follows the policy, which is no statute",
    "type_not_renewed": RENEWING,
    "valid_from_in_the_past": THRESHOLDS,
}
"""Codes of refusals without an article, each with the reason."""


def refusals_without_an_article() -> Iterator[tuple[str, str]]:
    """Code and place of each whose text names none; a code that is made elsewhere is its maker's."""
    for module in modules("services", *INHERITED):
        path = module.path.relative_to(ROOT).as_posix()
        if path not in INHERITED and not {"domain", "commands", "commands.py"} & set(path.split("/")[2:3]):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                code = node.args[0]
                said = " ".join(ast.unparse(argument) for argument in node.args[1:])
                if isinstance(code, ast.Constant) and not ARTICLE.search(said):
                    yield str(code.value), f"{path}:{node.lineno}"


def test_a_refusal_names_its_article_or_is_excused() -> None:
    """Who is refused can look up by which rule (Awb 3:46)."""
    unexcused = sorted(place for code, place in refusals_without_an_article() if code not in EXCUSED)
    assert unexcused == []


def test_no_excuse_is_left_over() -> None:
    """A code that names its article now, or is gone, needs none."""
    assert set(EXCUSED) - {code for code, _ in refusals_without_an_article()} == set()
