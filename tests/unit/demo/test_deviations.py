"""Every rule about the outcome of the main job holds for the right facts and can fail on wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from services.demo.answers import AlarmSeen, CauseSeen, ChangedSinceSeen, ForAPersonSeen, LogSeen
from services.demo.deviations import CHAIN, deviations_of
from services.demo.observed import CampaignFile, CaseFile
from services.demo.plan import Kind, Objecting, plan
from shared.vocabulary import Outcome, Remedy
from tests.support.main_job import (
    a_timeline,
    access_on,
    an_id,
    as_it_should_be,
    changed_case,
    with_campaign,
    with_file,
)

RIGHT = as_it_should_be(plan(seed=7))


def affected(file: CaseFile) -> bool:
    """Owed a renewed decision, without having objected."""
    return file.affected and file.objection is None


def finding(file: CaseFile) -> bool:
    """An objector whose objection is decided by the renewal."""
    return file.planned is not None and file.planned.objecting is Objecting.WITH_FINDING


def pending(file: CaseFile) -> bool:
    """An affected objector whose objection is pending."""
    return file.affected and file.planned is not None and file.planned.objecting is Objecting.PENDING


def of(kind: Kind) -> Callable[[CaseFile], bool]:
    """A case of that kind."""
    return lambda file: file.planned is not None and file.planned.kind is kind


def test_nothing_deviates_when_everything_is_as_planned() -> None:
    """The rules agree with the plan, case by case."""
    assert deviations_of(RIGHT) == []


def _decisions(file: CaseFile, turn: int, **changes: object) -> dict[str, object]:
    decisions = list(file.case.decisions)
    decisions[turn] = msgspec.structs.replace(decisions[turn], **changes)
    return {"case": changed_case(file, decisions=tuple(decisions))}


def _letter(file: CaseFile, **changes: object) -> dict[str, object]:
    return {"letters": (*file.letters[:-1], msgspec.structs.replace(file.letters[-1], **changes))}


def _objection(file: CaseFile, **changes: object) -> dict[str, object]:
    return {"objection": msgspec.structs.replace(file.objection, **changes)}


Planted = tuple[Callable[[CaseFile], bool], Callable[[CaseFile], dict[str, object]], str]

PLANTED: dict[str, Planted] = {
    "the desk decided otherwise": (
        of(Kind.REFUSED_VAN),
        lambda file: _decisions(file, 0, outcome=Outcome.GRANTED),
        "was to be refused by the desk and was granted",
    ),
    "the desk did not decide": (
        of(Kind.GRANTED_TRUCK),
        lambda file: {"case": changed_case(file, decisions=(), state="undecided"), "letters": ()},
        "was to be granted by the desk and was undecided",
    ),
    "decided under another set": (
        of(Kind.GRANTED_VAN),
        lambda file: _decisions(file, 0, threshold_set_id=an_id("another")),
        "was not decided under the first threshold set",
    ),
    "the state is not what it should be": (
        of(Kind.EMISSION_FREE),
        lambda file: {"case": changed_case(file, state="granted")},
        "should be refused now and is granted",
    ),
    "an affected case was forgotten": (
        affected,
        lambda file: {"case": changed_case(file, decisions=file.case.decisions[:1])},
        "should have 1 renewed decision(s) and has 0",
    ),
    "reissued twice": (
        affected,
        lambda file: {"case": changed_case(file, decisions=(*file.case.decisions, file.case.decisions[1]))},
        "should have 1 renewed decision(s) and has 2",
    ),
    "reissued without being affected": (
        of(Kind.PASSENGER_CAR),
        lambda file: {
            "case": changed_case(
                file,
                decisions=(
                    *file.case.decisions,
                    msgspec.structs.replace(file.case.decisions[0], reassessment_id=an_id("reassessment")),
                ),
            )
        },
        "should have 0 renewed decision(s) and has 1",
    ),
    "reissued by another reassessment": (
        affected,
        lambda file: _decisions(file, 1, reassessment_id=an_id("another")),
        "was reissued by another reassessment",
    ),
    "reissued under another set": (
        affected,
        lambda file: _decisions(file, 1, threshold_set_id=an_id("another")),
        "was reissued under another threshold set",
    ),
    "the renewal replaces something else": (
        affected,
        lambda file: _decisions(file, 1, replaces_decision_id=an_id("another")),
        "has a renewed decision that does not replace the first one",
    ),
    "the renewal refuses": (
        affected,
        lambda file: _decisions(file, 1, outcome=Outcome.REFUSED),
        "was reissued without being granted",
    ),
    "a wrong remedy": (
        affected,
        lambda file: _decisions(file, 1, remedy=Remedy.APPEAL),
        "was reissued with appeal as its remedy instead of objection",
    ),
    "a pending objection does not cover": (
        pending,
        lambda file: _decisions(file, 1, remedy=Remedy.OBJECTION),
        "was reissued with objection as its remedy instead of covered_by_pending_objection",
    ),
    "the renewal does not decide on the objection": (
        finding,
        lambda file: _decisions(file, 1, decides_objection_id=None),
        "has a renewed decision that decides on the wrong objection, or on none",
    ),
    "the approver decided on an objection": (
        finding,
        lambda file: _decisions(file, 1, decided_by="reviewer-1"),
        "was reissued by another person than should decide",
    ),
    "a case handler decided on a renewal": (
        affected,
        lambda file: _decisions(file, 1, decided_by="case-handler-1"),
        "was reissued by another person than should decide",
    ),
    "the objection was lost": (
        pending,
        lambda _: {"objection": None},
        "should have an objection",
    ),
    "the objection is still open": (
        finding,
        lambda file: _objection(file, state="consequence_found"),
        "has an objection that should be upheld and is consequence_found",
    ),
    "the objection was ruled on elsewhere": (
        finding,
        lambda file: _objection(file, ruled_in=an_id("another")),
        "has an objection that was not ruled on in the decision in which it should be",
    ),
    "a pending objection ended by itself": (
        pending,
        lambda file: _objection(file, state="upheld"),
        "has an objection that should be pending and is upheld",
    ),
    "the renewal did not join the pending objection": (
        pending,
        lambda file: _objection(file, attached_decisions=()),
        "has a pending objection that is not directed at the renewed decision (Awb 6:19)",
    ),
    "no letter": (
        of(Kind.GRANTED_RANGE),
        lambda _: {"letters": ()},
        "has a decision with 0 letters",
    ),
    "two letters": (
        affected,
        lambda file: {"letters": (*file.letters, file.letters[1])},
        "has a decision with 2 letters",
    ),
    "a letter was not sent": (
        affected,
        lambda file: _letter(file, state="drawn_up"),
        "has a letter that was not sent",
    ),
    "a letter of the wrong kind": (
        affected,
        lambda file: _letter(file, kind="grant"),
        "has a letter of the kind grant instead of renewed_decision",
    ),
    "a letter with another remedy": (
        affected,
        lambda file: _letter(file, remedy=Remedy.APPEAL),
        "has a letter with another remedy than its decision",
    ),
    "a letter without a decision": (
        of(Kind.UNDECIDED),
        lambda _: {"letters": RIGHT.files[0].letters or RIGHT.files[1].letters},
        "has a letter about a decision that it does not have",
    ),
    "the words name another remedy": (
        finding,
        lambda _: {"renewed_letter_remedies": (Remedy.OBJECTION,)},
        "has a letter that names objection as remedy instead of appeal",
    ),
    "the words name no remedy": (
        affected,
        lambda _: {"renewed_letter_remedies": ()},
        "has a letter that names nothing as remedy instead of objection",
    ),
    "access before anybody applied": (
        of(Kind.GRANTED_TOWING),
        lambda file: {"access": replace(file.access, before=access_on(file.first, file.case.case_id))},
        "should have no access to the zone before it was applied for",
    ),
    "granted without access": (
        of(Kind.GRANTED_TOWING),
        lambda file: {"access": replace(file.access, announced=access_on(None, None))},
        "should have access to the zone after the first letters",
    ),
    "access while refused": (
        affected,
        lambda file: {"access": replace(file.access, announced=file.access.renewed)},
        "should have no access to the zone after the first letters",
    ),
    "access did not turn": (
        affected,
        lambda file: {"access": replace(file.access, renewed=access_on(None, None))},
        "should have access to the zone after the renewed letters",
    ),
    "access on another decision": (
        affected,
        lambda file: {
            "access": replace(
                file.access,
                renewed=access_on(
                    msgspec.structs.replace(file.case.decisions[1], decision_id=an_id("another")),
                    file.case.case_id,
                ),
            )
        },
        "has access to the zone after the renewed letters on another decision than the one that stands",
    ),
    "no register entry on the timeline": (
        affected,
        lambda file: {"timeline": file.timeline[1:]},
        "has 0 register entries on its timeline instead of 1",
    ),
    "the timeline does not lead to the objection": (
        affected,
        lambda file: {"timeline": a_timeline(file.planned, CHAIN[:-1])},
        "has a timeline that leads back along access-entered, LetterSent, DecisionReissued,",
    ),
    "the timeline is in another order": (
        affected,
        lambda file: {"timeline": a_timeline(file.planned, (CHAIN[0], CHAIN[2], CHAIN[1], *CHAIN[3:]))},
        "has a timeline that leads back along access-entered, DecisionReissued, LetterSent,",
    ),
}


@pytest.mark.parametrize(("chosen", "change", "sentence"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_in_one_case_is_named(
    chosen: Callable[[CaseFile], bool], change: Callable[[CaseFile], dict[str, object]], sentence: str
) -> None:
    """With the case in which it stands, and for no other case."""
    at_fault = next(file for file in RIGHT.files if chosen(file))
    wrong, file = with_file(RIGHT, chosen, **change(at_fault))
    deviations = deviations_of(wrong)
    assert any(deviation.startswith(f"{file.name} {sentence}") for deviation in deviations)
    assert all(deviation.startswith(f"{file.name} ") for deviation in deviations)


CAMPAIGN = RIGHT.campaign
CampaignChange = Callable[[CampaignFile], dict[str, object]]


def _proof(**changes: object) -> CampaignChange:
    return lambda campaign: {"proof": msgspec.structs.replace(campaign.proof, **changes)}


def _set(**changes: object) -> CampaignChange:
    return lambda campaign: {"threshold_set": msgspec.structs.replace(campaign.threshold_set, **changes)}


def _reassessment(**changes: object) -> CampaignChange:
    return lambda campaign: {"reassessment": msgspec.structs.replace(campaign.reassessment, **changes)}


PLANTED_IN_CAMPAIGN: dict[str, tuple[CampaignChange, str]] = {
    "not in force": (_set(state="approved"), "the second threshold set should be in force and is approved"),
    "caused by nothing": (
        _set(cause=CauseSeen("periodic")),
        "the second threshold set was not caused by an objection with a finding",
    ),
    "no preview": (_set(preview=None), "the second threshold set has no preview"),
    "the preview said otherwise": (
        _set(preview=msgspec.structs.replace(CAMPAIGN.threshold_set.preview, reissue=49)),
        "the preview announced 49 reissues and 50 cases were affected",
    ),
    "not completed": (
        _reassessment(state="running"),
        "the reassessment should be completed and is running",
    ),
    "counted wrong": (
        _reassessment(reissued=51),
        "the reassessment counts 51 reissues and the proof 50",
    ),
    "an empty worklist": (
        _reassessment(cases_for_a_person=()),
        "the worklist does not name 10 case(s) as left to a person",
    ),
    "too much on the worklist": (
        _reassessment(
            cases_for_a_person=(
                *CAMPAIGN.reassessment.cases_for_a_person,
                ForAPersonSeen(CAMPAIGN.proof.affected[0]),
            )
        ),
        "the worklist wrongly names 1 case(s) as left to a person",
    ),
    "the proof does not hold": (_proof(holds=False), "the independent proof does not hold"),
    "a reissue is missing": (
        _proof(reissued=CAMPAIGN.proof.reissued[1:]),
        "affected is not reissued plus changed since, case by case",
    ),
    "a case both reissued and changed": (
        _proof(changed_since=(ChangedSinceSeen(CAMPAIGN.proof.affected[0]),)),
        "affected is not reissued plus changed since, case by case",
    ),
    "the proof names too few": (
        _proof(affected=CAMPAIGN.proof.affected[1:], reissued=CAMPAIGN.proof.affected[1:]),
        f"the proof does not name 1 case(s) as affected: {CAMPAIGN.proof.affected[0]}",
    ),
    "the proof names a refused case too many": (
        _proof(affected=(*CAMPAIGN.proof.affected, CAMPAIGN.reassessment.cases_for_a_person[0].case_id)),
        "the proof wrongly names 1 case(s) as affected",
    ),
    "the proof names a stranger": (
        _proof(affected=(*CAMPAIGN.proof.affected, an_id("stranger"))),
        "the proof names 1 affected case(s) that are not of this sample set",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), PLANTED_IN_CAMPAIGN.values(), ids=PLANTED_IN_CAMPAIGN)
def test_a_planted_fault_in_the_campaign_is_named(change: CampaignChange, sentence: str) -> None:
    """Whatever does not add up is said in words."""
    deviations = deviations_of(with_campaign(RIGHT, **change(CAMPAIGN)))
    assert any(deviation.startswith(sentence) for deviation in deviations)


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (
            LogSeen("decisions", 4, 9, AlarmSeen(5, "chain_broken")),
            "the log decisions is not intact: chain_broken at position 5",
        ),
        (LogSeen("decisions", 4, 9), "audit has read the log decisions to 4 of 9"),
    ],
)
def test_a_log_that_is_not_whole_is_named(log: LogSeen, sentence: str) -> None:
    """What audit could not verify is not passed over."""
    assert deviations_of(replace(RIGHT, logs=(log,))) == [sentence]


def test_nothing_is_expected_of_a_given_vehicle() -> None:
    """A case of records of others may end any way, also affected and reissued."""
    wrong, _ = with_file(RIGHT, of(Kind.REFUSED_TRUCK), planned=None, access=RIGHT.files[0].access)
    assert deviations_of(wrong) == []


def test_an_exemption_of_a_case_outside_the_play_is_no_deviation() -> None:
    """Somebody applied again for the plate of an undecided case, and was granted it."""
    granted = next(file for file in RIGHT.files if of(Kind.GRANTED_VAN)(file))
    elsewhere = access_on(granted.first, an_id("a case outside the play"))
    again, _ = with_file(RIGHT, of(Kind.UNDECIDED), access=replace(RIGHT.files[0].access, renewed=elsewhere))
    assert deviations_of(again) == []


def test_access_on_the_case_of_another_plate_is_named() -> None:
    """The register must never mix up plates."""
    granted = next(file for file in RIGHT.files if of(Kind.GRANTED_VAN)(file))
    wrong, file = with_file(RIGHT, of(Kind.REFUSED_VAN), access=granted.access)
    assert deviations_of(wrong) == [f"{file.name} has access to the zone on the decision of another case"]
