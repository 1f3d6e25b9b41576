"""Rules about one case of whatever kind: its decision, its end, its letters, and access."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from services.demo.answers import AccessSeen, DecisionSeen, LetterSeen
from services.demo.kinds import DeskWork, Kind
from services.demo.observed import CampaignFile, CaseFile
from services.demo.planned import Moment, PlannedCase
from services.demo.proceedings import ENDS_TOLD, LETTERS, STATES
from shared.vocabulary import ExemptionType, Outcome, RefusalGround

CaseRule = Callable[[CaseFile, PlannedCase, CampaignFile], Iterator[str]]

RECEIVED: Final = "application_received"
CONVERTED: Final = "application_converted"
"""The letters that confirm that an application was received, or that it goes on as another."""
BY_LAW: Final = frozenset({"emission_free", "not_a_van_or_truck"})
"""Grounds of vehicles in the sample set that need no exemption, and that somebody applied for all the same."""


def applied_for_as_planned(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """The case is about what was applied for, where it was applied for."""
    wanted = (planned.exemption_type, planned.municipality)
    if (file.case.exemption_type, file.case.municipality) != wanted:
        yield "is of another type, or of another municipality, than was applied for"


def first_decision_is_as_planned(
    file: CaseFile, planned: PlannedCase, campaign: CampaignFile
) -> Iterator[str]:
    """The desk decided as planned, or not at all; on thresholds under the first set."""
    taken = file.first.outcome if file.first else None
    if taken != planned.decision:
        yield f"was to be {word(planned.decision)} by the desk and was {word(taken)}"
    if file.first is None:
        return
    on_thresholds = planned.exemption_type is ExemptionType.NOT_AVAILABLE_EMISSION_FREE
    otherwise = planned.desk is DeskWork.DECIDED_OTHERWISE
    expected = campaign.first_set_id if on_thresholds and not otherwise else None
    if file.first.threshold_set_id != expected:
        yield "was not decided under the first threshold set" if expected else "was decided on thresholds"
    if (file.first.refusal_ground is RefusalGround.OTHER) != otherwise:
        yield "was refused on another ground than it should be"


def state_is_as_planned(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Affected cases are granted now; every other one stands as desk, applicant or objection left it."""
    if file.case.state != planned.state:
        yield f"should be {planned.state} now and is {file.case.state}"


def left_out_for_its_reason(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Left out of consideration for the reason that was planned, and for none otherwise."""
    expected = planned.desk.name.lower() if planned.state == "left_out" else None
    reason = file.case.left_out.reason.value if file.case.left_out else None
    if reason != expected:
        yield f"should be left out for {expected or 'no reason'} and is for {reason or 'none'}"


def goes_on_in_its_target(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """A converted case names the one in which it goes on; no other names any."""
    if (planned.target is None) != (file.target_id is None) or file.case.converted_to != file.target_id:
        yield "does not go on in the case into which it was converted"


def every_decision_has_its_letter(file: CaseFile, _: PlannedCase, __: CampaignFile) -> Iterator[str]:
    """One letter for each decision, sent, with that decision's remedy; none beside them."""
    expected = {decision.decision_id: _kind_of_letter(decision) for decision in file.case.decisions}
    remedies = {decision.decision_id: decision.remedy for decision in file.case.decisions}
    if file.case.left_out is not None:
        expected[file.case.left_out.decision_id] = "left_out"
    about = [letter for letter in file.letters if letter.decision_id is not None]
    for decision_id, kind in expected.items():
        letters = [letter for letter in about if letter.decision_id == decision_id]
        yield from _letter_deviations("decision", letters, kind)
        if any(letter.remedy is not remedies.get(decision_id, letter.remedy) for letter in letters):
            yield "has a letter with another remedy than its decision"
    if any(letter.decision_id not in expected for letter in about):
        yield "has a letter about a decision that it does not have"


def an_ended_objection_has_its_letter(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """About a dismissed, inadmissible or withdrawn objection one letter is sent (Awb 7:12, 6:21)."""
    letters = [letter for letter in file.letters if letter.kind in ENDS_TOLD]
    kind = LETTERS.get(STATES[planned.objecting]) if planned.objecting else None
    if kind is not None:
        yield from _letter_deviations("ruling", letters, kind)
    elif letters:
        yield "has a letter about the end of an objection that it should not have"


def receipt_is_confirmed(file: CaseFile, planned: PlannedCase, _: CampaignFile) -> Iterator[str]:
    """Of every application one letter says that it was received, or that it goes on as another."""
    kind = CONVERTED if planned.kind is Kind.CONVERSION_TARGET else RECEIVED
    letters = [letter for letter in file.letters if letter.kind in {RECEIVED, CONVERTED}]
    yield from _letter_deviations("receipt", letters, kind)


def access_follows_the_letters(file: CaseFile, planned: PlannedCase, campaign: CampaignFile) -> Iterator[str]:
    """Access on the decision that stands, from its announcement (Awb 3:40), and never without one.

    Who holds another exemption for the same plate has access on that one: then the register names it, and
    says nothing about this case.
    """
    for moment in Moment:
        if moment is Moment.EXPIRED and campaign.last_proof is None:
            continue
        seen = file.access.get(moment)
        if (moment in planned.checked_at) != (seen is not None):
            yield f"was not asked about {moment} as planned"
        if seen is not None and seen.basis.case_id in {None, file.case.case_id}:
            standing = file.first if moment in {Moment.ON_THE_DAY, Moment.ANNOUNCED} else file.last
            allowed = planned.allowed(moment)
            yield from _access_deviation(moment, seen, standing if allowed else None, allowed=allowed)


CASE_RULES: Final[tuple[CaseRule, ...]] = (
    applied_for_as_planned,
    first_decision_is_as_planned,
    state_is_as_planned,
    left_out_for_its_reason,
    goes_on_in_its_target,
    every_decision_has_its_letter,
    an_ended_objection_has_its_letter,
    receipt_is_confirmed,
    access_follows_the_letters,
)


def word(outcome: Outcome | None) -> str:
    """As a sentence says it."""
    return "undecided" if outcome is None else outcome.value


def _kind_of_letter(decision: DecisionSeen) -> str:
    if decision.outcome is Outcome.REVOKED:
        return "revocation"
    if decision.replaces_decision_id is not None:
        return "renewed_decision"
    return "grant" if decision.outcome is Outcome.GRANTED else "refusal"


def _letter_deviations(about: str, letters: list[LetterSeen], kind: str) -> Iterator[str]:
    if len(letters) != 1:
        yield f"has a {about} with {len(letters)} letters"
    for letter in letters:
        if letter.state != "sent":
            yield "has a letter that was not sent"
        if letter.kind != kind:
            yield f"has a letter of the kind {letter.kind} instead of {kind}"


def _access_deviation(
    moment: Moment, seen: AccessSeen, standing: DecisionSeen | None, *, allowed: bool
) -> Iterator[str]:
    if seen.basis.kind in BY_LAW and not allowed:
        return  # the vehicle may enter without an exemption, whatever was decided on one
    if seen.allowed != allowed:
        yield f"should {'have' if allowed else 'have no'} access to the zone {moment}"
    elif allowed and seen.basis.decision_id != _id_of(standing):
        yield f"has access to the zone {moment} on another decision than the one that stands"


def _id_of(decision: DecisionSeen | None) -> UUID | None:
    return None if decision is None else decision.decision_id
