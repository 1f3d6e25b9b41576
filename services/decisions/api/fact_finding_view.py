"""What the applicant was asked to say of the facts, as readers of the case see it; nothing that was said is in it."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic.alias_generators import to_camel

from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.judging import StandingJudgement
from services.decisions.projections.fact_finding import StoredFinding, names_of
from shared.runtime.api import View
from shared.vocabulary import Finding, StatedFacts


class ViewsView(View):
    """Views that were asked (Awb 4:7), and whether they came."""

    asked_on: date
    facts: list[str]
    """Names of what was established otherwise than the applicant supplied it; empty: the letter says what differs."""
    views_until: date
    """Last day for views."""
    received_on: date | None
    """The last day on which views came; null: none came."""
    manner: ViewsManner | None

    @classmethod
    def of(cls, found: StoredFinding) -> Self | None:
        """From the register's row; None: nothing was asked."""
        if found.asked_on is None or found.views_until is None:
            return None
        return cls(
            asked_on=found.asked_on,
            facts=shown(found.asked_about),
            views_until=found.views_until,
            received_on=found.views_received_on,
            manner=ViewsManner(found.views_manner) if found.views_manner else None,
        )


class JudgementView(View):
    """A judgement that stands; its reasons are in the letter alone."""

    criterion: str
    finding: Finding
    documents: list[str]
    rests_on_differing_facts: bool
    judged_on: date
    judged_by: str

    @classmethod
    def of(cls, standing: StandingJudgement) -> Self:
        """From what stands."""
        judgement = standing.judgement
        return cls(
            criterion=judgement.criterion,
            finding=judgement.finding,
            documents=list(judgement.documents),
            rests_on_differing_facts=judgement.rests_on_differing_facts,
            judged_on=standing.judged_on,
            judged_by=standing.judged_by,
        )


def shown(facts: StatedFacts) -> list[str]:
    """The names of facts, as bodies write them."""
    return [to_camel(name) for name in names_of(facts)]
