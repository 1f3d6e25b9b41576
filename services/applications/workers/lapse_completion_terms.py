"""The timer of terms to complete an application (Awb 4:5(4))."""

from __future__ import annotations

from services.applications.commands.consequences import ConsequenceCommands
from services.applications.projections.completion_terms import CompletionTermsReader, RunningTerm
from shared.runtime.lapsing_terms import LapsingTerms
from shared.runtime.service import ServiceContext


class LapseCompletionTerms(LapsingTerms[RunningTerm]):
    """Notes each term to complete that passed unused."""

    def __init__(self, context: ServiceContext, commands: ConsequenceCommands) -> None:
        super().__init__(
            "lapse_completion_terms",
            context,
            CompletionTermsReader(context.log),
            lambda act, term: commands.lapse_completion_term(act, term.case_id),
        )
