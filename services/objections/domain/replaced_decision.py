"""What a ruling that upholds an objection may put in the place of the contested decision (Awb 7:11(2)).

Nobody ends worse off by objecting (reformatio in peius, Awb 7:11): what the objector had stays, and what was refused
is granted, granted in part, or refused on another ground. What an applicant was granted is only taken or shortened
on the objection of another, after the applicant was heard on it (Awb 7:2).

Choices where the law leaves one: a day exemption is granted for its day or not at all; of a revocation that was wrong
nothing but the exemption itself comes back, because another ground asks an intention of its own (Awb 4:8).
"""

from __future__ import annotations

from datetime import date

from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.reconsideration import Assessment
from shared.errors import RuleBroken
from shared.vocabulary import ExemptionType, Outcome, Replacement


def check_replacement(
    contested: ContestedDecision,
    replacement: Replacement,
    valid_until: date | None,
    on: date,
    *,
    by_another: bool,
) -> None:
    """Raise RuleBroken unless that can take the place of what was decided; of a grant the ruling names the last day."""
    match replacement:
        case Replacement.OTHER_REFUSAL:
            _check_other_refusal(contested)
        case Replacement.REVOCATION:
            _check_revocation(contested, by_another=by_another)
        case Replacement.GRANT_IN_PART:
            _check_in_part(contested, valid_until, on, by_another=by_another)
        case Replacement.GRANT:
            _check_longer(contested, valid_until, by_another=by_another)
    if valid_until is not None and replacement in {Replacement.OTHER_REFUSAL, Replacement.REVOCATION}:
        raise RuleBroken(
            "nothing_granted", "a last day belongs to a grant, and nothing is granted (Awb 7:11(2))"
        )


def check_within_policy(
    contested: ContestedDecision,
    replacement: Replacement,
    valid_until: date | None,
    assessment: Assessment | None,
    on: date,
) -> None:
    """Raise RuleBroken for a grant beyond the policy of the day, which the assessment that was asked tells (Awb 4:81).

    A day is named within it, so that nobody names one before it was told; in part is before it. What the policy would
    have end before the ruling is not granted. A grant that another shortens ends before it did, and one that was
    revoked comes back as it was.
    """
    outer = assessment.granted_until if assessment is not None else None
    refused, granted = contested.outcome is Outcome.REFUSED, contested.outcome is Outcome.GRANTED
    in_part = refused and replacement is Replacement.GRANT_IN_PART
    longer = granted and replacement is Replacement.GRANT
    if valid_until is not None and (in_part or longer):
        if outer is None:
            raise RuleBroken(
                "reconsideration_awaited", "until when the policy gives was not heard yet (Awb 4:81, 7:11(1))"
            )
        if valid_until > outer or (in_part and valid_until == outer):
            raise RuleBroken(
                "last_day_outside_policy",
                f"the policy gives until {outer.isoformat()}; in part is shorter than that (Awb 4:81, 7:11(2))",
            )
    if refused and replacement is Replacement.GRANT and outer is not None and outer < on:
        raise RuleBroken(
            "nothing_left_to_grant",
            f"by the policy it would have ended on {outer.isoformat()} (Awb 3:40, 7:11(1))",
        )


def _check_other_refusal(contested: ContestedDecision) -> None:
    if contested.outcome is not Outcome.REFUSED:
        raise RuleBroken(
            "decision_not_a_refusal", "only a refusal is replaced by one on another ground (Awb 7:11(2))"
        )


def _check_revocation(contested: ContestedDecision, *, by_another: bool) -> None:
    if not by_another:
        raise RuleBroken("worse_than_contested", "nobody ends worse off by objecting (Awb 7:11)")
    if contested.outcome is not Outcome.GRANTED:
        raise RuleBroken("nothing_to_take_back", "only what was granted can be taken back (Awb 7:11(2))")


def _check_in_part(
    contested: ContestedDecision, valid_until: date | None, on: date, *, by_another: bool
) -> None:
    granted = contested.outcome is Outcome.GRANTED
    if granted and not by_another:
        raise RuleBroken("worse_than_contested", "nobody ends worse off by objecting (Awb 7:11)")
    if contested.outcome is Outcome.REVOKED or contested.outcome is None:
        raise RuleBroken(
            "not_in_part",
            "what was revoked comes back whole, or not; nothing else is granted in part (Awb 7:11(2))",
        )
    if contested.exemption_type is ExemptionType.DAY:
        raise RuleBroken("day_not_in_part", "a day exemption is for its day or not at all (Awb 7:11(2))")
    if valid_until is None or valid_until < on:
        raise RuleBroken(
            "part_not_named", "a grant in part names its last day, which is to come (Awb 7:11(2), 3:40)"
        )
    if granted and (contested.valid_until is None or valid_until >= contested.valid_until):
        raise RuleBroken(
            "not_shorter", "on the objection of another it ends earlier than it did (Awb 7:11(2))"
        )


def _check_longer(contested: ContestedDecision, valid_until: date | None, *, by_another: bool) -> None:
    """Of a refusal or a revocation the policy, or what was revoked, says until when the grant is valid."""
    if contested.outcome is not Outcome.GRANTED:
        if valid_until is not None:
            raise RuleBroken(
                "term_follows_policy", "only of a grant the last day is named in a ruling (Awb 7:11)"
            )
        return
    if by_another:
        raise RuleBroken(
            "takes_from_applicant",
            "on the objection of another a grant is taken back or shortened, or stands (Awb 7:11(2))",
        )
    if valid_until is None or contested.exemption_type is ExemptionType.DAY:
        raise RuleBroken("decision_grants", "the contested decision grants what was applied for (Awb 7:11)")
    if contested.valid_until is None or valid_until <= contested.valid_until:
        raise RuleBroken("not_longer", "what takes the place of a grant is valid longer than that (Awb 7:11)")
