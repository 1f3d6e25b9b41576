"""What the register is made of: two remote projections, and what cameras and audit ask of them."""

from __future__ import annotations

from services.register.api import audit_feed, zone_keepers
from services.register.projections import metadata
from services.register.projections.access_rights import AccessRegister, AccessRights
from services.register.projections.entries import EntryBook, EntryPages
from services.register.projections.zone_list import read_zones
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together for one process."""
    tokens, now = context.vault.plate_tokens(), context.clock.now
    register = AccessRegister(tokens.of_sealed, EntryBook(now))
    return ServiceParts(
        routers=(
            zone_keepers.routes(AccessRights(context.engine), tokens, read_zones(), now),
            audit_feed.routes(EntryPages(context.engine)),
        ),
        remote={"decisions": register, "notifications": register},
    )


SERVICE = ServiceDefinition(
    name="register",
    title="Access register",
    metadata=metadata,
    migrations="services.register.migrations",
    build=build,
    has_log=False,
)
