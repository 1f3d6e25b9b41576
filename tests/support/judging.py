"""Judgements of case handlers on criteria that no record answers; no I/O."""

from __future__ import annotations

from collections.abc import Callable

from services.decisions.domain.judging import CLAIMS, Judgement
from services.decisions.domain.thresholds import CaseFacts, Judged
from shared.errors import DomainError
from shared.vocabulary import Finding, StatedFacts
from tests.support.proceedings import SEALED_REASONS


def as_claimed(stated: StatedFacts) -> dict[str, Finding]:
    """What a case handler finds who agrees with all that the applicant claims, and judges nothing else."""
    claims = {criterion: getattr(stated, claim) for criterion, claim in CLAIMS.items()}
    return {
        criterion: Finding.MET if claim else Finding.UNMET
        for criterion, claim in claims.items()
        if claim is not None
    }


def with_judgements(facts: CaseFacts) -> CaseFacts:
    """The facts, judged as claimed."""
    judged = tuple(Judged(criterion, finding) for criterion, finding in as_claimed(facts.stated).items())
    return CaseFacts(
        **{name: getattr(facts, name) for name in facts.__struct_fields__ if name != "judged"}, judged=judged
    )


def judgements_as_claimed(stated: StatedFacts) -> tuple[Judgement, ...]:
    """The same as acts of a person."""
    return tuple(
        Judgement(criterion, finding, SEALED_REASONS) for criterion, finding in as_claimed(stated).items()
    )


def judgement(criterion: str, finding: Finding, *documents: str, differs: bool = False) -> Judgement:
    """One judgement with its reasons."""
    return Judgement(criterion, finding, SEALED_REASONS, documents, differs)


def code_of(act: Callable[[], object]) -> str | None:
    """The code with which an act is refused; None: it is not."""
    try:
        act()
    except DomainError as refused:
        return refused.code
    return None
