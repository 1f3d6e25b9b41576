"""What municipalities and the RDW ask: which zones there are, and whether a plate may enter one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.register.domain.access_right import Answer, Basis, answer
from services.register.domain.zone import Zone, ZoneList
from services.register.projections.access_rights import AccessRights
from shared.errors import NotThere
from shared.privacy.tokens import PlateTokens
from shared.runtime.access import Principal, Role
from shared.runtime.api import Body, Instant, Reading, ServiceRouter, View
from shared.vocabulary import ExemptionType, Plate, legal_day, normalise_plate

EARLIEST: Final = datetime(2025, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

PlateNumber = Annotated[str, StringConstraints(max_length=20), AfterValidator(normalise_plate)]


class AccessCheckBody(Body):
    """Which plate, which zone, which moment."""

    plate: PlateNumber
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NL"
    """ISO 3166-1 alpha-2."""
    zone: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    """Code of the zone: the municipality's CBS code."""
    at: Annotated[Instant, Field(ge=EARLIEST, le=LATEST)] | None = None
    """The moment of passage; now when it is left out."""


class BasisView(View):
    """On what the answer rests."""

    kind: Basis
    decision_id: UUID | None = None
    case_id: UUID | None = None
    exemption_type: ExemptionType | None = None


class AsOfView(View):
    """Up to which position of each log the register had heard when it answered."""

    decisions: int
    notifications: int


class AccessAnswerView(View):
    """Whether an exemption gives access. Other grounds for access are not looked at."""

    allowed: bool
    """True on an exemption, and where the zone is not in force at that moment."""
    covers: Literal["exemptions"] = "exemptions"
    """All that was looked at: no transition rules, statutory waivers or emission-free vehicles."""
    basis: BasisView
    valid_until: date | None = None
    """Last day of the exemption, inclusive."""
    zone: str
    at: datetime
    as_of: AsOfView

    @classmethod
    def of(cls, given: Answer, zone: Zone, at: datetime, as_of: AsOfView) -> Self:
        """The answer as it goes over the line."""
        right = given.right
        basis = BasisView(kind=given.basis)
        if right is not None:
            basis = BasisView(
                kind=given.basis,
                decision_id=right.decision_id,
                case_id=right.case_id,
                exemption_type=right.exemption_type,
            )
        last_day = None if right is None else right.valid_until
        return cls(
            allowed=given.allowed,
            basis=basis,
            valid_until=last_day,
            zone=zone.code,
            at=at.astimezone(UTC),
            as_of=as_of,
        )


class ZoneView(View):
    """One zero-emission zone and since when it is in force."""

    zone: str
    """The municipality's CBS code."""
    municipality: str
    in_force_from: date
    source: str


class ZonesView(View):
    """The participating zones, by code."""

    zones: tuple[ZoneView, ...]


def routes(
    rights: AccessRights, tokens: PlateTokens, zones: ZoneList, now: Callable[[], datetime]
) -> ServiceRouter:
    """The questions of those who keep the zones."""
    router = ServiceRouter(tag="zones")

    @router.search(
        "/access-checks",
        roles={Role.MUNICIPALITY, Role.RDW},
        response_model=AccessAnswerView,
        summary="Whether an exemption gives a plate access to a zone at a moment",
    )
    def check_access(body: AccessCheckBody, request: Reading) -> AccessAnswerView:
        """Answer from the announced exemptions alone.

        For now exemptions are all that is looked at. `allowed: false` therefore does not say that the
        vehicle may not enter: the transition rules (overgangsregeling), the statutory waivers
        (vrijstellingen) and emission-free vehicles are not in this answer. A municipality asks about
        its own zone.
        """
        zone = _zone_in_scope(zones, body.zone, request.principal)
        at = body.at or now()
        held = rights.of_plate(tokens.of(Plate(body.plate, body.country)), legal_day(at))
        return AccessAnswerView.of(
            answer(zone, legal_day(at), held.rights), zone, at, AsOfView.model_validate(held.as_of)
        )

    @router.query("/zones", roles=set(Role), response_model=ZonesView, summary="The zero-emission zones")
    def list_zones() -> ZonesView:
        """Every participating zone with the first day on which it was in force."""
        return ZonesView(zones=tuple(_zone_view(zone) for zone in zones))

    return router


def _zone_in_scope(zones: ZoneList, code: str, principal: Principal) -> Zone:
    """Another municipality's zone looks like one that does not exist."""
    zone = zones.zone(code)
    if not principal.reaches(zone.code):
        raise NotThere("unknown_zone", "no zero-emission zone is known under this code")
    return zone


def _zone_view(zone: Zone) -> ZoneView:
    return ZoneView(
        zone=zone.code,
        municipality=zone.municipality,
        in_force_from=zone.in_force_from,
        source=zone.source,
    )
