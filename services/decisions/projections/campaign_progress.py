"""How far the campaign is whose turn it is: what an operator sees in the metrics while it runs."""

from __future__ import annotations

from collections.abc import Mapping

from services.decisions.domain.reassessment import TYPE, Reassessment
from services.decisions.projections.case_facts import refused_count_after
from services.decisions.projections.reassessments import PAUSED, first_uncompleted
from shared.eventlog.log import EventLog


def campaign_progress(log: EventLog) -> Mapping[str, int]:
    """Cases considered, left to consider, reissued and left to a person; whether it is paused. All 0: none runs.

    What is left counts no case that was considered: it is 0 when nothing but the closing sweep is to be done.
    """
    with log.read() as connection:
        stored = first_uncompleted(connection)
        left = 0
        if stored is not None:
            position = stored.started_position
            left = refused_count_after(connection, TYPE, stored.cursor, decided_before=position)
    campaign = None if stored is None else log.load(Reassessment, stored.reassessment_id, stored.version)
    return {
        "campaign_considered": campaign.considered if campaign else 0,
        "campaign_left": left,
        "campaign_reissued": campaign.reissued if campaign else 0,
        "campaign_for_a_person": campaign.for_a_person if campaign else 0,
        "campaign_paused": int(stored is not None and stored.state == PAUSED),
    }
