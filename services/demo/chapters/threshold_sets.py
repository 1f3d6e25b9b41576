"""A threshold set is proposed, previewed and approved; the reassessment that follows runs by itself.

Or it is rejected. Where thresholds are in force already, because another sample set was played before, a
sample set begins by proposing its first ones anew: its cases are decided under known thresholds, and the
reassessment finds nothing in the cases of the other, whose refusals those thresholds refuse too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.demo.answers import (
    CountsSeen,
    ReassessmentPageSeen,
    ReassessmentSeen,
    ThresholdSetPageSeen,
    ThresholdSetSeen,
)
from services.demo.bodies import ApprovalBody, ReasonsBody, ThresholdBody, ThresholdSetBody
from services.demo.calendar import Day, Place
from services.demo.client import Session
from services.demo.expectations import Threshold
from services.demo.people import CASE_HANDLERS, REVIEWER
from services.demo.stage import Stage
from services.demo.stopped import PlayStopped

SETS = "/decisions/v1/threshold-sets"
SET = "/decisions/v1/threshold-sets/{set_id}"
PREVIEWS = "/decisions/v1/threshold-sets/{set_id}/previews"
APPROVALS = "/decisions/v1/threshold-sets/{set_id}/approvals"
REJECTIONS = "/decisions/v1/threshold-sets/{set_id}/rejections"
REJECTED = "SYNTHETIC: the market survey does not bear this threshold out."
REASSESSMENTS = "/decisions/v1/reassessments"
REASSESSMENT = "/decisions/v1/reassessments/{reassessment_id}"
PAGE = "500"


class NotFollowed(PlayStopped):
    """A step that should lead to something did not."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A set that entered into force, and the reassessment that it started."""

    set_id: UUID
    reassessment_id: UUID


def bring_into_force(
    stage: Stage,
    name: str,
    thresholds: Sequence[Threshold],
    day: Day,
    *,
    expected: int,
    because_of: UUID | None = None,
    removes: tuple[Place, ...] = (),
) -> InForce:
    """Propose, preview and approve a set on that day, and wait until its reassessment has completed.

    `because_of` is the objection on which a finding was made; `expected` is how many reissues the
    progress bar counts to; `removes` are rows in force that fall away.
    """
    body = ThresholdSetBody(
        tuple(ThresholdBody.of(one) for one in thresholds), stage.calendar.on(day), because_of, removes
    )
    set_id = _propose(stage, name, body)
    reviewer = stage.session(REVIEWER)
    previewed = reviewer.read(SET, ThresholdSetSeen, set_id=set_id)
    if previewed.value.plan_digest is None or previewed.value.preview is None:
        raise NotFollowed(f"the {name} thresholds have no preview")
    stage.say(f"{name} thresholds, plan {previewed.value.plan_digest}: {_in_words(previewed.value.preview)}")
    approval = ApprovalBody(previewed.value.plan_digest)
    reviewer.act(APPROVALS, "approve", name, approval, if_match=previewed.etag, set_id=set_id)
    in_force = InForce(set_id, _reassessment_of(reviewer, set_id))
    _wait_for_completion(stage, reviewer, name, in_force.reassessment_id, expected)
    return in_force


def have_rejected(
    stage: Stage, name: str, thresholds: Sequence[Threshold], day: Day, because_of: Sequence[UUID]
) -> list[UUID]:
    """For each of these objections with a finding a set is proposed and previewed, and the reviewer rejects it."""
    rejected = []
    for turn, objection_id in enumerate(because_of, 1):
        about = f"{name}-{turn}"
        body = ThresholdSetBody(
            tuple(ThresholdBody.of(one) for one in thresholds), stage.calendar.on(day), objection_id
        )
        set_id = _propose(stage, about, body)
        reviewer = stage.session(REVIEWER)
        seen = reviewer.read(SET, ThresholdSetSeen, set_id=set_id)
        reviewer.act(REJECTIONS, "reject", about, ReasonsBody(REJECTED), if_match=seen.etag, set_id=set_id)
        rejected.append(set_id)
    return rejected


def rows_that_fall_away(session: Session, thresholds: Sequence[Threshold]) -> tuple[Place, ...]:
    """Rows in force that are not among these thresholds; whoever proposes them has to say so."""
    kept = {Place(one.category, one.parameter) for one in thresholds}
    query = {"limit": PAGE}
    while True:
        page = session.read(SETS, ThresholdSetPageSeen, query=query).value
        rows = [row for one in page.items if one.state == "in_force" for row in one.thresholds]
        if rows or page.next is None:
            places = (Place(row.category, row.parameter, row.body) for row in rows)
            return tuple(place for place in places if place not in kept)
        query = {"limit": PAGE, "after": str(page.next)}


def _propose(stage: Stage, name: str, body: ThresholdSetBody) -> UUID:
    """Propose and preview."""
    proposer = stage.session(CASE_HANDLERS[0])
    set_id = proposer.act(SETS, "propose", name, body).id
    proposed = proposer.read(SET, ThresholdSetSeen, set_id=set_id)
    proposer.act(PREVIEWS, "preview", name, if_match=proposed.etag, set_id=set_id)
    return set_id


def _wait_for_completion(
    stage: Stage, session: Session, name: str, reassessment_id: UUID, expected: int
) -> None:
    def progress() -> int:
        seen = session.read(REASSESSMENT, ReassessmentSeen, reassessment_id=reassessment_id).value
        return expected + 1 if seen.state == "completed" else min(seen.reissued, expected)

    stage.wait(f"reassessment, {name} thresholds", expected + 1, progress)


def _reassessment_of(session: Session, set_id: UUID) -> UUID:
    query = {"limit": PAGE}
    while True:
        page = session.read(REASSESSMENTS, ReassessmentPageSeen, query=query).value
        for line in page.items:
            if line.threshold_set_id == set_id:
                return line.reassessment_id
        if page.next is None:
            raise NotFollowed("the entry into force started no reassessment")
        query = {"limit": PAGE, "after": str(page.next)}


def _in_words(counts: CountsSeen) -> str:
    return (
        f"{counts.reissue} to reissue, {counts.unchanged} unchanged, {counts.for_a_person} for a person,"
        f" {counts.would_now_be_refused} would now be refused, {counts.pending} undecided"
    )
