"""Rules about the second threshold set, its reassessment and proof; and about the sets that were rejected.

Cases outside this sample set, such as those of another one in the same folder, are affected or not by
rules of their own: they are counted where totals must agree, and judged nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from uuid import UUID

from services.demo.campaign_rows import FOR_A_PERSON, Row
from services.demo.deviations_of_renewals import listed
from services.demo.observed import CampaignFile, CaseFile

CampaignRule = Callable[[Sequence[CaseFile], CampaignFile], Iterator[str]]


def set_is_in_force_because_of_a_finding(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """The second set is in force, or was replaced since; and an objection with a finding caused it."""
    if campaign.threshold_set.state not in {"in_force", "replaced"}:
        yield f"the second threshold set should be in force and is {campaign.threshold_set.state}"
    if campaign.threshold_set.cause.objection_id not in campaign.finders:
        yield "the second threshold set was not caused by an objection with a finding"


def further_proposals_are_rejected(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """Nothing that was rejected may ever decide about anybody."""
    for rejected in campaign.rejected:
        if rejected.state != "rejected":
            yield f"the threshold set {rejected.threshold_set_id} should be rejected and is {rejected.state}"


def reassessment_has_completed(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """The campaign ran to its end, and its count is that of the proof."""
    if campaign.reassessment.state != "completed":
        yield f"the reassessment should be completed and is {campaign.reassessment.state}"
    if campaign.reassessment.reissued != len(campaign.proof.reissued):
        yield (
            f"the reassessment counts {campaign.reassessment.reissued} reissues"
            f" and the proof {len(campaign.proof.reissued)}"
        )


def proof_holds(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """Affected = reissued + changed since, by the log's own account and by plain arithmetic here."""
    proof = campaign.proof
    if not proof.holds:
        yield "the independent proof does not hold"
    accounted = [*proof.reissued, *(case.case_id for case in proof.changed_since)]
    if sorted(accounted) != sorted(proof.affected):
        yield "affected is not reissued plus changed since, case by case"


def proof_names_the_planned_cases(files: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """The log names as affected exactly those of the sample set whom the plan's own arithmetic names."""
    expected = {file.case.case_id for file in files if file.affected}
    named = set(campaign.proof.affected) & _planned(files)
    yield from _missing_and_extra("the proof", "as affected", expected, named)


def preview_kept_its_promise(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """What was approved is what was done."""
    preview = campaign.threshold_set.preview
    if preview is None:
        yield "the second threshold set has no preview"
    elif preview.reissue != len(campaign.proof.affected):
        yield (
            f"the preview announced {preview.reissue} reissues"
            f" and {len(campaign.proof.affected)} cases were affected"
        )


def worklist_names_those_for_a_person(files: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """What the second set alone cannot settle is left to a person, for its reason, and nothing else is."""
    rows = {file.case.case_id: file.planned.row for file in files if file.planned is not None}
    left = {one.case_id: one.reason for one in campaign.reassessment.cases_for_a_person}
    expected = {case_id for case_id, row in rows.items() if row in FOR_A_PERSON}
    yield from _missing_and_extra("the worklist", "as left to a person", expected, left.keys() & rows.keys())
    wrongly = sorted(case_id for case_id in left.keys() & expected if left[case_id] != rows[case_id])
    if wrongly:
        yield f"the worklist names {len(wrongly)} case(s) for another reason than theirs: {listed(wrongly)}"


def nobody_is_renewed_by_the_last_set(files: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """It grants nobody who was refused, and an exemption that has expired is not brought to life."""
    if campaign.last_proof is None:
        return
    if not campaign.last_proof.holds:
        yield "the independent proof of the last reassessment does not hold"
    affected = set(campaign.last_proof.affected) & _planned(files)
    yield from _missing_and_extra("the last proof", "as affected", set(), affected)


def grants_have_expired_before_the_last_set(
    files: Sequence[CaseFile], campaign: CampaignFile
) -> Iterator[str]:
    """Of the sample set exactly the exemptions on thresholds stand as expired, renewed ones among them."""
    if campaign.last_proof is None:
        return
    expected = {file.case.case_id for file in files if file.planned is not None and file.planned.expires}
    expired = {file.case.case_id for file in files if file.last_standing == Row.GRANTED_EXPIRED}
    yield from _missing_and_extra("the last plan", "as expired", expected, expired & _planned(files))


def no_plate_enters_on_the_case_of_another(files: Sequence[CaseFile], _: CampaignFile) -> Iterator[str]:
    """A case gives access to its own plate alone."""
    plates = {file.case.case_id: file.plate for file in files}
    for file in files:
        bases = {seen.basis.case_id for seen in file.access.values()}
        if any(plates.get(case_id, file.plate) != file.plate for case_id in bases if case_id is not None):
            yield f"{file.name} has access to the zone on the decision of another case"


CAMPAIGN_RULES: Final[tuple[CampaignRule, ...]] = (
    set_is_in_force_because_of_a_finding,
    further_proposals_are_rejected,
    reassessment_has_completed,
    proof_holds,
    proof_names_the_planned_cases,
    preview_kept_its_promise,
    worklist_names_those_for_a_person,
    nobody_is_renewed_by_the_last_set,
    grants_have_expired_before_the_last_set,
    no_plate_enters_on_the_case_of_another,
)


def _planned(files: Sequence[CaseFile]) -> set[UUID]:
    return {file.case.case_id for file in files if file.planned is not None}


def _missing_and_extra(what: str, how: str, expected: set[UUID], named: set[UUID]) -> Iterator[str]:
    if missing := expected - named:
        yield f"{what} does not name {len(missing)} case(s) {how}: {listed(sorted(missing))}"
    if extra := named - expected:
        yield f"{what} wrongly names {len(extra)} case(s) {how}: {listed(sorted(extra))}"
