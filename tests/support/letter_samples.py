"""One letter of each kind, as `make letters` writes them and the tests know them word by word."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console

from services.notifications.domain.decision_notice import DecisionNotice, LetterKind
from services.notifications.domain.delivery import LetterChannel
from services.notifications.domain.letter import Addressee, Letter, LetterText, Notice
from services.notifications.domain.mandate import mandate_on
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.told_parties import told_letters
from services.notifications.workers.printing import pdf_of
from services.notifications.workers.typesetting import Opened, OpenedAdvice, WrittenTo, typeset
from shared.privacy.sealed import Sealed, SealedKind
from shared.rulings import AdviceRuling, BesideRuling, CostsRuling
from shared.vocabulary import (
    Applicant,
    CriterionResult,
    ExemptionType,
    Finding,
    LeftOutReason,
    NotHeardGround,
    NothingDueGround,
    ObjectionRuling,
    Outcome,
    RefusalGround,
    Remedy,
    Replacement,
    ThresholdChange,
    ThresholdParameter,
    VehicleCategory,
)
from tests.support.announced_decisions import (
    CASE,
    ON_ITEMS,
    PLATE,
    UTRECHT,
    a_cancelled_day,
    a_day_exemption,
    a_decision_on_objection,
    a_grant,
    a_moved_term,
    a_notice_of_default,
    a_penalty,
    a_receipt,
    a_refusal,
    a_refusal_of_a_repetition,
    a_renewal,
    a_request_to_complete,
    a_restoration,
    a_revocation,
    a_revocation_abandoned,
    a_revocation_intended,
    a_step_of_an_objection,
    a_suspension,
    a_withdrawal,
    an_ended_objection,
    an_ended_suspension,
    an_extension,
    asked_views,
    left_out,
    left_out_insufficient,
)

SENT_ON: Final = date(2026, 2, 20)
AT_HOME: Final = Applicant("Testbedrijf 017", "Voorbeeldweg 17", "1234 AB", "Voorbeeldstad")
ABROAD: Final = Applicant("Testbedrijf 018", "Musterweg 18", "48143", "Musterstadt", country="DE")
WRITTEN: Final = "De stukken laten zien dat het gaat om werk dat buiten de zone niet kan."
ADVICE: Final = "De commissie ziet geen reden waarom het werk niet elektrisch zou kunnen."
WEIGHED: Final = "U hebt laten weten dat u geen aanvraag voor een zwaardere aansluiting hebt gedaan en geen laadadvies hebt gevraagd."
NO_COSTS: Final = "Kosten worden alleen vergoed als wij ons besluit herroepen."
BUSINESS_RATE: Final = (
    "U hebt verklaard dat u het voertuig alleen particulier gebruikt. Op de rekening die u hebt meegestuurd, staat het"
    " zakelijke tarief. Dat past niet bij particulier gebruik."
)
CHANGES: Final = (
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.PAYLOAD, 1111, 999),
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.DAILY_RANGE, None, 250, "gesloten opbouw"),
    ThresholdChange(VehicleCategory.N1, ThresholdParameter.PERMITTED_MASS, 3500, None),
)
ANEW: Final = {"court_ruled_on": date(2026, 1, 30)}
SYNTHETIC: Final = ("thresholds", "conditions", "validity")


def a_refusal_on_established_facts(**heard: object) -> Notice:
    """Of private use, because a document shows the business rate of the road tax."""
    return msgspec.structs.replace(
        a_refusal(),
        exemption_type=ExemptionType.PRIVATE_USE,
        threshold_set_id=None,
        criteria=(
            CriterionResult(
                "taxed_at_private_rate",
                Finding.UNMET,
                "Uit uw stukken blijkt dat voor het voertuig het zakelijke tarief van de motorrijtuigenbelasting"
                " geldt. Dat past niet bij particulier gebruik.",
                "Kamerbrief 29 september 2025 (vierde tweemaandelijkse brief)",
            ),
        ),
        established=("road_tax_rate",),
        **heard,
    )


def told_of(notice: DecisionNotice | ObjectionNotice) -> Notice:
    """What somebody who gave views is told of that decision, whose letter went by post on the same day."""
    party = Sealed(CASE, SealedKind.APPLICANT, b"somebody")
    letter = Letter.draw_up(
        case_id=CASE,
        notice=msgspec.structs.replace(notice, told_to=(party,)),
        addressee=Addressee(party, party),
        mandate=mandate_on(notice.decided_on).version,
        drawn_up_on=SENT_ON,
    )
    [told] = told_letters(letter, Addressee(party, party), SENT_ON, LetterChannel.PAPER)
    return told.notice


def a_refusal_on_a_judgement() -> Notice:
    """Of grid congestion, because a case handler found that no own steps were taken."""
    source = "Ontheffing netcongestie, voorwaarden vanaf 1 januari 2026"
    return msgspec.structs.replace(
        a_refusal(),
        exemption_type=ExemptionType.GRID_CONGESTION,
        threshold_set_id=None,
        criteria=(
            CriterionResult(
                "grid_is_full",
                Finding.MET,
                "U hebt aangetoond dat het stroomnet op uw locatie vol is.",
                source,
            ),
            CriterionResult(
                "own_steps_are_taken",
                Finding.UNMET,
                "U hebt zelf geen stappen gezet om te kunnen laden.",
                source,
            ),
        ),
    )


def a_decision_on_costs(euros: int) -> Notice:
    """Apart from the ruling; zero: refused."""
    about = a_step_of_an_objection(LetterKind.COSTS_DECIDED)
    return msgspec.structs.replace(about, amount_euros=euros, remedy=Remedy.APPEAL)


def advised(notice: Notice, advice: AdviceRuling) -> Notice:
    """A ruling on an objection on which a committee was announced."""
    return msgspec.structs.replace(notice, beside=BesideRuling(advice=advice))


def renewed(remedy: Remedy) -> Notice:
    """A renewal under a new threshold set, with all that it tells."""
    return msgspec.structs.replace(a_renewal(remedy), synthetic=SYNTHETIC, threshold_changes=CHANGES)


LETTERS: Final[Mapping[str, tuple[Notice, Opened]]] = {
    "application_received": (a_receipt(), Opened(AT_HOME, PLATE)),
    "application_received_and_entered_late": (
        msgspec.structs.replace(a_receipt(), last_day=None),
        Opened(AT_HOME, PLATE),
    ),
    "application_converted": (
        msgspec.structs.replace(a_receipt(LetterKind.APPLICATION_CONVERTED), municipality=UTRECHT),
        Opened(AT_HOME, PLATE),
    ),
    "completion_requested": (a_request_to_complete(), Opened(AT_HOME, PLATE)),
    "completion_requested_with_words": (
        msgspec.structs.replace(a_request_to_complete(), items=tuple(ON_ITEMS)),
        Opened(AT_HOME, PLATE, on_items={"work_in_zone": ON_ITEMS["work_in_zone"]}),
    ),
    "third_party_views_asked": (
        msgspec.structs.replace(asked_views(), kind=LetterKind.THIRD_PARTY_VIEWS_ASKED, items=()),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, None, of_another=True)),
    ),
    "decision_told": (
        told_of(a_grant()),
        Opened(AT_HOME, PLATE, None, WrittenTo(ABROAD, None, of_another=True)),
    ),
    "decision_on_objection_told": (
        told_of(an_ended_objection(ObjectionRuling.DISMISSED)),
        Opened(AT_HOME, PLATE, None, WrittenTo(ABROAD, None, of_another=True)),
    ),
    "refusal_to_who_applied_too": (
        a_refusal(),
        Opened(AT_HOME, PLATE, None, WrittenTo(ABROAD, None, together_with=AT_HOME.name)),
    ),
    "refusal_to_a_representative": (
        a_refusal(),
        Opened(AT_HOME, PLATE, None, WrittenTo(ABROAD, AT_HOME.name, under="2:1")),
    ),
    "penalty_recovered": (
        msgspec.structs.replace(
            a_penalty(),
            kind=LetterKind.PENALTY_RECOVERED,
            first_day=None,
            last_day=None,
            amount_euros=23,
            items=(),
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "views_asked": (asked_views(), Opened(AT_HOME, PLATE, BUSINESS_RATE)),
    "application_withdrawn": (a_withdrawal(), Opened(AT_HOME, PLATE)),
    "application_withdrawn_in_handling": (a_withdrawal(in_handling=True), Opened(AT_HOME, PLATE)),
    "notice_of_default_received": (a_notice_of_default(), Opened(AT_HOME, PLATE)),
    "premature_notice_of_default": (a_notice_of_default(premature=True), Opened(AT_HOME, PLATE)),
    "day_exemption_cancelled": (a_cancelled_day(), Opened(AT_HOME, PLATE)),
    "term_to_complete_moved": (a_moved_term(), Opened(AT_HOME, PLATE)),
    "term_for_views_moved": (a_moved_term("views"), Opened(AT_HOME, PLATE)),
    "decision_term_extended": (an_extension(), Opened(AT_HOME, PLATE, WRITTEN)),
    "decision_term_suspended": (a_suspension(), Opened(AT_HOME, PLATE, WRITTEN)),
    "suspension_ended": (an_ended_suspension(), Opened(AT_HOME, PLATE)),
    "suspension_ended_beside_another": (an_ended_suspension(None), Opened(AT_HOME, PLATE)),
    "penalty_fixed": (a_penalty(), Opened(AT_HOME, PLATE)),
    "penalty_fixed_for_several_applicants": (
        msgspec.structs.replace(a_penalty(), share_cents=17_850),
        Opened(AT_HOME, PLATE),
    ),
    "no_penalty_due": (
        a_penalty(NothingDueGround.UNREASONABLY_LATE_NOTICE),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "late_ruling_notice_received": (
        a_step_of_an_objection(LetterKind.LATE_RULING_NOTICE_RECEIVED),
        Opened(AT_HOME, PLATE),
    ),
    "late_ruling_notice_premature": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.LATE_RULING_NOTICE_RECEIVED),
            first_day=None,
            items=("premature",),
        ),
        Opened(AT_HOME, PLATE),
    ),
    "late_ruling_penalty_fixed": (
        msgspec.structs.replace(a_penalty(), kind=LetterKind.LATE_RULING_PENALTY_FIXED),
        Opened(AT_HOME, PLATE),
    ),
    "no_penalty_due_for_a_late_ruling": (
        msgspec.structs.replace(
            a_penalty(NothingDueGround.MANIFESTLY_INADMISSIBLE_OR_UNFOUNDED),
            kind=LetterKind.LATE_RULING_PENALTY_FIXED,
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "costs_open": (a_step_of_an_objection(LetterKind.COSTS_OPEN), Opened(AT_HOME, PLATE)),
    "costs_granted": (a_decision_on_costs(647), Opened(AT_HOME, PLATE)),
    "costs_refused": (a_decision_on_costs(0), Opened(AT_HOME, PLATE, NO_COSTS)),
    "objection_received": (a_step_of_an_objection(LetterKind.OBJECTION_RECEIVED), Opened(AT_HOME, PLATE)),
    "repair_requested": (a_step_of_an_objection(LetterKind.REPAIR_REQUESTED), Opened(AT_HOME, PLATE)),
    "repair_requested_after_a_court_s_order": (
        msgspec.structs.replace(a_step_of_an_objection(LetterKind.REPAIR_REQUESTED), suspends=False),
        Opened(AT_HOME, PLATE),
    ),
    "committee_announced": (a_step_of_an_objection(LetterKind.COMMITTEE_ANNOUNCED), Opened(AT_HOME, PLATE)),
    "hearing_planned": (
        a_step_of_an_objection(LetterKind.HEARING_PLANNED),
        Opened(AT_HOME, PLATE, "Voorbeeldweg 1, Voorbeeldstad, kamer 2."),
    ),
    "ruling_adjourned": (a_step_of_an_objection(LetterKind.RULING_ADJOURNED), Opened(AT_HOME, PLATE)),
    "postponement_agreed": (a_step_of_an_objection(LetterKind.POSTPONEMENT_AGREED), Opened(AT_HOME, PLATE)),
    "decision_anew_ordered": (
        a_step_of_an_objection(LetterKind.DECISION_ANEW_ORDERED),
        Opened(AT_HOME, PLATE),
    ),
    "decision_anew_ordered_by_a_day": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.DECISION_ANEW_ORDERED), items=("named_by_court",)
        ),
        Opened(AT_HOME, PLATE),
    ),
    "grant": (msgspec.structs.replace(a_grant(), synthetic=SYNTHETIC), Opened(AT_HOME, PLATE)),
    "grant_on_conditions": (
        msgspec.structs.replace(
            a_grant(), exemption_type=ExemptionType.HARDSHIP, municipality=UTRECHT, synthetic=("validity",)
        ),
        Opened(
            AT_HOME, PLATE, conditions="U rijdt alleen op werkdagen tussen 06.00 en 10.00 uur in de zone."
        ),
    ),
    "refusal": (msgspec.structs.replace(a_refusal(), synthetic=SYNTHETIC), Opened(AT_HOME, PLATE)),
    "refusal_with_a_better_fit": (
        msgspec.structs.replace(
            a_refusal(),
            better_fit=ExemptionType.GRID_CONGESTION,
            better_fit_reason=(
                "U hebt aangetoond dat het stroomnet op uw locatie vol is. U hebt zelf stappen gezet om te kunnen laden."
            ),
        ),
        Opened(AT_HOME, PLATE),
    ),
    "refusal_on_established_facts": (
        a_refusal_on_established_facts(views_given=True),
        Opened(AT_HOME, PLATE),
    ),
    "refusal_on_a_judgement": (
        a_refusal_on_a_judgement(),
        Opened(AT_HOME, PLATE, judged={"own_steps_are_taken": WEIGHED}),
    ),
    "refusal_without_a_hearing": (
        a_refusal_on_established_facts(not_heard_because=NotHeardGround.MINOR_DEVIATION),
        Opened(AT_HOME, PLATE),
    ),
    "refusal_of_a_repetition": (a_refusal_of_a_repetition(), Opened(AT_HOME, PLATE, WRITTEN)),
    "revocation_intended": (a_revocation_intended(), Opened(AT_HOME, PLATE, WRITTEN)),
    "revocation_abandoned": (a_revocation_abandoned(), Opened(AT_HOME, PLATE, WRITTEN)),
    "revocation": (a_revocation(), Opened(AT_HOME, PLATE, WRITTEN)),
    "exemption_restored_on_objection": (a_restoration(), Opened(AT_HOME, PLATE, WRITTEN)),
    "left_out": (left_out(), Opened(AT_HOME, PLATE)),
    "left_out_insufficient": (left_out_insufficient(), Opened(AT_HOME, PLATE, on_items=ON_ITEMS)),
    "left_out_wrong_data": (
        msgspec.structs.replace(left_out_insufficient(), reason=LeftOutReason.WRONG_DATA),
        Opened(AT_HOME, PLATE, on_items=ON_ITEMS),
    ),
    "left_out_not_signed": (left_out(LeftOutReason.NOT_SIGNED), Opened(AT_HOME, PLATE)),
    "renewal": (renewed(Remedy.OBJECTION), Opened(AT_HOME, PLATE)),
    "objection_withdrawn": (an_ended_objection(ObjectionRuling.WITHDRAWN), Opened(AT_HOME, PLATE)),
    "decision_on_objection_by_a_new_set": (
        msgspec.structs.replace(renewed(Remedy.APPEAL), heard="fully_granted"),
        Opened(ABROAD, PLATE),
    ),
    "renewal_beside_a_late_objection": (renewed(Remedy.OBJECTION_BESIDE_LATE_ONE), Opened(AT_HOME, PLATE)),
    "decision_on_objection_for_another_reason": (
        msgspec.structs.replace(
            a_decision_on_objection(), synthetic=("validity",), heard="held", heard_on=date(2026, 2, 3)
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "refusal_reviewed_in_favour": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            decides_objection_id=None,
            remedy=Remedy.OBJECTION,
            review_ground="equal_treatment",
            synthetic=("validity",),
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "decision_on_objection_in_part": (
        msgspec.structs.replace(
            a_decision_on_objection(), in_part=True, heard="held", valid_until=date(2026, 9, 1)
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "refusal_replaced_on_objection": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            outcome=Outcome.REFUSED,
            refusal_ground=RefusalGround.OTHER,
            valid_until=None,
            heard="held",
            synthetic=(),
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "grant_taken_back_on_objection": (
        msgspec.structs.replace(
            a_revocation(),
            decides_objection_id=a_decision_on_objection().decides_objection_id,
            revocation_ground=None,
            remedy=Remedy.APPEAL,
            of_another=True,
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "grant_restored_after_court": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            replaces=msgspec.structs.replace(a_revocation().replaces, outcome=Outcome.REVOKED),
            of_another=True,
            restores_anew=True,
            effective_from=date(2026, 1, 7),
            heard="held",
            **ANEW,
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "grant_shortened_on_objection": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            replaces=a_revocation().replaces,
            in_part=True,
            of_another=True,
            heard="held",
            valid_until=date(2026, 9, 1),
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "decision_on_objection_before_hearings_were_told": (
        a_decision_on_objection(),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "decision_on_objection_anew": (
        msgspec.structs.replace(a_decision_on_objection(), **ANEW, heard="not_wanted"),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "day_exemption_granted_on_objection": (
        msgspec.structs.replace(
            a_decision_on_objection(),
            exemption_type=ExemptionType.DAY,
            municipality=UTRECHT,
            valid_from=a_day_exemption().valid_from,
            valid_to=a_day_exemption().valid_to,
            valid_until=a_day_exemption().valid_until,
            heard="fully_granted",
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_dismissed": (an_ended_objection(ObjectionRuling.DISMISSED), Opened(AT_HOME, PLATE, WRITTEN)),
    "objection_dismissed_as_the_committee_advised": (
        advised(an_ended_objection(ObjectionRuling.DISMISSED), AdviceRuling(ObjectionRuling.DISMISSED)),
        Opened(AT_HOME, PLATE, WRITTEN, advice=OpenedAdvice(ADVICE)),
    ),
    "objection_dismissed_against_the_advice": (
        advised(
            an_ended_objection(ObjectionRuling.DISMISSED),
            AdviceRuling(ObjectionRuling.UPHELD, heard_by_committee=True),
        ),
        Opened(AT_HOME, PLATE, WRITTEN, advice=OpenedAdvice(ADVICE, BUSINESS_RATE)),
    ),
    "objection_inadmissible_without_awaiting_the_advice": (
        advised(an_ended_objection(ObjectionRuling.INADMISSIBLE), AdviceRuling()),
        Opened(AT_HOME, PLATE, WRITTEN, advice=OpenedAdvice(not_awaited="Het bezwaar kwam maanden te laat.")),
    ),
    "decision_on_objection_departing_in_part": (
        advised(a_decision_on_objection(), AdviceRuling(ObjectionRuling.UPHELD)),
        Opened(AT_HOME, PLATE, WRITTEN, advice=OpenedAdvice(ADVICE, BUSINESS_RATE)),
    ),
    "objection_dismissed_with_a_defect_passed_over": (
        an_ended_objection(ObjectionRuling.DISMISSED),
        Opened(
            AT_HOME,
            PLATE,
            WRITTEN,
            passed_over="De bijlage ontbrak bij het besluit; u kende de inhoud ervan.",
        ),
    ),
    "objection_dismissed_without_costs": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.DISMISSED), beside=BesideRuling(CostsRuling(0))
        ),
        Opened(AT_HOME, PLATE, WRITTEN, costs_reasons=NO_COSTS),
    ),
    "decision_on_objection_with_costs": (
        msgspec.structs.replace(
            a_decision_on_objection(), heard="not_wanted", beside=BesideRuling(CostsRuling(647))
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_dismissed_with_another_penalty": (
        msgspec.structs.replace(an_ended_objection(ObjectionRuling.DISMISSED), penalty_euros=497),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_against_the_penalty_upheld": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.UPHELD), about_penalty=True, penalty_euros=497
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_against_the_penalty_for_a_late_ruling_upheld": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.UPHELD),
            about_penalty=True,
            about_late_ruling=True,
            penalty_euros=497,
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_against_the_penalty_dismissed": (
        msgspec.structs.replace(an_ended_objection(ObjectionRuling.DISMISSED), about_penalty=True),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_against_the_recovery_upheld": (
        msgspec.structs.replace(an_ended_objection(ObjectionRuling.UPHELD), about_recovery=True),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_against_the_recovery_dismissed": (
        msgspec.structs.replace(an_ended_objection(ObjectionRuling.DISMISSED), about_recovery=True),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_dismissed_anew": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.DISMISSED),
            **ANEW,
            heard="held",
            heard_on=date(2025, 11, 18),
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_upheld_after_leaving_out": (
        an_ended_objection(ObjectionRuling.UPHELD),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "objection_held_until_the_decision": (
        msgspec.structs.replace(a_step_of_an_objection(LetterKind.OBJECTION_RECEIVED), items=("held",)),
        Opened(AT_HOME, PLATE),
    ),
    "objection_upheld_of_another": (
        an_ended_objection(ObjectionRuling.UPHELD),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, AT_HOME.name, of_another=True)),
    ),
    "term_to_repair_moved": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.TERM_MOVED), last_day=date(2026, 3, 9), items=("repair",)
        ),
        Opened(AT_HOME, PLATE),
    ),
    "term_to_say_whether_to_be_heard_moved": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.TERM_MOVED), last_day=date(2026, 3, 9), items=("hearing_wish",)
        ),
        Opened(AT_HOME, PLATE),
    ),
    "term_of_party_moved": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.TERM_MOVED),
            objection_id=None,
            last_day=date(2026, 3, 9),
            items=("party_views",),
        ),
        Opened(AT_HOME, PLATE, written_to=WrittenTo(ABROAD, None, of_another=True)),
    ),
    "term_of_third_party_moved": (
        a_moved_term("third_party_views"),
        Opened(AT_HOME, PLATE, written_to=WrittenTo(ABROAD, None, of_another=True)),
    ),
    "hearing_account": (
        msgspec.structs.replace(a_step_of_an_objection(LetterKind.HEARING_ACCOUNT), items=("withheld",)),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "hearing_account_withheld": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.HEARING_ACCOUNT), objection_id=None, items=("withheld",)
        ),
        Opened(AT_HOME, PLATE, written_to=WrittenTo(ABROAD, None, of_another=True)),
    ),
    "notice_forwarded": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.NOTICE_FORWARDED),
            objection_id=None,
            first_day=date(2026, 2, 17),
            items=("appeal",),
        ),
        Opened(AT_HOME, PLATE, "rechtbank Voorbeeldstad, Postbus 1, Voorbeeldstad"),
    ),
    "hearing_wish_asked": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.HEARING_WISH_ASKED), last_day=date(2026, 3, 9)
        ),
        Opened(AT_HOME, PLATE),
    ),
    "direct_appeal_consented": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.DIRECT_APPEAL_CONSENTED), first_day=date(2026, 2, 9)
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "direct_appeal_followed": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.DIRECT_APPEAL_CONSENTED),
            first_day=date(2026, 2, 9),
            items=("followed", "fee_free"),
        ),
        Opened(AT_HOME, PLATE),
    ),
    "direct_appeal_refused": (
        a_step_of_an_objection(LetterKind.DIRECT_APPEAL_REFUSED),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "party_invited_as_holder": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.PARTY_INVITED), objection_id=None, last_day=date(2026, 3, 9)
        ),
        Opened(AT_HOME, PLATE, WRITTEN),
    ),
    "party_invited": (
        msgspec.structs.replace(
            a_step_of_an_objection(LetterKind.PARTY_INVITED), objection_id=None, last_day=date(2026, 3, 9)
        ),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, None, of_another=True)),
    ),
    "grant_taken_back_to_the_objector": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.UPHELD),
            replacement=Replacement.REVOCATION,
            heard="held",
            heard_on=date(2026, 2, 3),
        ),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, AT_HOME.name, of_another=True)),
    ),
    "grant_shortened_to_the_objector": (
        msgspec.structs.replace(
            an_ended_objection(ObjectionRuling.UPHELD),
            replacement=Replacement.GRANT_IN_PART,
            heard="held",
            heard_on=date(2026, 2, 3),
        ),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, AT_HOME.name, of_another=True)),
    ),
    "objection_dismissed_to_a_representative": (
        an_ended_objection(ObjectionRuling.DISMISSED),
        Opened(AT_HOME, PLATE, WRITTEN, WrittenTo(ABROAD, AT_HOME.name)),
    ),
    "objection_inadmissible": (
        an_ended_objection(ObjectionRuling.INADMISSIBLE),
        Opened(ABROAD, PLATE, WRITTEN),
    ),
}


def sample(name: str) -> LetterText:
    """That letter, as sent on 20 February 2026."""
    return typeset_as(*LETTERS[name])


def typeset_as(notice: Notice, opened: Opened) -> LetterText:
    """A letter of that notice to that person, as sent on 20 February 2026."""
    return typeset(CASE, notice, mandate_on(notice.decided_on, notice.municipality), opened, SENT_ON)


def write_samples(folder: Path) -> list[Path]:
    """Each as PDF in that folder, which is made where it is not there; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in LETTERS:
        written.append(folder / f"{name}.pdf")
        written[-1].write_bytes(pdf_of(sample(name), SENT_ON))
    return written


if __name__ == "__main__":
    for path in write_samples(Path(sys.argv[1])):
        Console().print(str(path), highlight=False, soft_wrap=True)
