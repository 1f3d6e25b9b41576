"""The campaign: everybody once, whatever happens meanwhile and however many work at it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import update

from services.decisions.domain.case_claim import CaseClaim
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.reassessment import Reassessment
from services.decisions.domain.thresholds import Parameter
from services.decisions.projections.reassessments import (
    COMPLETED,
    ReassessmentsProjection,
    campaign_runs,
    reassessments,
    reissues,
)
from services.decisions.projections.replay import Replay
from services.decisions.workers import campaign
from services.decisions.workers.campaign import TYPE, CampaignWorker, MissedCases
from shared.database import writing
from shared.errors import NotInThisState
from shared.eventlog.append import DuplicateRow, GuardFailed, Metadata, RowWrite
from shared.eventlog.recorded import RecordedEvent
from shared.eventlog.verify import verify_log
from shared.vocabulary import Outcome, Remedy, ThresholdChange, VehicleCategory
from tests.support.cases import NEW_ROWS, OBJECTION_HANDLER, OLD_ROWS, REVIEWER, a_van, row
from tests.support.decisions import Decisions

AFFECTED, REFUSED_AGAIN, GRANTED = 1000, 700, 1300
LAST_ID = UUID(int=2**128 - 1)


def many(desk: Decisions, number: int = 300) -> list[UUID]:
    """That many cases, in turn affected, refused again, affected and granted; returns the affected."""
    payloads = [(AFFECTED, REFUSED_AGAIN, AFFECTED, GRANTED)[place % 4] for place in range(number)]
    case_ids = desk.decided_cases(a_van(payload) for payload in payloads)
    return [case_id for case_id, payload in zip(case_ids, payloads, strict=True) if payload == AFFECTED]


def proof_holds(desk: Decisions, set_id: UUID) -> bool:
    """What the log says of the campaign of a set, and the log of itself."""
    proof = desk.replay.proof(desk.reassessment_of(set_id).reassessment_id)
    return proof.holds and verify_log(desk.engine, desk.log.recorder.tables).holds


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Let something happen at the next pass of a labelled point of the campaign."""

    def let(label: str, happen: Callable[[], object]) -> None:
        def pass_by(passed: str) -> None:
            if passed == label:
                monkeypatch.undo()
                happen()

        monkeypatch.setattr(campaign, "crash_point", pass_by)

    return let


def test_every_affected_case_is_renewed_once(desk: Decisions):
    """A few hundred cases in chunks of seven: the affected, all of them, nobody else, nobody twice."""
    affected = many(desk)
    set_id = desk.a_set_in_force(NEW_ROWS)
    assert desk.worker().pending() == 1
    desk.run_campaigns(chunk=7)

    assert desk.renewed_cases() == affected
    assert proof_holds(desk, set_id)
    recorded = desk.log.load(Reassessment, desk.reassessment_of(set_id).reassessment_id)
    assert (recorded.considered, recorded.reissued, recorded.for_a_person) == (225, 150, 0)
    assert desk.reassessment_of(set_id).state == COMPLETED
    assert desk.worker().pending() == 0


@pytest.mark.parametrize("chunk", [1, 3, 15, 1000])
def test_the_size_of_the_chunks_changes_nothing(desk: Decisions, chunk: int):
    """One by one, in the last chunk's exact size, or all at once: the digest is over the renewed cases."""
    affected = many(desk, 20)
    set_id = desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns(chunk)
    digest = hashlib.sha256(b"".join(case_id.bytes for case_id in affected)).hexdigest()
    assert desk.reassessment_of(set_id).digest == digest
    assert considered(desk, set_id) == 15
    assert proof_holds(desk, set_id)


def test_a_renewal_says_why_it_happened(desk: Decisions):
    """By the campaign, for its case, because of the entry into force."""
    [case_id] = desk.decided_cases([a_van(AFFECTED)])
    set_id = desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    reassessment_id = desk.reassessment_of(set_id).reassessment_id
    started = desk.log.stream(reassessment_id)[0].event
    metadata: Metadata = desk.log.stream(case_id)[-1].metadata
    assert metadata.actor == "system:decisions:campaign"
    assert (metadata.case_id, metadata.causation_id) == (case_id, started.event_id)


def test_the_objector_gets_the_decision_on_the_objection(desk: Decisions):
    """And everybody else who objected is covered by 6:19; who did not object can."""
    quiet, objector, found = desk.decided_cases([a_van(AFFECTED)] * 3)
    desk.lodge(objector)
    objection_id = desk.lodge(found)
    desk.find_consequence(found, objection_id)
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    by_case = {renewal.originator_id: renewal for renewal in desk.renewals()}
    assert {case_id: (one.remedy, one.decided_by) for case_id, one in by_case.items()} == {
        quiet: (Remedy.OBJECTION, REVIEWER),
        objector: (Remedy.COVERED_BY_PENDING_OBJECTION, REVIEWER),
        found: (Remedy.APPEAL, OBJECTION_HANDLER),
    }
    assert by_case[found].decides_objection_id == objection_id
    change = ThresholdChange(VehicleCategory.N1, Parameter.PAYLOAD, OLD_ROWS[0].value, NEW_ROWS[0].value)
    assert {one.threshold_changes for one in by_case.values()} == {(change,)}


def test_who_objected_late_keeps_a_remedy_of_their_own(desk: Decisions):
    """Awb 6:11, 6:19: unless a handler acted on it, which excuses the lateness; unknown counts as in time."""
    in_time, unknown, late, excused, withdrawn = desk.decided_cases([a_van(AFFECTED)] * 5)
    desk.lodge(in_time, within_term=True)
    desk.lodge(unknown)
    desk.lodge(late, within_term=False)
    desk.retract_finding(excused, desk.lodge(excused, within_term=False))
    desk.end_objection(withdrawn, desk.lodge(withdrawn, within_term=False))
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    assert {one.originator_id: one.remedy for one in desk.renewals()} == {
        in_time: Remedy.COVERED_BY_PENDING_OBJECTION,
        unknown: Remedy.COVERED_BY_PENDING_OBJECTION,
        late: Remedy.OBJECTION_BESIDE_LATE_ONE,
        excused: Remedy.COVERED_BY_PENDING_OBJECTION,
        withdrawn: Remedy.OBJECTION,
    }
    folded = Replay(desk.log).cases_at(desk.log.head(), TYPE)
    assert [one.late for case in folded for one in case.objections] == [False, False, True, False]


def test_a_ruling_that_crossed_the_renewal_takes_no_second_decision(desk: Decisions):
    """Awb 7:11: the renewal decided on the objection; a retraction and a ruling heard of later change nothing."""
    [case_id] = desk.decided_cases([a_van(AFFECTED)])
    objection_id = desk.lodge(case_id)
    desk.find_consequence(case_id, objection_id)
    desk.a_set_in_force(NEW_ROWS)
    desk.run_campaigns()
    with pytest.raises(NotInThisState, match="no_finding"):
        desk.retract_consequence(case_id, objection_id)
    with pytest.raises(NotInThisState, match="objection_decided"):
        desk.uphold(case_id, objection_id)
    desk.end_objection(case_id, objection_id)
    assert desk.renewed_cases() == [case_id]
    assert desk.case(case_id).objections == ()


def test_what_happens_to_a_case_between_selection_and_append_is_seen(
    desk: Decisions, at: Callable[[str, Callable[[], object]], None]
):
    """The version of its row is the lock: nothing is stored, the chunk is read again, the renewal is right."""
    affected = many(desk, 12)
    set_id = desk.a_set_in_force(NEW_ROWS)
    at("campaign.before_append", lambda: desk.lodge(affected[1]))
    worker = desk.worker()
    before = desk.log.head()
    assert worker.step()
    assert desk.log.head() == before + 1  # the objection alone

    desk.run_campaigns()
    remedies = {renewal.originator_id: renewal.remedy for renewal in desk.renewals()}
    assert remedies[affected[1]] is Remedy.COVERED_BY_PENDING_OBJECTION
    assert desk.renewed_cases() == affected
    assert proof_holds(desk, set_id)


@pytest.mark.parametrize("label", ["campaign.chunk_selected", "campaign.before_append"])
def test_a_chunk_that_another_worker_did_is_not_done_again(
    desk: Decisions, at: Callable[[str, Callable[[], object]], None], label: str
):
    """Between selection and append another worker stores the same chunk."""
    affected = many(desk, 40)
    set_id = desk.a_set_in_force(NEW_ROWS)
    at(label, lambda: desk.worker().step())
    worker = desk.worker()
    assert worker.step()
    desk.run_campaigns()
    assert desk.renewed_cases() == affected
    assert considered(desk, set_id) == 30
    assert proof_holds(desk, set_id)


@pytest.mark.parametrize("label", ["campaign.chunk_selected", "campaign.before_append"])
def test_a_worklist_that_another_worker_wrote_is_not_written_again(
    desk: Decisions, at: Callable[[str, Callable[[], object]], None], label: str
):
    """Cases left to a person are in the chunk that both workers selected."""
    cases = desk.decided_cases([a_van(AFFECTED)] * 3)
    set_id = desk.a_set_in_force([row(1200), row(2600, Parameter.BRAKED_TOWING_MASS)])
    at(label, lambda: desk.worker().step())
    assert desk.worker().step()
    desk.run_campaigns()
    assert [case_id for case_id, _ in desk.worklist(set_id)] == cases
    assert considered(desk, set_id) == 3


def test_a_slow_worker_does_not_move_the_cursor_back(desk: Decisions, monkeypatch: pytest.MonkeyPatch):
    """It read where the campaign was, and three chunks were done before it loaded the campaign's stream."""
    affected = many(desk, 60)
    set_id = desk.a_set_in_force(NEW_ROWS)
    load = desk.log.load

    def slow_load(*given: object) -> object:
        monkeypatch.undo()
        quick = desk.worker()
        assert [quick.step() for _ in range(3)] == [True] * 3
        return load(*given)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(desk.log, "load", slow_load)
    assert desk.worker().step()
    desk.run_campaigns()
    assert desk.renewed_cases() == affected
    assert considered(desk, set_id) == 45
    assert proof_holds(desk, set_id)


def considered(desk: Decisions, set_id: UUID) -> int:
    """How many cases the campaign says it looked at."""
    return desk.log.load(Reassessment, desk.reassessment_of(set_id).reassessment_id).considered


def test_two_workers_at_once_are_as_good_as_one(desk: Decisions):
    """Two threads as fast as they can, each with its own worker: nobody left out, nobody twice."""
    affected = many(desk, 200)
    set_id = desk.a_set_in_force(NEW_ROWS)
    together, failures = Barrier(2), []

    def work() -> None:
        worker = desk.worker()
        together.wait()
        try:
            while worker.step():
                pass
        except Exception as failure:  # noqa: BLE001 - shown by the assertion below
            failures.append(failure)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert desk.renewed_cases() == affected
    assert considered(desk, set_id) == 150
    assert proof_holds(desk, set_id)


def test_a_worker_whose_campaign_was_completed_by_another_stops(
    desk: Decisions, at: Callable[[str, Callable[[], object]], None]
):
    """There is one completion."""
    many(desk, 4)
    set_id = desk.a_set_in_force(NEW_ROWS)
    worker = desk.worker(chunk=100)
    assert worker.step()
    at("campaign.before_completion", lambda: desk.worker().step())
    assert worker.step()
    assert not worker.step()
    reassessment_id = desk.reassessment_of(set_id).reassessment_id
    assert [recorded.event.TOPIC for recorded in desk.log.stream(reassessment_id)][-2:] == [
        "decisions.ReassessmentChunkDone",
        "decisions.ReassessmentCompleted",
    ]


def test_what_a_campaign_appends_is_refused_while_it_is_paused(desk: Decisions):
    """Its guard reads the row once the head is held, whatever else stops it before."""
    set_id = desk.a_set_in_force(NEW_ROWS)
    desk.pause(set_id)
    something = CaseClaim.open(UUID(int=1))
    with pytest.raises(GuardFailed, match="reassessment_not_running"):
        desk.log.save_act(desk.act(), something, guards=[campaign_runs(desk.campaign_of(set_id))])


def test_a_second_set_waits_its_turn_and_finds_who_is_left(desk: Decisions):
    """In order of entry into force; who the first renewed needs no second renewal."""
    both, second_only = desk.decided_cases([a_van(1000), a_van(850)])
    first, second = desk.a_set_in_force([row(900)]), desk.a_set_in_force(NEW_ROWS)
    assert desk.worker().pending() == 2
    desk.run_campaigns()
    by_set = {renewal.originator_id: renewal.grounds.threshold_set_id for renewal in desk.renewals()}
    assert by_set == {both: first, second_only: second}
    assert len(desk.renewals()) == 2
    assert proof_holds(desk, first)
    changed = desk.replay.proof(desk.reassessment_of(second).reassessment_id).changed_since
    assert [change.case_id for change in changed] == [both]
    assert proof_holds(desk, second)


def test_a_refusal_under_the_new_set_is_not_selected(desk: Decisions):
    """Only decisions from before P are reassessed: later ones were taken by the new thresholds."""
    desk.decided_cases([a_van(AFFECTED)])
    set_id = desk.a_set_in_force(NEW_ROWS)
    later = desk.a_decided_case(a_van(REFUSED_AGAIN))
    desk.run_campaigns()
    assert considered(desk, set_id) == 1
    assert desk.case(later).state is CaseState.REFUSED


def test_the_closing_sweep_finds_who_was_left_out(desk: Decisions):
    """The planted bug: a cursor that ran ahead of the work. The campaign does not complete."""
    affected = many(desk, 20)
    set_id = desk.a_set_in_force(NEW_ROWS)
    worker = desk.worker()
    worker.step()
    with writing(desk.engine) as connection:
        connection.execute(
            update(reassessments).where(reassessments.c.threshold_set_id == set_id).values(cursor=LAST_ID)
        )
    with pytest.raises(MissedCases):
        worker.step()
    assert desk.reassessment_of(set_id).state != COMPLETED
    left = desk.replay.proof(desk.reassessment_of(set_id).reassessment_id).missed
    assert list(left) == [case_id for case_id in affected if case_id not in desk.renewed_cases()]
    assert left


def test_a_second_renewal_under_the_same_set_cannot_be_stored(
    desk: Decisions, monkeypatch: pytest.MonkeyPatch
):
    """The planted bug: a worker that takes a renewed case for a refused one. The unique row stops it."""
    [case_id] = desk.decided_cases([a_van(AFFECTED)])
    desk.a_set_in_force(NEW_ROWS)
    [refused] = desk.meanwhile.all_cases(campaign.TYPE)[1]
    worker = desk.worker(chunk=1)
    worker.step()
    [renewed] = desk.meanwhile.all_cases(campaign.TYPE)[1]
    taken_for_refused = msgspec.structs.replace(refused, version=renewed.version)
    monkeypatch.setattr(campaign, "refused_cases_after", lambda *_, **__: [taken_for_refused])
    with pytest.raises(DuplicateRow):
        worker.step()
    assert desk.renewed_cases() == [case_id]


def test_without_the_unique_row_somebody_would_be_renewed_twice(
    desk: Decisions, monkeypatch: pytest.MonkeyPatch
):
    """The planted bug: the same worker, and nobody keeps `reissues`. The proof names the case."""
    [case_id] = desk.decided_cases([a_van(AFFECTED)])
    set_id = desk.a_set_in_force(NEW_ROWS)
    [refused] = desk.meanwhile.all_cases(campaign.TYPE)[1]
    keep = ReassessmentsProjection.rows

    def forgetful(projection: ReassessmentsProjection, event: RecordedEvent) -> Iterable[RowWrite]:
        return (row for row in keep(projection, event) if row.table != reissues.name)

    monkeypatch.setattr(ReassessmentsProjection, "rows", forgetful)
    worker = desk.worker(chunk=1)
    worker.step()
    [renewed] = desk.meanwhile.all_cases(campaign.TYPE)[1]
    taken_for_refused = msgspec.structs.replace(refused, version=renewed.version)
    monkeypatch.setattr(campaign, "refused_cases_after", lambda *_, **__: [taken_for_refused])
    worker.step()
    assert desk.renewed_cases() == [case_id, case_id]
    proof = desk.replay.proof(desk.campaign_of(set_id))
    assert (proof.holds, list(proof.repeated)) == (False, [case_id])


def test_without_the_closing_sweep_the_proof_finds_who_was_left_out(
    desk: Decisions, monkeypatch: pytest.MonkeyPatch
):
    """The planted bug: the cursor ran ahead and nobody looks back, so the campaign completes all the same."""
    affected = many(desk, 20)
    set_id = desk.a_set_in_force(NEW_ROWS)
    worker = desk.worker()
    worker.step()
    with writing(desk.engine) as connection:
        connection.execute(
            update(reassessments).where(reassessments.c.threshold_set_id == set_id).values(cursor=LAST_ID)
        )
    monkeypatch.setattr(CampaignWorker, "_left_behind", lambda *_: [])
    worker.step()
    assert desk.reassessment_of(set_id).state == COMPLETED
    proof = desk.replay.proof(desk.campaign_of(set_id))
    assert not proof.holds
    assert list(proof.missed) == [case_id for case_id in affected if case_id not in desk.renewed_cases()]
    assert proof.missed


def test_a_preview_recomputed_later_has_the_recorded_digest(desk: Decisions):
    """The same prefix of the log gives the same plan, whatever was appended since."""
    many(desk, 40)
    desk.an_undecided_case()
    set_id = desk.a_previewed_set()
    recorded = desk.stored_set(set_id)
    many(desk, 20)
    desk.approve(set_id)
    desk.run_campaigns()
    plan = desk.replay.plan(set_id)
    assert plan is not None
    assert plan.digest == recorded.plan_digest
    assert (len(plan.cases), recorded.counts and recorded.counts.reissue) == (41, 20)


def test_drift_does_not_block_an_approval_and_the_campaign_reaches_who_came_later(desk: Decisions):
    """A case decided after the preview and before P is affected too."""
    [shown] = desk.decided_cases([a_van(AFFECTED)])
    set_id = desk.a_previewed_set()
    [later] = desk.decided_cases([a_van(AFFECTED)])
    desk.approve(set_id)
    desk.run_campaigns()
    assert desk.renewed_cases() == [shown, later]


def test_a_tighter_set_takes_nothing_away(desk: Decisions):
    """Who holds a running grant keeps it; it is counted in the preview."""
    [case_id] = desk.decided_cases([a_van(GRANTED)])
    set_id = desk.a_previewed_set([row(1400)])
    counts = desk.stored_set(set_id).counts
    assert counts is not None
    assert counts.would_now_be_refused == 1
    desk.approve(set_id)
    desk.run_campaigns()
    assert desk.case(case_id).state is CaseState.GRANTED
    assert desk.renewals() == []
    assert desk.assess(desk.an_undecided_case(a_van(GRANTED))) is Outcome.REFUSED


def test_the_first_set_finds_nobody_to_renew(decisions: Decisions):
    """Before it nothing was decided; its campaign completes at once."""
    set_id = decisions.a_set_in_force(OLD_ROWS)
    assert decisions.run_campaigns() == 1
    assert proof_holds(decisions, set_id)
