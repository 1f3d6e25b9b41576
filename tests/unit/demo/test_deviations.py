"""Every rule about the outcome of the main job holds for the right facts and can fail on wrong ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from services.demo.answers import (
    AccessSeen,
    AlarmSeen,
    CauseSeen,
    ChangedSinceSeen,
    ForAPersonSeen,
    LetterSeen,
    LogSeen,
)
from services.demo.campaign_rows import Row
from services.demo.deviations import deviations_of
from services.demo.deviations_of_renewals import CHAIN
from services.demo.deviations_of_report import counted_in
from services.demo.kinds import Kind
from services.demo.observed import CampaignFile, CaseFile
from services.demo.plan import plan
from services.demo.planned import Moment
from services.demo.proceedings import Objecting
from services.demo.reporting import Category
from shared.vocabulary import ExemptionType, LeftOutReason, Outcome, RefusalGround, Remedy
from tests.support.main_job import (
    a_monitor,
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


def upheld(file: CaseFile) -> bool:
    """An objector whose refusal was replaced for another reason than a threshold."""
    return file.planned is not None and file.planned.upheld


def dismissed(file: CaseFile) -> bool:
    """An objector whose objection was dismissed."""
    return file.planned is not None and file.planned.objecting is Objecting.DISMISSED


def appealed(file: CaseFile) -> bool:
    """An objector whose appeal is pending."""
    return file.planned is not None and file.planned.objecting is Objecting.APPEAL_PENDING


def checked_before(file: CaseFile) -> bool:
    """Granted, and in the sample of those about whom the register was asked before they applied."""
    return Moment.BEFORE in file.access and of(Kind.GRANTED_VAN)(file)


ABOUT_AN_OBJECTION = LetterSeen(
    an_id("letter"), "objection_dismissed", "sent", objection_id=an_id("objection")
)


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


def _access(file: CaseFile, moment: Moment, seen: AccessSeen) -> dict[str, object]:
    return {"access": {**file.access, moment: seen}}


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
    "of another type": (
        of(Kind.TYPE_GRANTED),
        lambda file: {"case": changed_case(file, exemption_type=ExemptionType.SPECIAL_VEHICLE)},
        "is of another type, or of another municipality, than was applied for",
    ),
    "of another municipality": (
        of(Kind.DAY_GRANTED),
        lambda file: {"case": changed_case(file, municipality="0518")},
        "is of another type, or of another municipality, than was applied for",
    ),
    "a type without thresholds decided on them": (
        of(Kind.TYPE_REFUSED),
        lambda file: _decisions(file, 0, threshold_set_id=an_id("set", 1)),
        "was decided on thresholds",
    ),
    "refused as if the conditions were not met": (
        of(Kind.REFUSED_OTHERWISE),
        lambda file: _decisions(file, 0, refusal_ground=RefusalGround.CONDITIONS_NOT_MET),
        "was refused on another ground than it should be",
    ),
    "left out for another reason": (
        of(Kind.WRONG_DATA),
        lambda file: {
            "case": changed_case(
                file,
                left_out=msgspec.structs.replace(file.case.left_out, reason=LeftOutReason.NO_RESPONSE),
            )
        },
        "should be left out for wrong_data and is for no_response",
    ),
    "not left out": (
        of(Kind.TYPE_NO_RESPONSE),
        lambda file: {"case": changed_case(file, left_out=None, state="undecided"), "letters": ()},
        "should be left_out now and is undecided",
    ),
    "converted into something else": (
        of(Kind.CONVERTED_TARGET_PENDING),
        lambda file: {"case": changed_case(file, converted_to=an_id("another"))},
        "does not go on in the case into which it was converted",
    ),
    "an objection upheld without a decision": (
        upheld,
        lambda file: {"case": changed_case(file, decisions=file.case.decisions[:1])},
        "should have 1 decision(s) on an objection and has 0",
    ),
    "the desk decided on its own refusal": (
        upheld,
        lambda file: _decisions(file, 1, decided_by="case-handler-1"),
        "has a decision that decides on the wrong objection, or by another than its handler",
    ),
    "a decision on an objection with the wrong remedy": (
        upheld,
        lambda file: _decisions(file, 1, remedy=Remedy.OBJECTION),
        "has a decision on an objection that is no grant with appeal as its remedy",
    ),
    "no letter about a ruling": (
        dismissed,
        lambda file: {"letters": file.letters[:-1]},
        "has a ruling with 0 letters",
    ),
    "a receipt that was not confirmed": (
        of(Kind.GRANTED_VAN),
        lambda file: {"letters": file.letters[1:]},
        "has a receipt with 0 letters",
    ),
    "a letter about a ruling that was not given": (
        of(Kind.GRANTED_VAN),
        lambda file: {"letters": (*file.letters, ABOUT_AN_OBJECTION)},
        "has a letter about the end of an objection that it should not have",
    ),
    "the appeal was lost": (
        appealed,
        lambda _: {"appeal": None},
        "should have an appeal",
    ),
    "the appeal ended by itself": (
        appealed,
        lambda file: {"appeal": msgspec.structs.replace(file.appeal, state="withdrawn")},
        "has an appeal that should be pending and is withdrawn",
    ),
    "seen in another row": (
        of(Kind.SUPERSEDED),
        lambda _: {"standing": Row.REFUSED_NOW_GRANTED.value},
        "should stand in the row superseded and stands in refused_now_granted",
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
        checked_before,
        lambda file: _access(file, Moment.BEFORE, access_on(file.first, file.case.case_id)),
        "should have no access to the zone before it was applied for",
    ),
    "granted without access": (
        of(Kind.GRANTED_TOWING),
        lambda file: _access(file, Moment.ANNOUNCED, access_on(None, None)),
        "should have access to the zone after the first letters",
    ),
    "access while refused": (
        affected,
        lambda file: _access(file, Moment.ANNOUNCED, file.access[Moment.RENEWED]),
        "should have no access to the zone after the first letters",
    ),
    "access did not turn": (
        affected,
        lambda file: _access(file, Moment.RENEWED, access_on(None, None)),
        "should have access to the zone after the renewed letters",
    ),
    "a day exemption that gives no access": (
        of(Kind.DAY_GRANTED),
        lambda file: _access(file, Moment.ON_THE_DAY, access_on(None, None)),
        "should have access to the zone on the day of the day exemption",
    ),
    "a day exemption that was given back gives access": (
        of(Kind.DAY_GIVEN_BACK),
        lambda file: _access(file, Moment.GIVEN_BACK, access_on(file.first, file.case.case_id)),
        "should have no access to the zone on the day that was given back",
    ),
    "nobody asked the register": (
        affected,
        lambda _: {"access": {}},
        "was not asked about after the first letters as planned",
    ),
    "access on another decision": (
        affected,
        lambda file: _access(
            file,
            Moment.RENEWED,
            access_on(
                msgspec.structs.replace(file.case.decisions[1], decision_id=an_id("another")),
                file.case.case_id,
            ),
        ),
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


def test_a_grant_that_does_not_expire_is_named() -> None:
    """An exemption on thresholds is one of two years, a renewed one too."""
    wrong, file = with_file(RIGHT, lambda file: file.affected, last_standing=Row.GRANTED_STILL.value)
    assert deviations_of(wrong) == [f"the last plan does not name 1 case(s) as expired: {file.case.case_id}"]


def test_a_refusal_that_stands_as_expired_is_named() -> None:
    """Nothing expires that was never granted."""
    refused = lambda file: file.planned.row is Row.REFUSED_STILL  # noqa: E731 - as the other choices here
    wrong, file = with_file(RIGHT, refused, last_standing=Row.GRANTED_EXPIRED.value)
    assert deviations_of(wrong) == [f"the last plan wrongly names 1 case(s) as expired: {file.case.case_id}"]


CAMPAIGN = RIGHT.campaign
CampaignChange = Callable[[CampaignFile], dict[str, object]]


def _proof(**changes: object) -> CampaignChange:
    return lambda campaign: {"proof": msgspec.structs.replace(campaign.proof, **changes)}


def _last_proof(**changes: object) -> CampaignChange:
    return lambda campaign: {"last_proof": msgspec.structs.replace(campaign.last_proof, **changes)}


def _set(**changes: object) -> CampaignChange:
    return lambda campaign: {"threshold_set": msgspec.structs.replace(campaign.threshold_set, **changes)}


def _reassessment(**changes: object) -> CampaignChange:
    return lambda campaign: {"reassessment": msgspec.structs.replace(campaign.reassessment, **changes)}


PLANTED_IN_CAMPAIGN: dict[str, tuple[CampaignChange, str]] = {
    "the last proof fails": (
        _last_proof(holds=False),
        "the independent proof of the last reassessment does not hold",
    ),
    "somebody gains by the last set": (
        _last_proof(affected=CAMPAIGN.proof.affected[:1]),
        "the last proof wrongly names 1 case(s) as affected",
    ),
    "not in force": (_set(state="approved"), "the second threshold set should be in force and is approved"),
    "caused by nothing": (
        _set(cause=CauseSeen("periodic")),
        "the second threshold set was not caused by an objection with a finding",
    ),
    "no preview": (_set(preview=None), "the second threshold set has no preview"),
    "the preview said otherwise": (
        _set(preview=msgspec.structs.replace(CAMPAIGN.threshold_set.preview, reissue=74)),
        "the preview announced 74 reissues and 75 cases were affected",
    ),
    "not completed": (
        _reassessment(state="running"),
        "the reassessment should be completed and is running",
    ),
    "counted wrong": (
        _reassessment(reissued=76),
        "the reassessment counts 76 reissues and the proof 75",
    ),
    "an empty worklist": (
        _reassessment(cases_for_a_person=()),
        "the worklist does not name 21 case(s) as left to a person",
    ),
    "too much on the worklist": (
        _reassessment(
            cases_for_a_person=(
                *CAMPAIGN.reassessment.cases_for_a_person,
                ForAPersonSeen(CAMPAIGN.proof.affected[0], Row.FACTS_UNKNOWN.value),
            )
        ),
        "the worklist wrongly names 1 case(s) as left to a person",
    ),
    "on the worklist for another reason": (
        _reassessment(
            cases_for_a_person=(
                msgspec.structs.replace(CAMPAIGN.reassessment.cases_for_a_person[0], reason="another"),
                *CAMPAIGN.reassessment.cases_for_a_person[1:],
            )
        ),
        "the worklist names 1 case(s) for another reason than theirs",
    ),
    "a rejected set is in force": (
        lambda campaign: {"rejected": [msgspec.structs.replace(campaign.rejected[0], state="in_force")]},
        f"the threshold set {CAMPAIGN.rejected[0].threshold_set_id} should be rejected and is in_force",
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
    given, _ = with_file(
        RIGHT, of(Kind.REFUSED_TRUCK), planned=None, access={}, standing="refused_now_granted"
    )
    assert deviations_of(given) == []


def test_a_set_that_was_replaced_since_is_no_deviation() -> None:
    """Another sample set, or whoever plays on, brings others into force."""
    replaced = msgspec.structs.replace(CAMPAIGN.threshold_set, state="replaced")
    assert deviations_of(with_campaign(RIGHT, threshold_set=replaced)) == []


def test_cases_of_another_sample_set_are_judged_nowhere() -> None:
    """They may be affected, reissued and left to a person, in the same campaign."""
    others = (an_id("a case of another set"),)
    proof = msgspec.structs.replace(
        CAMPAIGN.proof,
        affected=(*CAMPAIGN.proof.affected, *others),
        reissued=(*CAMPAIGN.proof.reissued, *others),
    )
    left = (*CAMPAIGN.reassessment.cases_for_a_person, ForAPersonSeen(others[0], "facts_unknown"))
    reassessment = msgspec.structs.replace(
        CAMPAIGN.reassessment, reissued=len(proof.reissued), cases_for_a_person=left
    )
    preview = msgspec.structs.replace(CAMPAIGN.threshold_set.preview, reissue=len(proof.affected))
    threshold_set = msgspec.structs.replace(CAMPAIGN.threshold_set, preview=preview)
    beside = with_campaign(RIGHT, proof=proof, reassessment=reassessment, threshold_set=threshold_set)
    assert deviations_of(beside) == []


def test_a_monitor_that_counts_otherwise_is_named() -> None:
    """By scope, type and category, with both numbers."""
    found = Counter(counted_in(RIGHT.monitor))
    key = ("local", ExemptionType.HARDSHIP, Category.GRANTED)
    found[key] -= 1
    told = found[key]
    assert deviations_of(replace(RIGHT, monitor=a_monitor(found))) == [
        f"the monitor counts {told} local cases of HARDSHIP as granted instead of {told + 1}"
    ]


def test_an_exemption_of_a_case_outside_the_play_is_no_deviation() -> None:
    """Somebody applied again for the plate of a refused case, and was granted it."""
    granted = next(file for file in RIGHT.files if of(Kind.GRANTED_VAN)(file))
    elsewhere = access_on(granted.first, an_id("a case outside the play"))
    again, _ = with_file(
        RIGHT,
        lambda file: of(Kind.REFUSED_VAN)(file) and Moment.RENEWED in file.access,
        access={Moment.ANNOUNCED: access_on(None, None), Moment.RENEWED: elsewhere},
    )
    assert deviations_of(again) == []


def test_access_on_the_case_of_another_plate_is_named() -> None:
    """The register must never mix up plates."""
    granted = next(file for file in RIGHT.files if of(Kind.GRANTED_VAN)(file))
    wrong, file = with_file(
        RIGHT,
        lambda file: of(Kind.REFUSED_VAN)(file) and not file.access,
        access={Moment.RENEWED: granted.access[Moment.ANNOUNCED]},
    )
    assert f"{file.name} has access to the zone on the decision of another case" in deviations_of(wrong)
