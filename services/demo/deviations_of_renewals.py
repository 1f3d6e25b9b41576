"""Rules about the renewed decision of one case, and about objection and appeal beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from services.demo.answers import ActSeen
from services.demo.deviations_of_cases import CaseRule
from services.demo.observed import CampaignFile, CaseFile
from services.demo.planned import PlannedCase
from services.demo.proceedings import APPEALED, STATES, Objecting, remedy_of_renewal
from shared.vocabulary import Outcome, Remedy

CHAIN: Final = (
    "access-entered",
    "LetterSent",
    "DecisionReissued",
    "ThresholdSetProposed",
    "ThresholdConsequenceFound",
)
"""What an auditor must be able to follow, from the register back to the objection."""


def reissued_once_or_not_at_all(
    file: CaseFile, planned: PlannedCase, campaign: CampaignFile
) -> Iterator[str]:
    """Affected: one renewed decision, which replaces the refusal. Not affected: none."""
    expected = 1 if planned.affected else 0
    if len(file.renewals) != expected:
        yield f"should have {expected} renewed decision(s) and has {len(file.renewals)}"
    for renewal in file.renewals:
        if renewal.reassessment_id != campaign.reassessment.reassessment_id:
            yield "was reissued by another reassessment"
        if renewal.threshold_set_id != campaign.threshold_set.threshold_set_id:
            yield "was reissued under another threshold set"
        if file.first is None or renewal.replaces_decision_id != file.first.decision_id:
            yield "has a renewed decision that does not replace the first one"
        if renewal.outcome is not Outcome.GRANTED:
            yield "was reissued without being granted"


def renewal_fits_the_proceedings(
    file: CaseFile, planned: PlannedCase, campaign: CampaignFile
) -> Iterator[str]:
    """Remedy and decider follow the proceedings: none, pending (6:19), or decided by this renewal (7:11)."""
    remedy = remedy_of_renewal(planned.objecting)
    rules_on = file.objection.objection_id if file.objection and remedy is Remedy.APPEAL else None
    decider = campaign.finders.get(rules_on) if rules_on else campaign.approver
    for renewal in file.renewals:
        if renewal.remedy is not remedy:
            yield f"was reissued with {renewal.remedy} as its remedy instead of {remedy}"
        if renewal.decides_objection_id != rules_on:
            yield "has a renewed decision that decides on the wrong objection, or on none"
        if renewal.decided_by != decider:
            yield "was reissued by another person than should decide"


def replaced_when_upheld(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Upheld for another reason: one grant in the refusal's place, by the objection handler (Awb 7:11, 10:3)."""
    expected = 1 if planned.upheld else 0
    if len(file.replacements) != expected:
        yield f"should have {expected} decision(s) on an objection and has {len(file.replacements)}"
    for decision in file.replacements:
        objection = file.objection.objection_id if file.objection else None
        if decision.decides_objection_id != objection or decision.decided_by != file.handled_by:
            yield "has a decision that decides on the wrong objection, or by another than its handler"
        if decision.outcome is not Outcome.GRANTED or decision.remedy is not Remedy.APPEAL:
            yield "has a decision on an objection that is no grant with appeal as its remedy"


def objection_stands_as_it_should(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Ended as planned; or pending, and directed at the renewal too (6:19)."""
    objecting, objection = planned.objecting, file.objection
    if objecting is None or objection is None:
        if objecting is not None or objection is not None:
            yield "should " + ("have an objection" if objecting else "have no objection")
        return
    if objection.state != STATES[objecting]:
        yield f"has an objection that should be {STATES[objecting]} and is {objection.state}"
    ruled_in = file.last.decision_id if STATES[objecting] == "upheld" and file.last else None
    if objection.ruled_in != ruled_in:
        yield "has an objection that was not ruled on in the decision in which it should be"
    renewals = tuple(renewal.decision_id for renewal in file.renewals)
    if objection.state == "pending" and objection.attached_decisions != renewals:
        yield "has a pending objection that is not directed at the renewed decision (Awb 6:19)"


def appeal_stands_as_it_should(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Lodged where it was planned to be; pending, or withdrawn."""
    if (file.appeal is not None) != (planned.objecting in APPEALED):
        yield "should " + ("have no appeal" if file.appeal else "have an appeal")
    if file.appeal is not None:
        state = "withdrawn" if planned.objecting is Objecting.APPEAL_ENDED else "pending"
        if file.appeal.state != state:
            yield f"has an appeal that should be {state} and is {file.appeal.state}"


def letter_names_the_right_remedy(file: CaseFile, _: PlannedCase, __: CampaignFile) -> Iterator[str]:
    """The words of the letter about a renewed decision name its remedy, and no other."""
    named = file.renewed_letter_remedies
    expected = tuple(renewal.remedy for renewal in file.renewals)
    if named != expected:
        yield f"has a letter that names {listed(named)} as remedy instead of {listed(expected)}"


def stands_in_its_row(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """The reassessment saw the case in the row of its table in which it belongs."""
    if file.standing != planned.row:
        yield f"should stand in the row {planned.row or 'of no campaign'} and stands in {file.standing}"


def timeline_shows_the_chain(file: CaseFile, _: PlannedCase, __: CampaignFile) -> Iterator[str]:
    """From the register entry back to the objection, for objectors and others alike."""
    if not file.renewals:
        return
    entered = [act for act in file.timeline if _name(act) == CHAIN[0] and act.of_this_case]
    if len(entered) != 1:
        yield f"has {len(entered)} register entries on its timeline instead of 1"
    for act in entered:
        chain = [_name(act), *_explained_by(act, file.timeline)]
        if not _in_order(CHAIN, chain):
            yield f"has a timeline that leads back along {listed(chain)} instead of {listed(CHAIN)}"


RENEWAL_RULES: Final[tuple[CaseRule, ...]] = (
    reissued_once_or_not_at_all,
    renewal_fits_the_proceedings,
    replaced_when_upheld,
    objection_stands_as_it_should,
    appeal_stands_as_it_should,
    letter_names_the_right_remedy,
    stands_in_its_row,
    timeline_shows_the_chain,
)


def listed(items: Iterable[object]) -> str:
    """One after the other, or the word nothing."""
    return ", ".join(str(item) for item in items) or "nothing"


def _name(act: ActSeen) -> str:
    return act.act.rpartition(".")[2]


def _explained_by(act: ActSeen, timeline: Sequence[ActSeen]) -> list[str]:
    names = {one.event_id: _name(one) for one in timeline}
    return [names.get(event_id, "an act that is not shown") for event_id in act.because]


def _in_order(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Whether `wanted` occurs in `found` in this order, with or without others in between."""
    rest = iter(found)
    return all(name in rest for name in wanted)
