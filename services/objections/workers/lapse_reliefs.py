"""The timer of interim relief: it lapses once the term to appeal passed unused (Awb 8:85(2)(a))."""

from __future__ import annotations

from services.objections.commands.interim_relief import InterimReliefCommands
from services.objections.projections.relief_terms import ReliefTerm, ReliefTerms
from shared.runtime.lapsing_terms import LapsingTerms
from shared.runtime.service import ServiceContext


class LapseReliefs(LapsingTerms[ReliefTerm]):
    """Notes that relief lapsed where nobody appealed."""

    def __init__(self, context: ServiceContext, commands: InterimReliefCommands) -> None:
        super().__init__(
            "lapse_reliefs",
            context,
            ReliefTerms(context.log),
            lambda act, term: commands.lapse_unused(act, term.relief_id),
        )
