"""What the applications service (aanvragen) is made of."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from services.applications.api import (
    applicants,
    case_handlers,
    case_readers,
    documents,
    electronic_delivery,
    erasures,
    outages,
    paper,
)
from services.applications.authorisation import AUTHORISATION
from services.applications.commands.applicant import ApplicantCommands
from services.applications.commands.consent import ConsentCommands
from services.applications.commands.consequences import ConsequenceCommands
from services.applications.commands.desk import DeskCommands
from services.applications.commands.documents import DocumentCommands
from services.applications.commands.erasure import ErasureCommands
from services.applications.commands.outages import OutageCommands, TermCommands
from services.applications.commands.paper import PaperCommands
from services.applications.commands.proceedings import ProceedingsCommands
from services.applications.commands.receipt import ReceiptCommands
from services.applications.messaging.published import PUBLISHED
from services.applications.messaging.reactions import Reactions
from services.applications.messaging.when_proceedings_run import WhenProceedingsRun
from services.applications.projections import metadata
from services.applications.projections.cases import CaseReader, CasesProjection
from services.applications.projections.channel_outages import ChannelOutagesProjection, OutageReader
from services.applications.projections.completion_terms import CompletionTermsProjection
from services.applications.projections.documents import DOCUMENTS_COMPARED, DocumentsFold, SealedDocuments
from services.applications.projections.erasures import ErasuresProjection
from services.applications.projections.facts_wanted import FactsWantedProjection
from services.applications.projections.plate_tokens import TOKENS_COMPARED, TokensFold, VehiclesByToken
from services.applications.workers.erase_persons import ErasePersons
from services.applications.workers.fetch_vehicle_facts import FetchVehicleFacts
from services.applications.workers.keep_erased import KeepErased
from services.applications.workers.lapse_completion_terms import LapseCompletionTerms
from services.applications.workers.move_terms import MoveTermsAfterOutages
from shared.contracts.decisions import DecisionTaken, LeavingOutRevoked, LeftOutOfConsideration
from shared.contracts.notifications import LetterSentOnPaper
from shared.contracts.objections import (
    AppealEnded,
    AppealLodged,
    DecisionAnewOrdered,
    DirectAppealAnswered,
    LateAppealEnded,
    LateAppealLodged,
    ObjectionEnded,
    ObjectionLodged,
)
from shared.privacy.refusals import Erased
from shared.rdw.vehicle_register import VehicleRegister
from shared.runtime.folding import Folds
from shared.runtime.problems import ProblemSpec
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts

LARGEST_BODY: Final = 7 * 1024 * 1024
"""Bytes: room for the largest document in base64."""

FOLLOWING: Final = (
    CasesProjection(),
    FactsWantedProjection(),
    CompletionTermsProjection(),
    ErasuresProjection(),
    ChannelOutagesProjection(),
)


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    log, vault = context.log, context.vault
    vehicles = VehiclesByToken(log)
    receipt = ReceiptCommands(log, context.ids, vault.sealer(), vault.plate_tokens(), vehicles)
    consequences = ConsequenceCommands(log, vault.sealer())
    erasure = ErasureCommands(log, vehicles)
    terms = TermCommands(log)
    cases, when = CaseReader(log), Reactions(consequences, terms)
    shelf, follow = SealedDocuments(log), WhenProceedingsRun(ProceedingsCommands(log))
    askers = _askers_of_the_register(context, consequences)
    return ServiceParts(
        routers=[
            applicants.routes(receipt, ApplicantCommands(log)),
            electronic_delivery.routes(ConsentCommands(log, vault.sealer())),
            case_readers.routes(cases, vault.opener()),
            case_handlers.routes(DeskCommands(log), receipt, cases, vault.sealer()),
            documents.routes(
                DocumentCommands(log, vault.sealer(), shelf),
                documents.DocumentReader(cases, shelf, vault.opener()),
            ),
            paper.routes(receipt, PaperCommands(log)),
            erasures.routes(erasure),
            outages.routes(OutageCommands(log, context.ids), OutageReader(log)),
        ],
        publications=PUBLISHED,
        following=FOLLOWING,
        reactions={
            "decisions": {
                DecisionTaken: when.when_decision_taken_close_application,
                LeftOutOfConsideration: when.when_left_out_of_consideration_end_application,
                LeavingOutRevoked: when.when_leaving_out_revoked_take_application_up_again,
            },
            "objections": {
                ObjectionLodged: follow.when_objection_lodged_note_that_it_is_pending,
                DecisionAnewOrdered: follow.when_decision_anew_ordered_note_that_it_is_pending_again,
                ObjectionEnded: follow.when_objection_ended_note_that_it_has,
                DirectAppealAnswered: follow.when_direct_appeal_answered_note_that_the_court_has_it,
                AppealLodged: follow.when_appeal_lodged_note_that_it_is_pending,
                AppealEnded: follow.when_appeal_ended_note_that_it_has,
                LateAppealLodged: follow.when_late_appeal_lodged_note_that_it_is_pending,
                LateAppealEnded: follow.when_late_appeal_ended_note_that_it_has,
            },
            "notifications": {LetterSentOnPaper: when.when_letter_sent_on_paper_move_its_term},
        },
        problems={Erased: ProblemSpec(410, "person_erased", "The person this is about was erased")},
        workers=[
            LapseCompletionTerms(context, consequences),
            MoveTermsAfterOutages(context, terms),
            ErasePersons(context, vault.eraser(), erasure),
            KeepErased(log, vault.eraser()),
            *askers,
        ],
        parked=lambda: {"silent_register": sum(asker.silent_about() for asker in askers)},
    )


def _askers_of_the_register(
    context: ServiceContext, commands: ConsequenceCommands
) -> list[FetchVehicleFacts]:
    """The worker that asks the vehicle register; without an address nobody asks one."""
    address = context.settings.rdw_url
    if address is None:
        return []
    register = context.at_the_end.enter_context(closing(VehicleRegister.at(address)))
    opener = context.vault.opener()
    return [FetchVehicleFacts(context.log, register, opener, commands, context.act_of)]


SERVICE = ServiceDefinition(
    name="applications",
    title="Applications (aanvragen)",
    metadata=metadata,
    migrations="services.applications.migrations",
    build=build,
    authorisation=AUTHORISATION,
    folds=Folds(
        publications=PUBLISHED,
        following=FOLLOWING,
        beside=(TokensFold(), DocumentsFold()),
        compared=(*TOKENS_COMPARED, DOCUMENTS_COMPARED),
    ),
    max_body_bytes=LARGEST_BODY,
)
