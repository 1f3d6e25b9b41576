"""Decisions as the notifications service hears of them, in sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import msgspec

from services.notifications.domain.decision_notice import (
    DecisionNotice,
    LeftOutNotice,
    LetterKind,
    ReplacedDecision,
)
from services.notifications.domain.letter import Addressee
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.step_notice import StepNotice
from shared.asked_items import WordsOnItem
from shared.contracts.decisions import DecisionTaken
from shared.contracts.envelope import Contract, Message
from shared.privacy.sealed import Sealed, SealedKind
from shared.privacy.vault import Vault
from shared.vocabulary import (
    Applicant,
    CriterionResult,
    ExemptionType,
    Finding,
    LeftOutReason,
    NothingDueGround,
    ObjectionRuling,
    Outcome,
    Plate,
    RefusalGround,
    Remedy,
    RevocationGround,
    SuspensionKind,
)

CASE = UUID("00000000-0000-7000-8000-0000000000ca")
REFUSED_FIRST = UUID("00000000-0000-7000-8000-0000000000d1")
DECISION = UUID("00000000-0000-7000-8000-0000000000d2")
THRESHOLD_SET = UUID("00000000-0000-7000-8000-000000000051")
REASSESSMENT = UUID("00000000-0000-7000-8000-00000000005e")
TOLD_BY = UUID(int=990)
OBJECTION = UUID("00000000-0000-7000-8000-0000000000b1")
KEY = UUID("00000000-0000-7000-8000-0000000000e1")

UTRECHT = "0344"
OTHER_REASONS = "De stukken laten zien dat het gaat om werk dat buiten de zone niet kan."

APPLICANT = Applicant("Testbedrijf 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad")
PLATE = Plate("CC001Q")

CATEGORY = CriterionResult(
    "zone_applies_to_vehicle", Finding.MET, "Uw voertuig is een bestelauto (N1).", "RVV 1990, artikel 86c"
)
TOO_LIGHT = CriterionResult(
    "not_obtainable_emission_free",
    Finding.UNMET,
    "Uw voertuig is emissieloos te koop: het laadvermogen (1.050 kg) is niet hoger dan 1.111 kg.",
    "Drempelwaarden Centraal Loket",
)
HEAVY_ENOUGH = CriterionResult(
    "not_obtainable_emission_free",
    Finding.MET,
    "Uw voertuig is niet emissieloos te koop: het laadvermogen (1.050 kg) is hoger dan 999 kg.",
    "Drempelwaarden Centraal Loket",
)


def a_grant(remedy: Remedy = Remedy.OBJECTION) -> DecisionNotice:
    """A granted exemption, decided on 19 February 2026."""
    return DecisionNotice(
        decision_id=DECISION,
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.GRANTED,
        decided_on=date(2026, 2, 19),
        criteria=(CATEGORY, HEAVY_ENOUGH),
        policy_version="test/SYNTHETIC",
        threshold_set_id=THRESHOLD_SET,
        remedy=remedy,
        valid_until=date(2028, 2, 18),
    )


def a_refusal(decision_id: UUID = REFUSED_FIRST) -> DecisionNotice:
    """A refused application, decided on 5 January 2026."""
    return DecisionNotice(
        decision_id=decision_id,
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        outcome=Outcome.REFUSED,
        decided_on=date(2026, 1, 5),
        criteria=(CATEGORY, TOO_LIGHT),
        policy_version="test/SYNTHETIC",
        threshold_set_id=THRESHOLD_SET,
        remedy=Remedy.OBJECTION,
    )


def a_renewal(
    remedy: Remedy = Remedy.OBJECTION, *, replaces: ReplacedDecision | None = None
) -> DecisionNotice:
    """A grant by a reassessment in the place of the refusal; with appeal as its remedy it decides on the objection."""
    grant = a_grant(remedy)
    return DecisionNotice(
        decision_id=grant.decision_id,
        exemption_type=grant.exemption_type,
        outcome=grant.outcome,
        decided_on=grant.decided_on,
        criteria=grant.criteria,
        policy_version=grant.policy_version,
        threshold_set_id=grant.threshold_set_id,
        remedy=remedy,
        valid_until=grant.valid_until,
        replaces=replaces or ReplacedDecision(REFUSED_FIRST, date(2026, 1, 5), Outcome.REFUSED),
        reassessment_id=REASSESSMENT,
        decides_objection_id=OBJECTION if remedy is Remedy.APPEAL else None,
    )


def a_local_grant() -> DecisionNotice:
    """An exemption for the zone of Utrecht, decided on by its own college; no thresholds are looked at."""
    return msgspec.structs.replace(
        a_grant(),
        exemption_type=ExemptionType.HARDSHIP,
        threshold_set_id=None,
        municipality=UTRECHT,
    )


def a_day_exemption() -> DecisionNotice:
    """An exemption in Utrecht for 20 February 2026, until six the next morning."""
    return msgspec.structs.replace(
        a_local_grant(),
        exemption_type=ExemptionType.DAY,
        valid_from=datetime(2026, 2, 19, 23, tzinfo=UTC),
        valid_to=datetime(2026, 2, 21, 5, tzinfo=UTC),
        valid_until=date(2026, 2, 21),
    )


def a_refusal_on_another_ground() -> DecisionNotice:
    """A refusal for a reason that no criterion puts in words."""
    other = CriterionResult("other_ground", Finding.UNMET, OTHER_REASONS, "Awb, artikel 3:46")
    return msgspec.structs.replace(
        a_refusal(), criteria=(other,), threshold_set_id=None, refusal_ground=RefusalGround.OTHER
    )


def a_refusal_of_a_repetition() -> DecisionNotice:
    """Refused by reference to the refusal of 5 January."""
    nothing_new = CriterionResult(
        "new_facts_or_circumstances", Finding.UNMET, "U noemt niets nieuws.", "Awb, artikel 4:6"
    )
    return msgspec.structs.replace(
        a_refusal(DECISION),
        decided_on=date(2026, 2, 19),
        criteria=(nothing_new,),
        threshold_set_id=None,
        refusal_ground=RefusalGround.REPEATED,
        refers_to=ReplacedDecision(REFUSED_FIRST, date(2026, 1, 5), Outcome.REFUSED),
    )


def a_decision_on_objection() -> DecisionNotice:
    """The grant that replaces the refusal because the objection was upheld for another reason than a threshold."""
    upheld = CriterionResult("objection_upheld", Finding.MET, OTHER_REASONS, "Awb, artikel 7:11")
    return msgspec.structs.replace(
        a_renewal(Remedy.APPEAL), criteria=(upheld,), reassessment_id=None, threshold_set_id=None
    )


def a_revocation() -> DecisionNotice:
    """The exemption of REFUSED_FIRST's place is revoked on 19 February 2026, from 1 March on."""
    wrong = CriterionResult(
        "granted_on_wrong_data", Finding.UNMET, "De reden staat in het besluit zelf.", "Awb, artikel 3:46"
    )
    return msgspec.structs.replace(
        a_grant(),
        outcome=Outcome.REVOKED,
        criteria=(wrong,),
        threshold_set_id=None,
        valid_until=None,
        replaces=ReplacedDecision(REFUSED_FIRST, date(2026, 1, 5), Outcome.GRANTED),
        effective_from=date(2026, 3, 1),
        revocation_ground=RevocationGround.WRONG_DATA,
    )


def a_restoration() -> DecisionNotice:
    """The objection against a revocation of 5 January 2026 is upheld: it holds since 6 January."""
    return msgspec.structs.replace(
        a_decision_on_objection(),
        replaces=ReplacedDecision(REFUSED_FIRST, date(2026, 1, 5), Outcome.REVOKED),
        effective_from=date(2026, 1, 6),
    )


def a_revocation_intended() -> StepNotice:
    """Told on 19 February 2026; views can be given until 6 March."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.REVOCATION_INTENDED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
        last_day=date(2026, 3, 6),
        items=(RevocationGround.CONDITIONS_NO_LONGER_MET.value,),
    )


def a_revocation_abandoned() -> StepNotice:
    """Told on 19 February 2026: the exemption stays."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.REVOCATION_ABANDONED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
    )


def left_out(reason: LeftOutReason = LeftOutReason.NO_RESPONSE) -> LeftOutNotice:
    """The decision of 19 February 2026 not to deal with an application."""
    return LeftOutNotice(
        decision_id=DECISION,
        exemption_type=ExemptionType.GRID_CONGESTION,
        decided_on=date(2026, 2, 19),
        reason=reason,
    )


ON_ITEMS = {
    "work_in_zone": "U noemt twaalf ritten, maar niet in welk jaar.",
    "financial_assessment": "Wat u hebt gestuurd, is niet leesbaar.",
}
"""What the desk wrote of two items that were asked."""


def left_out_insufficient() -> LeftOutNotice:
    """The same, because the supplement did not suffice."""
    sealed = Sealed(UUID(int=97), SealedKind.REASONS, b"box")
    return msgspec.structs.replace(
        left_out(LeftOutReason.INSUFFICIENT),
        on_items=tuple(WordsOnItem(item, sealed) for item in ON_ITEMS),
    )


def an_ended_objection(ruling: ObjectionRuling) -> ObjectionNotice:
    """The end, on 19 February 2026, of the objection against the refusal of 5 January."""
    return ObjectionNotice(
        objection_id=OBJECTION,
        ruling=ruling,
        decided_on=date(2026, 2, 19),
        reasons=None if ruling is ObjectionRuling.WITHDRAWN else OTHER_REASONS,
        contested=ReplacedDecision(REFUSED_FIRST, date(2026, 1, 5), Outcome.REFUSED),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        heard=HEARD.get(ruling),
    )


HEARD: Final = {
    ObjectionRuling.DISMISSED: "held",
    ObjectionRuling.INADMISSIBLE: "manifestly_inadmissible",
    ObjectionRuling.UPHELD: "fully_granted",
}
"""How the objector was heard before each ruling."""


def a_receipt(kind: LetterKind = LetterKind.APPLICATION_RECEIVED) -> StepNotice:
    """The receipt, on 18 February 2026, of an application that is decided on by 15 April."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=kind,
        decided_on=date(2026, 2, 18),
        exemption_type=ExemptionType.PRIVATE_USE,
        last_day=date(2026, 4, 15),
    )


def a_request_to_complete() -> StepNotice:
    """Asked on 19 February 2026 for two things, within two weeks and a day."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.COMPLETION_REQUESTED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        last_day=date(2026, 3, 6),
        items=("replacement_order", "vehicle_documents"),
    )


def asked_views() -> StepNotice:
    """Asked on 19 February 2026 about private use, until 5 March."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.VIEWS_ASKED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
        last_day=date(2026, 3, 5),
        items=("exclusively_private", "road_tax_rate"),
    )


def a_withdrawal(*, in_handling: bool = False) -> StepNotice:
    """On 19 February 2026 the applicant took the application back."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.APPLICATION_WITHDRAWN,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
        items=("in_handling",) if in_handling else (),
    )


def a_notice_of_default(*, premature: bool = False) -> StepNotice:
    """Received on 19 February 2026: a decision by 5 March costs nothing."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.NOTICE_OF_DEFAULT_RECEIVED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
        last_day=None if premature else date(2026, 3, 5),
        first_day=None if premature else date(2026, 3, 6),
        items=("premature",) if premature else (),
    )


def a_cancelled_day() -> StepNotice:
    """On 19 February 2026 the day exemption for the 27th was given back."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.DAY_EXEMPTION_CANCELLED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.DAY,
        municipality=UTRECHT,
        last_day=date(2026, 2, 27),
    )


def a_moved_term(term_for: str = "supplement") -> StepNotice:
    """Told on 19 February 2026: there was an outage on the last day, so that it ends on the 24th."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.TERM_MOVED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.PRIVATE_USE,
        last_day=date(2026, 2, 24),
        items=(term_for,),
    )


def an_extension() -> StepNotice:
    """Told on 19 February 2026: decided on by 1 May at the latest."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.DECISION_TERM_EXTENDED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        last_day=date(2026, 5, 1),
    )


def a_suspension(
    kind: SuspensionKind = SuspensionKind.FORCE_MAJEURE, expected_end: date | None = date(2026, 4, 30)
) -> StepNotice:
    """From 20 February 2026 on; of force majeure the decision is expected by 30 April."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.DECISION_TERM_SUSPENDED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        first_day=date(2026, 2, 20),
        last_day=expected_end,
        items=(kind.value,),
    )


def an_ended_suspension(last_day: date | None = date(2026, 4, 22)) -> StepNotice:
    """The delay by the applicant ended on 19 February 2026."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.SUSPENSION_ENDED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        first_day=date(2026, 2, 19),
        last_day=last_day,
        items=(SuspensionKind.DELAY_OF_APPLICANT.value,),
    )


def a_penalty(ground: NothingDueGround | None = None) -> StepNotice:
    """Fixed on 19 February 2026 for fifteen days of default; with a ground nothing is due."""
    return StepNotice(
        told_by=TOLD_BY,
        kind=LetterKind.PENALTY_FIXED,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.LONG_DELIVERY_TIME,
        first_day=date(2026, 2, 4),
        last_day=date(2026, 2, 18),
        amount_euros=0 if ground else 357,
        items=(ground.value,) if ground else (),
        remedy=Remedy.OBJECTION,
    )


def a_step_of_an_objection(kind: LetterKind) -> StepNotice:
    """A step, on 19 February 2026, of the proceedings on the objection against the refusal."""
    about = StepNotice(
        told_by=TOLD_BY,
        kind=kind,
        decided_on=date(2026, 2, 19),
        exemption_type=ExemptionType.NOT_AVAILABLE_EMISSION_FREE,
        objection_id=OBJECTION,
    )
    match kind:
        case LetterKind.REPAIR_REQUESTED:
            return msgspec.structs.replace(about, last_day=date(2026, 3, 6), items=("signature", "grounds"))
        case LetterKind.HEARING_PLANNED:
            return msgspec.structs.replace(
                about,
                last_day=date(2026, 3, 7),
                first_day=date(2026, 3, 10),
                moment=datetime(2026, 3, 17, 9, 30, tzinfo=UTC),
                items=("in_person",),
            )
        case LetterKind.POSTPONEMENT_AGREED | LetterKind.DECISION_ANEW_ORDERED:
            return msgspec.structs.replace(about, first_day=date(2026, 2, 16), last_day=date(2026, 3, 30))
        case LetterKind.LATE_RULING_NOTICE_RECEIVED:
            return msgspec.structs.replace(about, first_day=date(2026, 3, 6), last_day=date(2026, 3, 5))
        case LetterKind.COMMITTEE_ANNOUNCED | LetterKind.RULING_ADJOURNED:
            return msgspec.structs.replace(about, last_day=date(2026, 5, 8))
        case _:
            return about


def an_addressee(subject: str | None = "applicant-017") -> Addressee:
    """Somebody whose name nobody here can read."""
    sealed = Sealed(KEY, SealedKind.APPLICANT, b"box")
    return Addressee(sealed, Sealed(KEY, SealedKind.PLATE, b"box"), subject)


def the_message_of(notice: DecisionNotice, addressee: Addressee) -> DecisionTaken:
    """The contract in which the decisions service tells of it."""
    return DecisionTaken(
        decision_id=notice.decision_id,
        case_id=CASE,
        exemption_type=notice.exemption_type,
        outcome=notice.outcome,
        decided_on=notice.decided_on,
        decided_by="case-handler-1",
        criteria=notice.criteria,
        policy_version=notice.policy_version,
        threshold_set_id=notice.threshold_set_id,
        remedy=notice.remedy,
        applicant=addressee.applicant,
        plate=addressee.plate,
        valid_until=notice.valid_until,
        replaces_decision_id=notice.replaces.decision_id if notice.replaces else None,
        reassessment_id=notice.reassessment_id,
        decides_objection_id=notice.decides_objection_id,
        applicant_subject=addressee.subject,
        municipality=notice.municipality,
        valid_from=notice.valid_from,
        valid_to=notice.valid_to,
        refusal_ground=notice.refusal_ground,
        better_fit=notice.better_fit,
        better_fit_reason=notice.better_fit_reason,
    )


def a_sealed_addressee(
    vault: Vault,
    applicant: Applicant = APPLICANT,
    plate: Plate = PLATE,
    subject: str | None = "applicant-017",
) -> Addressee:
    """Somebody real, sealed under a key of their own."""
    sealer = vault.sealer()
    key = sealer.new_key(CASE)
    return Addressee(sealer.seal_applicant(key, applicant), sealer.seal_plate(key, plate), subject)


def a_message(position: int, told: Contract) -> Message:
    """The contract as it travels, at that position of a log in which everything is published."""
    return Message(
        log="decisions",
        position=position,
        previous=position - 1,
        event_id=UUID(int=1_000 + position),
        type=told.TYPE,
        recorded_at=datetime(2026, 2, 19, 11, tzinfo=UTC),
        correlation_id=UUID(int=2_000 + position),
        causation_id=None,
        traceparent=None,
        data=msgspec.Raw(msgspec.json.encode(told)),
    )
