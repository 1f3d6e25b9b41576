"""Upholding an objection against a grant: its term was too short, and a longer one takes its place (Awb 7:11)."""

from __future__ import annotations

from datetime import date

from services.objections.domain.contested_decision import ContestedDecision
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType, Outcome


def check_longer(contested: ContestedDecision, valid_until: date | None) -> None:
    """Raise RuleBroken unless a last day is named with a grant alone, and is a later one.

    Nobody is worse off for having objected: what was granted stays granted, and longer. Of a refusal or a revocation
    the policy, or what was revoked, says until when the grant in its place is valid.
    """
    if contested.outcome is not Outcome.GRANTED:
        if valid_until is not None:
            raise RuleBroken(
                "term_follows_policy", "only of a grant the last day is named in a ruling (Awb 7:11)"
            )
        return
    if valid_until is None or contested.exemption_type is ExemptionType.DAY:
        raise RuleBroken("decision_grants", "the contested decision grants what was applied for (Awb 7:11)")
    if contested.valid_until is None or valid_until <= contested.valid_until:
        raise RuleBroken("not_longer", "what takes the place of a grant is valid longer than that (Awb 7:11)")
