"""What the objections service (bezwaren) is made of."""

from __future__ import annotations

from typing import Final

from services.objections.api import (
    appeals,
    claims,
    committees,
    costs,
    court_hearings,
    direct_appeals,
    hearing_wishes,
    hearings,
    interim_relief,
    late_appeals,
    late_rulings,
    misdirected_notices,
    objection_handlers,
    objectors,
    open_objections,
    parties,
    proceedings,
    reporters,
    ruling_clock,
)
from services.objections.authorisation import AUTHORISATION
from services.objections.commands.appeals import AppealCommands
from services.objections.commands.claims import ClaimCommands
from services.objections.commands.costs import CostsCommands
from services.objections.commands.direct_appeals import DirectAppealCommands
from services.objections.commands.interim_relief import InterimReliefCommands, LapsingRelief
from services.objections.commands.late_appeals import LateAppealCommands
from services.objections.commands.late_rulings import LateRulingCommands
from services.objections.commands.misdirected_notices import MisdirectedNoticeCommands
from services.objections.commands.moved_terms import MovedTermCommands
from services.objections.commands.objections import ObjectionCommands
from services.objections.commands.proceedings import ProceedingsCommands
from services.objections.messaging.published import PUBLISHED
from services.objections.messaging.reactions import Reactions
from services.objections.projections import metadata
from services.objections.projections.appeal_register import AppealQueries, AppealRegister
from services.objections.projections.contested_decisions import DecisionsHeardOf, UndecidedObjections
from services.objections.projections.contested_fold import ContestedDecisionsFold, heard_folds
from services.objections.projections.costs_claims import CostsClaims
from services.objections.projections.direct_appeals import DecisionsSentToCourt
from services.objections.projections.hearing_accounts import HearingAccounts
from services.objections.projections.hearing_terms import HearingTerms, HearingTermsProjection
from services.objections.projections.hearing_wishes import HearingWishes
from services.objections.projections.interim_reliefs import (
    ReliefQueries,
    ReliefRegister,
    RequestedReliefs,
)
from services.objections.projections.invited_parties import InvitedPartyRegister
from services.objections.projections.late_appeals import (
    LateAppealQueries,
    LateAppealRegister,
    WaitingAppeals,
    WaitingLateAppeals,
)
from services.objections.projections.late_rulings import LateRulings
from services.objections.projections.misdirected_notices import MisdirectedNotices, MisdirectedQueries
from services.objections.projections.objection_claims import ObjectionClaimRegister
from services.objections.projections.objection_monitor import ObjectionMonitor
from services.objections.projections.objection_register import ObjectionQueries, ObjectionRegister
from services.objections.projections.open_objections import OpenObjections
from services.objections.projections.penalty_disputes import PenaltyDisputes
from services.objections.projections.pending_appeals import PendingAppeals
from services.objections.projections.reconsiderations import Reconsiderations
from services.objections.projections.relief_terms import ReliefTerms
from services.objections.projections.repair_terms import RepairTermsProjection
from services.objections.projections.rulings_told import RulingsTold
from services.objections.projections.terms_to_repair import TermsToRepair, TermsToRepairProjection
from services.objections.workers.lapse_reliefs import LapseReliefs
from services.objections.workers.lapse_repair_terms import LapseRepairTerms
from shared.contracts.applications import ApplicationSubmitted, ChannelOutageRecorded
from shared.contracts.decisions import (
    CaseReconsidered,
    DecisionTaken,
    LeftOutOfConsideration,
    PenaltyFixed,
    PenaltyRecoveryDecided,
    ReassessmentCompleted,
    ReassessmentStarted,
    ThresholdSetRejected,
)
from shared.contracts.notifications import (
    LetterSent,
    LetterSentOnPaper,
    ObjectionLetterSent,
    StepLetterSent,
)
from shared.runtime.folding import Folds
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts

FOLLOWING: Final = (
    ObjectionRegister(),
    AppealRegister(),
    LateAppealRegister(),
    ReliefRegister(),
    RepairTermsProjection(),
    ObjectionClaimRegister(),
    PenaltyDisputes(),
    LateRulings(),
    CostsClaims(),
    InvitedPartyRegister(),
    Reconsiderations(),
    HearingWishes(),
    HearingAccounts(),
    MisdirectedNotices(),
)


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    cases = DecisionsHeardOf(context.log)
    queries = ObjectionQueries(context.log)
    reliefs = ReliefQueries(context.log)
    lapsing = LapsingRelief(context.log, reliefs)
    on_the_way = ProceedingsCommands(context.log, cases, lapsing)
    commands = ObjectionCommands(context.log, context.ids, cases, WaitingAppeals(context.log), lapsing)
    appeal_commands = AppealCommands(context.log, context.ids, cases, lapsing)
    relief_commands = InterimReliefCommands(context.log, context.ids, cases, ReliefTerms(context.log))
    late_commands = LateAppealCommands(context.log, context.ids, cases)
    moved_terms = MovedTermCommands(context.log, TermsToRepair(context.log), HearingTerms(context.log))
    when = Reactions(commands, appeal_commands, on_the_way, moved_terms)
    sealer, opener = context.vault.sealer(), context.vault.opener()
    return ServiceParts(
        routers=[
            objectors.routes(commands, queries, cases, reliefs, sealer, opener, context.log),
            objection_handlers.routes(commands, queries, sealer),
            proceedings.routes(on_the_way, sealer),
            committees.routes(on_the_way, sealer),
            hearings.routes(on_the_way, sealer),
            hearing_wishes.routes(on_the_way, sealer),
            parties.routes(on_the_way, sealer),
            direct_appeals.routes(DirectAppealCommands(context.log, context.ids, cases), sealer),
            late_rulings.routes(
                LateRulingCommands(context.log, cases, RulingsTold(context.log)), context.log, sealer
            ),
            costs.routes(CostsCommands(context.log, cases), context.log, sealer),
            claims.routes(ClaimCommands(context.log, cases)),
            open_objections.routes(OpenObjections(context.log)),
            ruling_clock.routes(queries, cases, context.clock),
            appeals.routes(appeal_commands, AppealQueries(context.log), sealer, opener),
            court_hearings.routes(appeal_commands, late_commands, sealer),
            interim_relief.routes(relief_commands, reliefs, sealer, opener),
            late_appeals.routes(late_commands, LateAppealQueries(context.log), context.clock, sealer, opener),
            misdirected_notices.routes(
                MisdirectedNoticeCommands(context.log, context.ids, cases),
                on_the_way,
                MisdirectedQueries(context.log),
                sealer,
                opener,
            ),
            reporters.routes(ObjectionMonitor(context.log)),
        ],
        publications=PUBLISHED,
        following=FOLLOWING,
        reactions={
            "applications": {
                ApplicationSubmitted: when.when_application_submitted_note_whose_case_it_is,
                ChannelOutageRecorded: when.when_channel_was_out_move_terms,
            },
            "decisions": {
                DecisionTaken: when.when_decision_taken_attach_or_uphold,
                LeftOutOfConsideration: when.when_left_out_of_consideration_note_who_decided,
                PenaltyFixed: when.when_penalty_fixed_note_that_it_can_be_contested,
                PenaltyRecoveryDecided: when.when_penalty_recovery_decided_note_that_it_can_be_contested,
                CaseReconsidered: when.when_case_reconsidered_note_what_it_comes_to,
                ThresholdSetRejected: when.when_threshold_set_rejected_reject_its_finding,
                ReassessmentStarted: when.when_reassessment_started_bar_the_retraction_of_its_finding,
                ReassessmentCompleted: when.when_reassessment_completed_leave_open_what_it_did_not_decide,
            },
            "notifications": {
                LetterSent: when.when_letter_sent_note_objection_term,
                ObjectionLetterSent: when.when_objection_letter_sent_note_appeal_term,
                StepLetterSent: when.when_step_letter_sent_note_objection_term,
                LetterSentOnPaper: when.when_letter_sent_on_paper_move_the_term_that_it_begins,
            },
        },
        workers=[LapseRepairTerms(context, on_the_way), LapseReliefs(context, relief_commands)],
    )


SERVICE = ServiceDefinition(
    name="objections",
    title="Objections (bezwaren)",
    metadata=metadata,
    migrations="services.objections.migrations",
    build=build,
    authorisation=AUTHORISATION,
    inline=[
        UndecidedObjections(),
        PendingAppeals(),
        WaitingLateAppeals(),
        TermsToRepairProjection(),
        HearingTermsProjection(),
        RequestedReliefs(),
        DecisionsSentToCourt(),
    ],
    folds=Folds(
        publications=PUBLISHED,
        following=FOLLOWING,
        heard=heard_folds,
        beside=(ContestedDecisionsFold(),),
    ),
)
