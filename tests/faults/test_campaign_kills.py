"""SIGKILL at the labelled points of a campaign: started again, it ends as if nothing had happened."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.decisions.domain.reassessment import ReassessmentStarted
from services.decisions.domain.threshold_set import ThresholdSetState
from tests.support.campaign_scenes import (
    Scene,
    a_copy,
    assert_ended_as_undisturbed,
    chunks_stored,
    database,
    look,
)
from tests.support.cases import NEW_ROWS, OLD_ROWS, a_van
from tests.support.decisions import open_decisions
from tests.support.mortal_decisions import CHUNK, Undertaker, undertaker

AFFECTED, REFUSED_AGAIN = 1000, 700
CASES = 33
CHUNKS = 7
KILLED = -signal.SIGKILL

BEFORE_ITS_COMMIT = (
    "campaign.chunk_selected",
    "campaign.before_append",
    "append.rows_written",
    "append.head_held",
    "append.inserted",
    "append.before_commit",
)
AFTER_ITS_COMMIT = ("append.after_commit", "campaign.chunk_done")


@pytest.fixture(scope="module")
def mortal() -> Iterator[Undertaker]:
    """Lets services live and die."""
    with undertaker() as process:
        yield process


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, mortal: Undertaker) -> Scene:
    """Thirty-three refusals, two in three affected; the new set has just entered into force."""
    folder = tmp_path_factory.mktemp("before")
    service = open_decisions(database(folder))
    service.a_set_in_force(OLD_ROWS)
    service.run_campaigns()
    payloads = [(AFFECTED, AFFECTED, REFUSED_AGAIN)[place % 3] for place in range(CASES)]
    case_ids = service.decided_cases(a_van(payload) for payload in payloads)
    service.lodge(case_ids[0])
    service.find_consequence(case_ids[1], service.lodge(case_ids[1]))
    set_id = service.a_set_in_force(NEW_ROWS)
    service.close()

    affected = [one for one, payload in zip(case_ids, payloads, strict=True) if payload == AFFECTED]
    return Scene.of(folder, (set_id,), affected, mortal, "campaign")


@pytest.fixture
def data(scene: Scene, tmp_path: Path) -> Path:
    """A copy of the scene's folder, to be spoilt."""
    return a_copy(scene.folder, tmp_path / "data")


@pytest.mark.parametrize("chunk", [1, 4, CHUNKS])
@pytest.mark.parametrize("label", [*BEFORE_ITS_COMMIT, *AFTER_ITS_COMMIT])
def test_killed_in_a_chunk(scene: Scene, data: Path, mortal: Undertaker, label: str, chunk: int):
    """The chunk is whole or not there; the next life does the rest."""
    assert mortal.let_live(data, f"{label}:{chunk}") == KILLED
    service = look(data)
    done = chunk if label in AFTER_ITS_COMMIT else chunk - 1
    assert chunks_stored(service) == done
    considered = service.log.stream(service.reassessment_of(scene.set_ids[0]).reassessment_id)
    assert len(considered) == 1 + done
    service.close()

    assert mortal.let_live(data) == 0
    assert_ended_as_undisturbed(scene, data)


@pytest.mark.parametrize(
    "crash_at", ["campaign.before_completion:1", f"append.before_commit:{CHUNKS + 1}", "campaign.completed:1"]
)
def test_killed_at_the_completion(scene: Scene, data: Path, mortal: Undertaker, crash_at: str):
    """All is renewed by then; the campaign is completed once."""
    assert mortal.let_live(data, crash_at) == KILLED
    service = look(data)
    assert service.renewed_cases() == scene.affected
    assert service.worker().pending() == (0 if "completed" in crash_at else 1)
    service.close()

    assert mortal.let_live(data) == 0
    assert_ended_as_undisturbed(scene, data)


def test_killed_again_and_again(scene: Scene, data: Path, mortal: Undertaker):
    """Every life ends in its second chunk, now before its commit and now after it: it gets there all the same."""
    lives = 0
    while mortal.let_live(data, f"{('append.inserted', 'append.after_commit')[lives % 2]}:2") == KILLED:
        lives += 1
        assert lives < CHUNKS + 2
    assert lives >= CHUNKS // 2
    assert_ended_as_undisturbed(scene, data)


@pytest.mark.parametrize(
    ("label", "there"),
    [
        ("append.rows_written", False),
        ("append.inserted", False),
        ("append.before_commit", False),
        ("append.after_commit", True),
    ],
)
def test_killed_when_a_set_enters_into_force(tmp_path: Path, mortal: Undertaker, label: str, there: bool):
    """Approval, entry into force and the start of the campaign are there together, or none of them."""
    service = open_decisions(database(tmp_path))
    set_id = service.a_previewed_set(OLD_ROWS)
    before = service.log.head()
    assert mortal.let_live(tmp_path, f"{label}:1", f"approve {set_id}") == KILLED

    assert service.log.head() == before + (3 if there else 0)
    assert service.stored_set(set_id).state is (
        ThresholdSetState.IN_FORCE if there else ThresholdSetState.PROPOSED
    )
    assert service.worker().pending() == (1 if there else 0)
    started = service.log.events_after(0, topics=[ReassessmentStarted.TOPIC])
    assert len(started) == (1 if there else 0)
    service.close()


def test_a_campaign_that_is_not_one_append_a_chunk_would_leave_people_out(
    scene: Scene, data: Path, mortal: Undertaker
):
    """The planted bug: killed between progress and renewals, so the tests above can fail. The sweep finds it."""
    assert mortal.let_live(data, "careless.between:2", "careless") == KILLED
    assert mortal.let_live(data) not in (0, KILLED)
    service = look(data)
    proof = service.replay.proof(service.reassessment_of(scene.set_ids[0]).reassessment_id)
    assert proof.missed
    assert set(proof.missed) == set(scene.affected) - set(service.renewed_cases())
    service.close()


def test_the_scene_has_the_chunks_that_the_kills_count_on(scene: Scene):
    """Otherwise a kill at the last chunk would be one at none."""
    assert -(-CASES // CHUNK) == CHUNKS
