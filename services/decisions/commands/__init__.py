"""What can be done in the decisions service: load, call one domain method, save."""

from services.decisions.commands.day_exemptions import DayExemptionCommands
from services.decisions.commands.desk import (
    DecisionCommands,
    ProceedingsCommands,
    Recorded,
)
from services.decisions.commands.threshold_sets import ReassessmentCommands, ThresholdSetCommands

__all__ = [
    "DayExemptionCommands",
    "DecisionCommands",
    "ProceedingsCommands",
    "ReassessmentCommands",
    "Recorded",
    "ThresholdSetCommands",
]
