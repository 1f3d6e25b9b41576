"""Where what was found differs from what the plan says: one rule, one function; no sentence, no deviation.

`CASE_RULES` and `CAMPAIGN_RULES` are all there is to hold. A rule gets plain facts and asks nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from services.demo.answers import AccessSeen, ActSeen, DecisionSeen
from services.demo.observed import CampaignFile, CaseFile, Observed
from services.demo.plan import Objecting
from shared.vocabulary import Outcome, Remedy

CHAIN: Final = (
    "access-entered",
    "LetterSent",
    "DecisionReissued",
    "ThresholdSetProposed",
    "ThresholdConsequenceFound",
)
"""What an auditor must be able to follow, from the register back to the objection."""

CaseRule = Callable[[CaseFile, CampaignFile], Iterator[str]]
CampaignRule = Callable[[Sequence[CaseFile], CampaignFile], Iterator[str]]


def deviations_of(observed: Observed) -> list[str]:
    """Every deviation, as a sentence that names the case by number and id; empty when all holds."""
    found = [
        f"{file.name} {sentence}"
        for file in observed.files
        if file.planned is not None
        for rule in CASE_RULES
        for sentence in rule(file, observed.campaign)
    ]
    found += [sentence for rule in CAMPAIGN_RULES for sentence in rule(observed.files, observed.campaign)]
    return [*found, *logs_are_intact(observed)]


# Rules about one case


def first_decision_is_as_planned(file: CaseFile, campaign: CampaignFile) -> Iterator[str]:
    """The desk decided under the first set, or not at all, as planned."""
    expected = file.planned.decision if file.planned else None
    taken = file.first.outcome if file.first else None
    if taken != expected:
        yield f"was to be {_word(expected)} by the desk and was {_word(taken)}"
    if file.first is not None and file.first.threshold_set_id != campaign.first_set_id:
        yield "was not decided under the first threshold set"


def state_is_as_planned(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """Affected cases are granted now; every other one stands as the desk left it."""
    planned = file.planned.decision if file.planned else None
    expected = Outcome.GRANTED if file.affected else planned
    if file.case.state != _word(expected):
        yield f"should be {_word(expected)} now and is {file.case.state}"


def reissued_once_or_not_at_all(file: CaseFile, campaign: CampaignFile) -> Iterator[str]:
    """Affected: one renewed decision, which replaces the refusal. Not affected: none."""
    expected = 1 if file.affected else 0
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


def renewal_fits_the_proceedings(file: CaseFile, campaign: CampaignFile) -> Iterator[str]:
    """Remedy and decider follow the objection: none, pending (6:19), or decided by this renewal (7:11)."""
    for renewal in file.renewals:
        remedy = _remedy_of_renewal(file)
        if renewal.remedy is not remedy:
            yield f"was reissued with {renewal.remedy} as its remedy instead of {remedy}"
        rules_on = file.objection.objection_id if file.objection and remedy is Remedy.APPEAL else None
        if renewal.decides_objection_id != rules_on:
            yield "has a renewed decision that decides on the wrong objection, or on none"
        decider = campaign.finders.get(rules_on) if rules_on else campaign.approver
        if renewal.decided_by != decider:
            yield "was reissued by another person than should decide"


def objection_stands_as_it_should(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """With a finding: upheld in the renewal. Pending: still pending, directed at the renewal too (6:19)."""
    objecting = file.planned.objecting if file.planned else None
    if objecting is None or file.objection is None:
        if objecting is not None or file.objection is not None:
            yield "should " + ("have an objection" if objecting else "have no objection")
        return
    renewals = tuple(renewal.decision_id for renewal in file.renewals)
    upheld = objecting is Objecting.WITH_FINDING
    state = "upheld" if upheld else "pending"
    if file.objection.state != state:
        yield f"has an objection that should be {state} and is {file.objection.state}"
    if file.objection.ruled_in != (renewals[-1] if upheld and renewals else None):
        yield "has an objection that was not ruled on in the decision in which it should be"
    if not upheld and file.objection.attached_decisions != renewals:
        yield "has a pending objection that is not directed at the renewed decision (Awb 6:19)"


def every_decision_has_its_letter(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """One letter for each decision, sent, with that decision's remedy; none beside them."""
    decided = {decision.decision_id for decision in file.case.decisions}
    for decision in file.case.decisions:
        letters = [letter for letter in file.letters if letter.decision_id == decision.decision_id]
        if len(letters) != 1:
            yield f"has a decision with {len(letters)} letters"
        for letter in letters:
            if letter.state != "sent":
                yield "has a letter that was not sent"
            if letter.kind != _kind_of_letter(decision):
                yield f"has a letter of the kind {letter.kind} instead of {_kind_of_letter(decision)}"
            if letter.remedy is not decision.remedy:
                yield "has a letter with another remedy than its decision"
    if any(letter.decision_id not in decided for letter in file.letters):
        yield "has a letter about a decision that it does not have"


def letter_names_the_right_remedy(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """The words of the letter about a renewed decision name its remedy, and no other."""
    named = file.renewed_letter_remedies
    expected = tuple(renewal.remedy for renewal in file.renewals)
    if named != expected:
        yield f"has a letter that names {_list(named)} as remedy instead of {_list(expected)}"


def access_follows_the_letters(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """Access on the decision that stands, from its announcement (Awb 3:40), and never without one.

    Who applies for the same plate again, outside the play, may get an exemption of another case: then
    the register names that one, and says nothing about this case.
    """
    moments = (
        ("before it was applied for", file.access.before, None),
        ("after the first letters", file.access.announced, file.standing_on(renewed=False)),
        ("after the renewed letters", file.access.renewed, file.standing_on(renewed=True)),
    )
    for moment, seen, standing in moments:
        if seen.basis.case_id in {None, file.case.case_id}:
            yield from _access_deviation(moment, seen, standing)


def timeline_shows_the_chain(file: CaseFile, _: CampaignFile) -> Iterator[str]:
    """From the register entry back to the objection, for objectors and others alike."""
    if not file.renewals:
        return
    entered = [act for act in file.timeline if _name(act) == CHAIN[0] and act.of_this_case]
    if len(entered) != 1:
        yield f"has {len(entered)} register entries on its timeline instead of 1"
    for act in entered:
        chain = [_name(act), *_explained_by(act, file.timeline)]
        if not _in_order(CHAIN, chain):
            yield f"has a timeline that leads back along {_list(chain)} instead of {_list(CHAIN)}"


CASE_RULES: Final[tuple[CaseRule, ...]] = (
    first_decision_is_as_planned,
    state_is_as_planned,
    reissued_once_or_not_at_all,
    renewal_fits_the_proceedings,
    objection_stands_as_it_should,
    every_decision_has_its_letter,
    letter_names_the_right_remedy,
    access_follows_the_letters,
    timeline_shows_the_chain,
)


# Rules about the campaign


def set_is_in_force_because_of_a_finding(_: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """The second set is in force, and an objection with a finding caused it."""
    if campaign.threshold_set.state != "in_force":
        yield f"the second threshold set should be in force and is {campaign.threshold_set.state}"
    if campaign.threshold_set.cause.objection_id not in campaign.finders:
        yield "the second threshold set was not caused by an objection with a finding"


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
    """The log names as affected exactly those whom the plan's own arithmetic names."""
    planned = {file.case.case_id for file in files if file.planned is not None}
    expected = {file.case.case_id for file in files if file.affected}
    named = set(campaign.proof.affected)
    yield from _missing_and_extra("the proof", "as affected", expected, named & planned)
    strangers = named - {file.case.case_id for file in files}
    if strangers:
        yield f"the proof names {len(strangers)} affected case(s) that are not of this sample set"


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


def unknown_facts_went_to_a_person(files: Sequence[CaseFile], campaign: CampaignFile) -> Iterator[str]:
    """Refused cases that the second set cannot judge are on the worklist, and no others."""
    planned = {file.case.case_id for file in files if file.planned is not None}
    expected = {
        file.case.case_id
        for file in files
        if file.planned and file.planned.decision is Outcome.REFUSED and file.planned.second_advice is None
    }
    listed = {case.case_id for case in campaign.reassessment.cases_for_a_person} & planned
    yield from _missing_and_extra("the worklist", "as left to a person", expected, listed)


def no_plate_enters_on_the_case_of_another(files: Sequence[CaseFile], _: CampaignFile) -> Iterator[str]:
    """Every plate of the sample set has one case in it, so no case gives access to two plates."""
    ours = {file.case.case_id for file in files}
    for file in files:
        bases = {seen.basis.case_id for seen in (file.access.announced, file.access.renewed)}
        if bases & ours - {file.case.case_id}:
            yield f"{file.name} has access to the zone on the decision of another case"


CAMPAIGN_RULES: Final[tuple[CampaignRule, ...]] = (
    set_is_in_force_because_of_a_finding,
    reassessment_has_completed,
    proof_holds,
    proof_names_the_planned_cases,
    preview_kept_its_promise,
    unknown_facts_went_to_a_person,
    no_plate_enters_on_the_case_of_another,
)


def logs_are_intact(observed: Observed) -> Iterator[str]:
    """Audit has read every log to its end and found its chain whole."""
    for log in observed.logs:
        if log.alarm is not None:
            yield f"the log {log.log} is not intact: {log.alarm.kind} at position {log.alarm.position}"
        elif log.position != log.head:
            yield f"audit has read the log {log.log} to {log.position} of {log.head}"


# What the rules are made of

BY_LAW: Final = frozenset({"emission_free", "not_a_van_or_truck"})
"""Grounds of vehicles in the sample set that need no exemption, and that somebody applied for all the same."""


def _remedy_of_renewal(file: CaseFile) -> Remedy:
    match file.planned.objecting if file.planned else None:
        case None:
            return Remedy.OBJECTION
        case Objecting.PENDING:
            return Remedy.COVERED_BY_PENDING_OBJECTION
        case Objecting.WITH_FINDING:
            return Remedy.APPEAL


def _kind_of_letter(decision: DecisionSeen) -> str:
    if decision.replaces_decision_id is not None:
        return "renewed_decision"
    return "grant" if decision.outcome is Outcome.GRANTED else "refusal"


def _access_deviation(moment: str, seen: AccessSeen, standing: DecisionSeen | None) -> Iterator[str]:
    granted = standing is not None and standing.outcome is Outcome.GRANTED
    if seen.basis.kind in BY_LAW and not granted:
        return  # the vehicle may enter without an exemption, whatever was decided on one
    if seen.allowed != granted:
        yield f"should {'have' if granted else 'have no'} access to the zone {moment}"
    elif granted and standing is not None and seen.basis.decision_id != standing.decision_id:
        yield f"has access to the zone {moment} on another decision than the one that stands"


def _missing_and_extra(what: str, how: str, expected: set[UUID], named: set[UUID]) -> Iterator[str]:
    if missing := expected - named:
        yield f"{what} does not name {len(missing)} case(s) {how}: {_list(sorted(missing))}"
    if extra := named - expected:
        yield f"{what} wrongly names {len(extra)} case(s) {how}: {_list(sorted(extra))}"


def _name(act: ActSeen) -> str:
    return act.act.rpartition(".")[2]


def _explained_by(act: ActSeen, timeline: Sequence[ActSeen]) -> list[str]:
    names = {one.event_id: _name(one) for one in timeline}
    return [names.get(event_id, "an act that is not shown") for event_id in act.because]


def _in_order(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Whether `wanted` occurs in `found` in this order, with or without others in between."""
    rest = iter(found)
    return all(name in rest for name in wanted)


def _word(outcome: Outcome | None) -> str:
    return "undecided" if outcome is None else outcome.value


def _list(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items) or "nothing"
