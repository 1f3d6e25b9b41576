"""What can be done in the decisions service: load, call one domain method, save."""

from services.decisions.commands.announcements import AnnouncementCommands
from services.decisions.commands.applications import ApplicationCommands
from services.decisions.commands.claims import ClaimCommands
from services.decisions.commands.courts import CourtCommands
from services.decisions.commands.day_exemptions import DayExemptionCommands
from services.decisions.commands.decision_terms import DecisionTermCommands
from services.decisions.commands.defaults import DefaultCommands
from services.decisions.commands.desk import DecisionCommands
from services.decisions.commands.established_facts import EstablishedFactsCommands
from services.decisions.commands.moved_terms import MovedTermCommands
from services.decisions.commands.proceedings import ProceedingsCommands
from services.decisions.commands.recorded import Recorded
from services.decisions.commands.reviews import ReviewCommands
from services.decisions.commands.revocations import RevocationCommands
from services.decisions.commands.supplied_facts import SuppliedFactsCommands
from services.decisions.commands.third_parties import ThirdPartyCommands
from services.decisions.commands.threshold_set_claims import ThresholdSetClaimCommands
from services.decisions.commands.threshold_sets import ReassessmentCommands, ThresholdSetCommands

__all__ = [
    "AnnouncementCommands",
    "ApplicationCommands",
    "ClaimCommands",
    "CourtCommands",
    "DayExemptionCommands",
    "DecisionCommands",
    "DecisionTermCommands",
    "DefaultCommands",
    "EstablishedFactsCommands",
    "MovedTermCommands",
    "ProceedingsCommands",
    "ReassessmentCommands",
    "Recorded",
    "ReviewCommands",
    "RevocationCommands",
    "SuppliedFactsCommands",
    "ThirdPartyCommands",
    "ThresholdSetClaimCommands",
    "ThresholdSetCommands",
]
