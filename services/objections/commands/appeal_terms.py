"""The term to appeal against the decision on an objection, as far as its announcement was heard of (Awb 6:7, 6:8)."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from services.objections.domain.appeal_instance import RemedyTerm
from services.objections.domain.contested_decision import ContestedDecision
from services.objections.domain.objection import Objection


class Announced(Protocol):
    """What is known of announcements."""

    def find(self, decision_id: UUID) -> ContestedDecision | None: ...
    def ruling_announced(self, objection_id: UUID) -> RemedyTerm: ...


def appeal_term_of(objection: Objection, announced: Announced) -> RemedyTerm:
    """By a letter of its own, or by that about the decision in which the ruling was given."""
    if objection.ruled_in is None:
        return announced.ruling_announced(objection.id)
    decision = announced.find(objection.ruled_in)
    if decision is None:
        return RemedyTerm()
    return RemedyTerm.as_announced(decision.announced_on, decision.remedy_last_day)
