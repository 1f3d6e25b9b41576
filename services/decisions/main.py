"""What the decisions service is made of."""

from __future__ import annotations

from typing import Final

from services.decisions.api import (
    case_clock,
    case_handlers,
    claims,
    completeness,
    day_exemptions,
    decision_terms,
    defaults,
    established_facts,
    exemption_types,
    exemptions,
    judgements,
    monitor,
    open_cases,
    reassessment_keepers,
    reassessments,
    reviews,
    revocations,
    supplied_facts,
    terms_by_day,
    third_parties,
    threshold_set_claims,
    threshold_set_proposers,
    threshold_set_readers,
    views_given,
    worklist,
)
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import (
    AnnouncementCommands,
    ApplicationCommands,
    ClaimCommands,
    CourtCommands,
    DayExemptionCommands,
    DecisionCommands,
    DecisionTermCommands,
    DefaultCommands,
    EstablishedFactsCommands,
    MovedTermCommands,
    ProceedingsCommands,
    ReassessmentCommands,
    ReviewCommands,
    RevocationCommands,
    SuppliedFactsCommands,
    ThirdPartyCommands,
    ThresholdSetClaimCommands,
    ThresholdSetCommands,
)
from services.decisions.messaging.published import PUBLICATIONS
from services.decisions.messaging.reactions import Reactions
from services.decisions.projections import metadata
from services.decisions.projections.announcements import Announcements, AnnouncementsProjection
from services.decisions.projections.campaign_progress import campaign_progress
from services.decisions.projections.case_claims import ClaimRegister
from services.decisions.projections.case_facts import CaseFactsProjection
from services.decisions.projections.case_register import CaseRegister
from services.decisions.projections.default_register import DefaultRegister
from services.decisions.projections.fact_finding import FactFindingRegister
from services.decisions.projections.inline_tables import InlineTables
from services.decisions.projections.leaving_out_terms import LeavingOutTerms
from services.decisions.projections.pending_appeals import PendingAppealsProjection
from services.decisions.projections.pending_objections import PendingObjectionsProjection
from services.decisions.projections.reassessments import ReassessmentsProjection
from services.decisions.projections.reconsiderations import ReconsiderationRegister
from services.decisions.projections.replay import Replay
from services.decisions.projections.reporting_register import ReportingRegister
from services.decisions.projections.reviews import ReviewRegister
from services.decisions.projections.revocation_register import RevocationRegister
from services.decisions.projections.terms_for_views import TermsForViews, TermsForViewsProjection
from services.decisions.projections.third_parties import ThirdPartyRegister
from services.decisions.projections.threshold_set_claims import ThresholdSetClaimRegister
from services.decisions.projections.threshold_sets import ThresholdSetsProjection
from services.decisions.projections.thresholds_in_force import ThresholdsInForceProjection
from services.decisions.workers.campaign import CampaignWorker
from services.decisions.workers.campaign_proof import CampaignProof
from services.decisions.workers.threshold_timer import ThresholdTimer
from shared.runtime.folding import Folds
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts

FOLLOWING: Final = (
    CaseRegister(),
    ReportingRegister(),
    DefaultRegister(),
    ClaimRegister(),
    FactFindingRegister(),
    RevocationRegister(),
    LeavingOutTerms(),
    ThresholdSetClaimRegister(),
    ReconsiderationRegister(),
    ReviewRegister(),
    ThirdPartyRegister(),
)


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    recorded = InlineTables(context.log)
    commands = DecisionCommands(context.log, recorded)
    of_applications, proceedings = (
        ApplicationCommands(context.log),
        ProceedingsCommands(context.log, recorded),
    )
    of_days = DayExemptionCommands(context.log)
    moved_terms = MovedTermCommands(context.log, TermsForViews(context.log))
    set_commands = ThresholdSetCommands(context.log, recorded, context.ids)
    replay = Replay(context.log)
    proof = CampaignProof(context.log, replay)
    return ServiceParts(
        routers=[
            case_handlers.routes(commands, context.log, context.vault.sealer()),
            completeness.routes(context.log, context.clock),
            case_clock.routes(context.log, context.clock),
            decision_terms.routes(DecisionTermCommands(context.log), context.vault.sealer()),
            defaults.routes(
                DefaultCommands(context.log, Announcements(context.log)),
                context.log,
                context.clock,
                context.vault.sealer(),
            ),
            supplied_facts.routes(SuppliedFactsCommands(context.log), context.vault.sealer()),
            established_facts.routes(EstablishedFactsCommands(context.log), context.vault.sealer()),
            third_parties.routes(ThirdPartyCommands(context.log), context.vault.sealer()),
            views_given.routes(context.log, context.vault.opener()),
            judgements.routes(EstablishedFactsCommands(context.log), context.vault.sealer()),
            revocations.routes(RevocationCommands(context.log), context.log, context.vault.sealer()),
            reviews.routes(ReviewCommands(context.log, recorded), context.log, context.vault.sealer()),
            exemptions.routes(context.log),
            exemption_types.routes(context.clock),
            day_exemptions.routes(of_days),
            threshold_set_readers.routes(context.log, replay),
            threshold_set_claims.routes(ThresholdSetClaimCommands(context.log)),
            threshold_set_proposers.routes(set_commands),
            reassessments.routes(context.log, replay),
            reassessment_keepers.routes(ReassessmentCommands(context.log)),
            worklist.routes(context.log),
            open_cases.routes(context.log),
            terms_by_day.routes(context.log),
            claims.routes(ClaimCommands(context.log)),
            monitor.routes(context.log, replay),
        ],
        publications=PUBLICATIONS,
        following=FOLLOWING,
        reactions=Reactions(
            of_applications,
            proceedings,
            of_days,
            moved_terms,
            CourtCommands(context.log),
            AnnouncementCommands(context.log),
        ).by_log(),
        workers=[
            ThresholdTimer(context, set_commands),
            CampaignWorker(context, context.settings.campaign_chunk),
            proof,
        ],
        progress=lambda: {**campaign_progress(context.log), **proof.found},
    )


SERVICE = ServiceDefinition(
    name="decisions",
    title="Decisions (besluiten)",
    metadata=metadata,
    migrations="services.decisions.migrations",
    build=build,
    authorisation=AUTHORISATION,
    inline=(
        CaseFactsProjection(),
        PendingObjectionsProjection(),
        PendingAppealsProjection(),
        ThresholdsInForceProjection(),
        ThresholdSetsProjection(),
        ReassessmentsProjection(),
        TermsForViewsProjection(),
        AnnouncementsProjection(),
    ),
    folds=Folds(publications=PUBLICATIONS, following=FOLLOWING),
)
