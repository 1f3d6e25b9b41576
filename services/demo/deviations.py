"""Where what was found differs from what the plan says: one rule, one function; no sentence, no deviation.

The rules stand by what they are about: one case, its proceedings and renewal, the campaign, the report.
A rule gets plain facts and asks nobody; what it expects is the plan's own arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.demo.deviations_of_campaign import CAMPAIGN_RULES
from services.demo.deviations_of_cases import CASE_RULES
from services.demo.deviations_of_renewals import RENEWAL_RULES
from services.demo.deviations_of_report import report_is_as_planned
from services.demo.observed import Observed


def deviations_of(observed: Observed) -> list[str]:
    """Every deviation, as a sentence that names the case by number and id; empty when all holds."""
    found = [
        f"{file.name} {sentence}"
        for file in observed.files
        if file.planned is not None
        for rule in (*CASE_RULES, *RENEWAL_RULES)
        for sentence in rule(file, file.planned, observed.campaign)
    ]
    found += [sentence for rule in CAMPAIGN_RULES for sentence in rule(observed.files, observed.campaign)]
    return [*found, *report_is_as_planned(observed), *logs_are_intact(observed)]


def logs_are_intact(observed: Observed) -> Iterator[str]:
    """Audit has read every log to its end and found its chain whole."""
    for log in observed.logs:
        if log.alarm is not None:
            yield f"the log {log.log} is not intact: {log.alarm.kind} at position {log.alarm.position}"
        elif log.position != log.head:
            yield f"audit has read the log {log.log} to {log.position} of {log.head}"
