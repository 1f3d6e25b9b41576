"""The criteria of every type of exemption, by theme; `assess` is the one door for desk, preview and campaign."""

from services.decisions.domain.criteria.assessment import CRITERIA, Assessment, assess, criteria_of
from services.decisions.domain.criteria.better_fit import BetterFit, better_fit
from services.decisions.domain.criteria.business import registered_otherwise
from services.decisions.domain.criteria.conditions import Condition, conditions_of

__all__ = [
    "CRITERIA",
    "Assessment",
    "BetterFit",
    "Condition",
    "assess",
    "better_fit",
    "conditions_of",
    "criteria_of",
    "registered_otherwise",
]
