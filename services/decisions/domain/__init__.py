"""Decisions (besluiten): the rule, the case, the threshold set and the reassessment."""
