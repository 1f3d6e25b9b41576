"""What the notifications service (berichten) is made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from services.notifications.api import bounces, letters
from services.notifications.authorisation import AUTHORISATION
from services.notifications.commands import ByEmail, LetterCommands
from services.notifications.domain.delivery import AttemptPlan
from services.notifications.messaging.published import PUBLISHED
from services.notifications.messaging.reactions import Reactions
from services.notifications.messaging.small_steps import SmallSteps
from services.notifications.projections import metadata
from services.notifications.projections.electronic_reach import (
    ElectronicReachOfCases,
    ElectronicReachProjection,
)
from services.notifications.projections.emailed_letters import (
    EMAILED_COMPARED,
    EmailedFold,
    SealedEmailedLetters,
    SentLetters,
)
from services.notifications.projections.letter_register import LetterRegister, LetterRegisterProjection
from services.notifications.projections.letters_of_cases import LettersOfCases, LettersOfCasesProjection
from services.notifications.projections.letters_of_objections import (
    LettersOfObjections,
    LettersOfObjectionsProjection,
)
from services.notifications.projections.letters_to_send import (
    TO_SEND_COMPARED,
    LettersToSend,
    LettersToSendProjection,
    TakenUpFold,
)
from services.notifications.projections.print_queue import PRINTED_COMPARED, PrintedFold, SealedPrintQueue
from services.notifications.workers.letter_writer import SealingLetterWriter
from services.notifications.workers.mail_room import MailServer, SmtpMailRoom
from services.notifications.workers.printing import pdf_of
from services.notifications.workers.sending import LetterSending
from shared.contracts.applications import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermMoved,
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
)
from shared.contracts.decisions import (
    DayExemptionCancelled,
    DecisionTaken,
    DecisionTermExtended,
    DecisionTermSuspendedOtherwise,
    LeavingOutRevoked,
    LeftOutOfConsideration,
    NoticeOfDefaultReceived,
    OtherSuspensionEnded,
    PenaltyFixed,
    PenaltyRecoveryDecided,
    RevocationAbandoned,
    RevocationIntended,
    ThirdPartyViewsAsked,
    ThirdPartyViewsTermMoved,
    ViewsAsked,
    ViewsTermMoved,
)
from shared.contracts.objections import (
    CommitteeAnnounced,
    CostsDecided,
    DecisionAnewOrdered,
    DirectAppealAnswered,
    HearingAccountGiven,
    HearingPlanned,
    HearingWishAsked,
    HearingWishTermMoved,
    LateRulingNoticeReceived,
    LateRulingPenaltyFixed,
    MisdirectedNoticeForwarded,
    ObjectionEnded,
    ObjectionLodged,
    PartyInvited,
    PartyTermMoved,
    PostponementAgreed,
    RepairRequested,
    RepairTermMoved,
    RulingAdjourned,
)
from shared.privacy.refusals import Erased
from shared.runtime.folding import Folds
from shared.runtime.problems import ProblemSpec
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts

FOLLOWING: Final = (LetterRegisterProjection(),)


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    log, opener = context.log, context.vault.opener()
    print_queue, to_send = SealedPrintQueue(log), LettersToSend(log)
    writer = SealingLetterWriter(opener, context.vault.sealer())
    commands = LetterCommands(
        log,
        writer,
        print_queue,
        LettersOfCases(log),
        LettersOfObjections(log),
        to_send,
        ElectronicReachOfCases(log),
        _by_email(context),
    )
    when, small = Reactions(commands), SmallSteps(commands)
    return ServiceParts(
        routers=[
            letters.routes(letters.LetterReader(LetterRegister(log), SentLetters(log), opener, pdf_of)),
            bounces.routes(commands),
        ],
        publications=PUBLISHED,
        following=FOLLOWING,
        reactions={
            "applications": {
                ApplicationSubmitted: when.when_application_submitted_confirm_its_receipt,
                ApplicationWithdrawn: small.when_application_withdrawn_confirm_it,
                CompletionRequested: when.when_completion_requested_draw_up_letter,
                CompletionTermMoved: small.when_completion_term_moved_by_outage_draw_up_letter,
                ElectronicConsentGiven: when.when_electronic_consent_given_note_where_letters_may_go,
                ElectronicConsentWithdrawn: when.when_electronic_consent_withdrawn_send_by_post_again,
            },
            "decisions": {
                DecisionTaken: when.when_decision_taken_draw_up_decision_letter,
                LeftOutOfConsideration: when.when_left_out_of_consideration_draw_up_letter,
                LeavingOutRevoked: when.when_leaving_out_revoked_draw_up_objection_letter,
                DecisionTermExtended: when.when_decision_term_extended_draw_up_letter,
                DecisionTermSuspendedOtherwise: when.when_term_suspended_otherwise_draw_up_letter,
                RevocationIntended: when.when_revocation_intended_draw_up_letter,
                RevocationAbandoned: when.when_revocation_abandoned_draw_up_letter,
                OtherSuspensionEnded: when.when_other_suspension_ended_draw_up_letter,
                PenaltyFixed: when.when_penalty_fixed_draw_up_letter,
                ViewsAsked: when.when_views_asked_draw_up_letter,
                DayExemptionCancelled: small.when_day_exemption_cancelled_confirm_it,
                NoticeOfDefaultReceived: small.when_notice_of_default_received_confirm_it,
                PenaltyRecoveryDecided: small.when_penalty_recovery_decided_draw_up_letter,
                ThirdPartyViewsAsked: small.when_third_party_views_asked_draw_up_invitation,
                ThirdPartyViewsTermMoved: small.when_third_party_views_term_moved_by_outage_draw_up_letter,
                ViewsTermMoved: small.when_views_term_moved_by_outage_draw_up_letter,
            },
            "objections": {
                ObjectionLodged: when.when_objection_lodged_confirm_its_receipt,
                RepairRequested: when.when_repair_requested_draw_up_letter,
                LateRulingNoticeReceived: when.when_late_ruling_notice_received_draw_up_letter,
                LateRulingPenaltyFixed: when.when_late_ruling_penalty_fixed_draw_up_letter,
                CostsDecided: when.when_costs_decided_draw_up_letter,
                CommitteeAnnounced: when.when_committee_announced_draw_up_letter,
                HearingWishAsked: small.when_hearing_wish_asked_draw_up_letter,
                HearingAccountGiven: small.when_hearing_account_given_draw_up_letter,
                MisdirectedNoticeForwarded: small.when_misdirected_notice_forwarded_tell_its_sender,
                RepairTermMoved: small.when_repair_term_moved_by_outage_draw_up_letter,
                DirectAppealAnswered: small.when_direct_appeal_answered_draw_up_letter,
                HearingWishTermMoved: small.when_hearing_wish_term_moved_by_outage_draw_up_letter,
                PartyTermMoved: small.when_party_term_moved_by_outage_draw_up_letter,
                PartyInvited: small.when_party_invited_draw_up_invitation,
                HearingPlanned: when.when_hearing_planned_draw_up_invitation,
                RulingAdjourned: when.when_ruling_adjourned_draw_up_letter,
                PostponementAgreed: when.when_postponement_agreed_draw_up_letter,
                DecisionAnewOrdered: when.when_decision_anew_ordered_draw_up_letter,
                ObjectionEnded: when.when_objection_ended_draw_up_objection_letter,
            },
        },
        workers=[LetterSending(log, commands, to_send, context.act_of, context.clock.now)],
        parked=lambda: {f"letter_{why}": number for why, number in to_send.parked_by_reason().items()},
        problems={Erased: ProblemSpec(410, "person_erased", "The person this is about was erased")},
    )


def _by_email(context: ServiceContext) -> ByEmail | None:
    """How letters go by e-mail; without a mail server every letter goes on paper."""
    settings, server = context.settings, MailServer.of(context.settings)
    if server is None:
        return None
    return ByEmail(
        mail_room=SmtpMailRoom(server, context.vault.opener(), pdf_of),
        kept=SealedEmailedLetters(context.log),
        plan=AttemptPlan(settings.smtp_attempts, timedelta(seconds=settings.smtp_pause_seconds)),
    )


SERVICE = ServiceDefinition(
    name="notifications",
    title="Notifications (berichten)",
    metadata=metadata,
    migrations="services.notifications.migrations",
    build=build,
    authorisation=AUTHORISATION,
    inline=[
        LettersToSendProjection(),
        LettersOfCasesProjection(),
        LettersOfObjectionsProjection(),
        ElectronicReachProjection(),
    ],
    folds=Folds(
        publications=PUBLISHED,
        following=FOLLOWING,
        beside=(TakenUpFold(), PrintedFold(), EmailedFold()),
        compared=(TO_SEND_COMPARED, PRINTED_COMPARED, EMAILED_COMPARED),
    ),
)
