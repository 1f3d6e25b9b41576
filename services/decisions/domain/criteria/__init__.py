"""The criteria of every type of exemption, by theme; `assess` is the one door for desk, preview and campaign."""

from services.decisions.domain.criteria.assessment import CRITERIA, Assessment, assess
from services.decisions.domain.criteria.better_fit import BetterFit, better_fit

__all__ = ["CRITERIA", "Assessment", "BetterFit", "assess", "better_fit"]
