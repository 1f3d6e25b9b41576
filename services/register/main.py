"""What the register is made of: three remote projections, and what cameras and audit ask of them."""

from __future__ import annotations

from services.register.api import audit_feed, zone_keepers
from services.register.api.zone_keepers import AccessDesk
from services.register.authorisation import AUTHORISATION
from services.register.projections import metadata
from services.register.projections.access_rights import AccessRegister
from services.register.projections.dated_rules import read_access_rules
from services.register.projections.entries import EntryBook, EntryPages
from services.register.projections.plate_files import PlateFiles
from services.register.projections.register_folds import REGISTER_COMPARED, REGISTER_EXCUSED, heard_folds
from services.register.projections.vehicle_records import VehicleRecords
from services.register.projections.zone_list import Zones
from services.register.workers.vehicle_question import PATIENCE_SECONDS, VehicleQuestion
from shared.rdw.vehicle_register import VehicleRegister
from shared.runtime.folding import Folds
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together for one process; without the address of a vehicle register nobody asks one."""
    tokens, now, engine = context.vault.plate_tokens(), context.clock.now, context.engine
    register = AccessRegister(tokens.of_sealed, EntryBook(now))
    address = context.settings.rdw_url
    vehicles = VehicleRegister.at(address, timeout=PATIENCE_SECONDS) if address else None
    if vehicles is not None:
        context.at_the_end.callback(vehicles.close)
    ask = VehicleQuestion(vehicles).ask if vehicles else None
    desk = AccessDesk(PlateFiles(engine), tokens, Zones(engine), read_access_rules(), ask, now)
    return ServiceParts(
        routers=(zone_keepers.routes(desk), audit_feed.routes(EntryPages(engine))),
        remote={
            "applications": VehicleRecords(tokens.of_sealed),
            "decisions": register,
            "notifications": register,
        },
    )


SERVICE = ServiceDefinition(
    name="register",
    title="Access register",
    metadata=metadata,
    migrations="services.register.migrations",
    build=build,
    authorisation=AUTHORISATION,
    folds=Folds(
        heard=heard_folds,
        entries_of=lambda engine: EntryPages(engine).page,
        compared=REGISTER_COMPARED,
        excused=REGISTER_EXCUSED,
    ),
    has_log=False,
)
