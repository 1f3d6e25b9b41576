"""Who objects, and who acts for them (Awb 1:2, 2:1, 7:1): the applicant, or another interested party.

Choices where the law leaves one:

- Whether another is an interested party (belanghebbende) is a person's judgement, with reasons, and never automatic.
  The applicant, to whom the decision is addressed, always is one (Awb 1:2(1)).
- An objection of another takes from the applicant what was granted only after the applicant was heard on it (Awb 7:2;
  see `replaced_decision`): that nobody ends worse off by objecting (Awb 7:11) is about who objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.objections.domain.admissibility import InadmissibilityGround
from services.objections.domain.repair import NoticeDefect
from shared.errors import RuleBroken
from shared.privacy.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is behind a notice of objection, beside the account that lodged it; sealed at the edge."""

    objector: Sealed | None = None
    """Another interested party than the applicant; None: the applicant objects."""
    representative: Sealed | None = None
    """Who acts for the objector; None: nobody does."""
    entered_by: str | None = None
    """Who of the desk entered it; None: it was lodged electronically."""


THE_APPLICANT: Final = Parties()
"""In person, and electronically."""


def check_ground(ground: InadmissibilityGround, *, by_another: bool) -> None:
    """Only another than the applicant can turn out to be no interested party (Awb 1:2(1), 7:1)."""
    if ground is InadmissibilityGround.NOT_INTERESTED and not by_another:
        raise RuleBroken(
            "objector_is_applicant", "the applicant is an interested party: it is their decision (Awb 1:2(1))"
        )


def check_defects(missing: tuple[NoticeDefect, ...], *, represented: bool, by_post: bool) -> None:
    """An authorisation is asked of who represents somebody (Awb 2:1(2)); by post, one may have come unnamed."""
    if NoticeDefect.AUTHORISATION in missing and not (represented or by_post):
        raise RuleBroken(
            "nobody_represents",
            "the objector lodged it in person: there is no authorisation to ask (Awb 2:1(2))",
        )
