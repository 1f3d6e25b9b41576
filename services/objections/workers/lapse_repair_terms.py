"""The timer of terms to repair an objection (Awb 6:6)."""

from __future__ import annotations

from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.projections.repair_terms import RepairTermsReader, RunningTerm
from shared.runtime.lapsing_terms import LapsingTerms
from shared.runtime.service import ServiceContext


class LapseRepairTerms(LapsingTerms[RunningTerm]):
    """Notes each term to repair that passed unused."""

    def __init__(self, context: ServiceContext, commands: ProceedingsCommands) -> None:
        super().__init__(
            "lapse_repair_terms",
            context,
            RepairTermsReader(context.log),
            lambda act, term: commands.lapse_repair_term(act, term.objection_id),
        )
