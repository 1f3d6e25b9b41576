"""What comes of objections and appeals in the sample set, and who in it objects.

At most eight of those who are affected by the second set object, however large the sample set is: the
point of the main job is that everybody else is put right too.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services.demo.kinds import Kind
from shared.vocabulary import Remedy


class Objecting(StrEnum):
    """What comes of an objection in the sample set."""

    WITH_FINDING = "justified because the threshold is wrong; upheld in the renewed decision"
    PENDING = "pending, nothing found yet"
    RETRACTED = "a finding was recorded and taken back; pending"
    SET_REJECTED = "a finding was recorded, its set was rejected afterwards, and then dismissed"
    WITHDRAWN = "withdrawn by the objector"
    INADMISSIBLE = "too late, declared inadmissible"
    DISMISSED = "dismissed"
    UPHELD = "upheld for another reason than a threshold"
    APPEAL_PENDING = "dismissed; the appeal is pending"
    APPEAL_ENDED = "dismissed; the appeal has ended"


DISMISSED_EARLY: Final = frozenset({Objecting.DISMISSED, Objecting.APPEAL_PENDING, Objecting.APPEAL_ENDED})
"""Dismissed before the second set."""
APPEALED: Final = frozenset({Objecting.APPEAL_PENDING, Objecting.APPEAL_ENDED})
FOUND: Final = frozenset({Objecting.WITH_FINDING, Objecting.RETRACTED, Objecting.SET_REJECTED})
"""In which a handler finds a threshold wrong."""
PENDING_AT_SECOND_SET: Final = frozenset(
    {
        Objecting.WITH_FINDING,
        Objecting.PENDING,
        Objecting.RETRACTED,
        Objecting.SET_REJECTED,
        Objecting.APPEAL_PENDING,
    }
)
"""Of which the proceedings run when the second set enters into force."""

OBJECTIONS: Final[Mapping[Kind, tuple[Objecting, ...]]] = {
    Kind.AFFECTED_VAN: (
        Objecting.WITH_FINDING,
        Objecting.WITH_FINDING,
        Objecting.PENDING,
        Objecting.WITHDRAWN,
        Objecting.INADMISSIBLE,
        Objecting.DISMISSED,
        Objecting.APPEAL_PENDING,
    ),
    Kind.AFFECTED_TRUCK: (Objecting.APPEAL_ENDED,),
    Kind.REFUSED_VAN: (
        Objecting.SET_REJECTED,
        Objecting.RETRACTED,
        Objecting.UPHELD,
        Objecting.PENDING,
        Objecting.INADMISSIBLE,
        Objecting.UPHELD,
        Objecting.RETRACTED,
        Objecting.SET_REJECTED,
        Objecting.UPHELD,
        Objecting.SET_REJECTED,
        Objecting.RETRACTED,
        Objecting.APPEAL_PENDING,
    ),
    Kind.PRIVATE_USE_REFUSED: (
        Objecting.UPHELD,
        Objecting.DISMISSED,
        Objecting.WITHDRAWN,
        Objecting.INADMISSIBLE,
        Objecting.APPEAL_ENDED,
        Objecting.PENDING,
        Objecting.APPEAL_PENDING,
        Objecting.DISMISSED,
        Objecting.WITHDRAWN,
        Objecting.APPEAL_ENDED,
        Objecting.PENDING,
        Objecting.UPHELD,
    ),
}
"""The first cases of these kinds object."""

STATES: Final[Mapping[Objecting, str]] = {
    Objecting.WITH_FINDING: "upheld",
    Objecting.PENDING: "pending",
    Objecting.RETRACTED: "pending",
    Objecting.SET_REJECTED: "dismissed",
    Objecting.WITHDRAWN: "withdrawn",
    Objecting.INADMISSIBLE: "inadmissible",
    Objecting.DISMISSED: "dismissed",
    Objecting.UPHELD: "upheld",
    Objecting.APPEAL_PENDING: "dismissed",
    Objecting.APPEAL_ENDED: "dismissed",
}
"""How the objection stands at the end."""

LETTERS: Final[Mapping[str, str]] = {
    "dismissed": "objection_dismissed",
    "inadmissible": "objection_inadmissible",
    "withdrawn": "objection_withdrawn",
}
"""By state of the objection, the letter about its end; one that is upheld is told of by the decision."""
ENDS_TOLD: Final = frozenset({*LETTERS.values(), "objection_upheld"})
"""The letters about the end of an objection."""


def objecting(kind: Kind, index: int) -> Objecting | None:
    """What comes of the objection in the case of that kind and turn; None: nobody objects."""
    courses = OBJECTIONS.get(kind, ())
    return courses[index] if index < len(courses) else None


def remedy_of_renewal(course: Objecting | None) -> Remedy:
    """What is open against a renewed decision, by the proceedings that run (Awb 6:19, 7:1, 8:1)."""
    match course:
        case Objecting.WITH_FINDING:
            return Remedy.APPEAL
        case Objecting.PENDING | Objecting.RETRACTED:
            return Remedy.COVERED_BY_PENDING_OBJECTION
        case Objecting.APPEAL_PENDING:
            return Remedy.COVERED_BY_PENDING_APPEAL
        case _:
            return Remedy.OBJECTION
