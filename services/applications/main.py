"""What the applications service (aanvragen) is made of."""

from __future__ import annotations

from services.applications.api import applicants, case_handlers, case_readers
from services.applications.commands import ApplicationCommands
from services.applications.messaging.published import PUBLISHED
from services.applications.messaging.reactions import Reactions
from services.applications.projections import metadata
from services.applications.projections.cases import CaseReader, CasesProjection
from services.applications.projections.facts_wanted import FactsWantedProjection
from services.applications.projections.plate_tokens import CasesByPlateToken
from services.applications.workers.fetch_vehicle_facts import FetchVehicleFacts
from shared.contracts.decisions import DecisionTaken
from shared.rdw.vehicle_register import VehicleRegister
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together; without the address of a vehicle register nobody asks one."""
    log, opener, address = context.log, context.vault.opener(), context.settings.rdw_url
    commands = ApplicationCommands(
        log, context.ids, context.vault.sealer(), context.vault.plate_tokens(), CasesByPlateToken(log)
    )
    cases = CaseReader(log)
    register = VehicleRegister.at(address) if address else None
    return ServiceParts(
        routers=[
            applicants.routes(commands),
            case_readers.routes(cases, opener),
            case_handlers.routes(commands, cases),
        ],
        publications=PUBLISHED,
        following=[CasesProjection(), FactsWantedProjection()],
        reactions={"decisions": {DecisionTaken: Reactions(commands).when_decision_taken_close_application}},
        workers=[FetchVehicleFacts(log, register, opener, commands, context.act_of)] if register else [],
    )


SERVICE = ServiceDefinition(
    name="applications",
    title="Applications (aanvragen)",
    metadata=metadata,
    migrations="services.applications.migrations",
    build=build,
)
