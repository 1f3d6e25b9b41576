"""How far a campaign is, as an operator sees it."""

from __future__ import annotations

from services.decisions.projections.campaign_progress import campaign_progress
from tests.support.cases import NEW_ROWS, a_van
from tests.support.decisions import Decisions

AFFECTED, REFUSED_AGAIN, GRANTED = 1000, 700, 1300
NOTHING = {
    "campaign_considered": 0,
    "campaign_left": 0,
    "campaign_reissued": 0,
    "campaign_for_a_person": 0,
    "campaign_paused": 0,
}


def test_no_campaign_is_no_progress(desk: Decisions) -> None:
    """The metrics are there all the same, so that one can tell none from not measured."""
    assert campaign_progress(desk.log) == NOTHING


def test_a_campaign_shows_what_it_did_and_what_is_left(desk: Decisions) -> None:
    """Six refused cases in chunks of four; granted ones are none of its business."""
    payloads = (AFFECTED, REFUSED_AGAIN, AFFECTED, GRANTED, AFFECTED, REFUSED_AGAIN, AFFECTED)
    desk.decided_cases(a_van(payload) for payload in payloads)
    desk.a_set_in_force(NEW_ROWS)
    worker = desk.worker(4)
    assert campaign_progress(desk.log) == NOTHING | {"campaign_left": 6}
    worker.step()
    half_way = campaign_progress(desk.log)
    assert (half_way["campaign_considered"], half_way["campaign_left"]) == (4, 2)
    assert 0 < half_way["campaign_reissued"] <= 4
    worker.step()
    done = campaign_progress(desk.log)
    assert (done["campaign_considered"], done["campaign_left"], done["campaign_reissued"]) == (6, 0, 4)
    while worker.step():
        pass
    assert campaign_progress(desk.log) == NOTHING
