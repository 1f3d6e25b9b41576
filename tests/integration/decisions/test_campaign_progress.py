"""How far a campaign is, as an operator sees it."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.decisions.domain.proof import Proof
from services.decisions.projections.campaign_progress import campaign_progress
from services.decisions.projections.replay import Replay
from services.decisions.workers.campaign_proof import UNPROVED, CampaignProof
from tests.support.cases import NEW_ROWS, a_van
from tests.support.decisions import Decisions


def nth(number: int) -> UUID:
    """The id of a case."""
    return UUID(int=number)


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


def test_a_completed_campaign_is_proved_after_a_while(desk: Decisions) -> None:
    """Once, and in the figures of the proof that one can ask for."""
    now = [0.0]
    worker = CampaignProof(desk.log, Replay(desk.log), 60, lambda: now[0])
    desk.decided_cases(a_van(payload) for payload in (AFFECTED, REFUSED_AGAIN, AFFECTED, GRANTED))
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    for seconds in (0.0, 59.0):
        now[0] = seconds
        worker.step()
        assert worker.found == UNPROVED
    now[0] = 60.0
    worker.step()
    assert worker.found == UNPROVED | {"proved_affected": 2, "proved_reissued": 2}
    found = worker.found
    worker.step()
    assert worker.found is found


def test_nothing_is_proved_while_no_campaign_has_completed(desk: Decisions) -> None:
    """A running one is not complete yet."""
    worker = CampaignProof(desk.log, Replay(desk.log), 0)
    desk.decided_cases([a_van(AFFECTED)])
    desk.a_set_in_force(NEW_ROWS)
    worker.step()
    assert (worker.found, worker.pending(), worker.next_due()) == (UNPROVED, 0, None)


def test_a_proof_that_does_not_hold_shows_what_was_missed(
    desk: Decisions, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An operator is alarmed by the number, and finds the campaign in the log lines."""
    missed, twice = nth(1), nth(2)
    proof = Proof((missed, twice), (twice,), (), (missed,), (), (twice,))
    desk.decided_cases([a_van(AFFECTED)])
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    replay = Replay(desk.log)
    monkeypatch.setattr(replay, "proof", lambda _: proof)
    worker = CampaignProof(desk.log, replay, 0)
    worker.step()
    assert (worker.found["proved_missed"], worker.found["proved_unfounded"]) == (1, 1)
    assert "does not hold" in caplog.text


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
