"""Who is in the committee that advises on an objection (adviescommissie, Awb 7:13(1), (3)).

A chair and at least two members; the chair is no part of the authority and does not work under its responsibility. A
committee that is put together otherwise is none as meant in Awb 7:13: with it the term is not twelve weeks, and its
hearing is not that of a committee.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from shared.errors import RuleBroken
from shared.eventlog.aggregate import Event

if TYPE_CHECKING:
    from services.objections.domain.objection import Objection

LEAST_MEMBERS: Final = 2
"""Beside the chair (Awb 7:13(1)(a))."""


class Committee(msgspec.Struct, frozen=True):
    """Its composition (samenstelling), by pseudonymous ids."""

    chair: str
    members: tuple[str, ...]

    @property
    def everybody(self) -> frozenset[str]:
        """The chair and the members."""
        return frozenset({self.chair, *self.members})


class CommitteeComposed(Event):
    """Who is in the committee was noted, as it told it; a later composition takes the place of an earlier one."""

    TOPIC = "objections.CommitteeComposed"

    case_id: UUID
    noted_on: date
    noted_by: str
    committee: Committee

    def apply(self, aggregate: Objection) -> None:
        aggregate.committee = self.committee


def check_committee_of(committee: Committee, handler: str, *, chair_independent: bool) -> None:
    """A chair of another house, and two members at the least (Awb 7:13(1)). Raises RuleBroken."""
    if len(committee.everybody - {committee.chair}) < LEAST_MEMBERS:
        raise RuleBroken(
            "committee_incomplete", "a committee is a chair and at least two members (Awb 7:13(1)(a))"
        )
    if not chair_independent or committee.chair == handler:
        raise RuleBroken(
            "chair_not_independent",
            "the chair is no part of the authority, nor works under its responsibility (Awb 7:13(1)(b))",
        )


def check_hearers(committee: Committee | None, hearers: tuple[str, ...]) -> None:
    """Where it is known who is in the committee, others do not hear for it (Awb 7:13(3))."""
    if committee is not None and not committee.everybody.issuperset(hearers):
        raise RuleBroken("hearer_not_in_committee", "who hears for the committee is in it (Awb 7:13(3))")
