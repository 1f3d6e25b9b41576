"""What municipalities and the RDW ask: which zones there are, and whether a plate may enter one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.register.api.access_view import (
    AccessAnswerView,
    AccessCheckBody,
    AsOfView,
    VehicleKnown,
    ZonesView,
    ZoneView,
)
from services.register.authorisation import AUTHORISATION
from services.register.domain.access_answer import Answer, Basis, answer
from services.register.domain.access_rules import AccessRules
from services.register.domain.zone import Zone, ZoneList
from services.register.projections.plate_files import PlateFile, PlateFiles
from services.register.projections.zone_list import Zones
from shared.errors import NotThere
from shared.privacy.tokens import PlateTokens
from shared.rdw.register_record import RegisterAnswer
from shared.runtime.access import Principal
from shared.runtime.api import Reading, ServiceRouter
from shared.vocabulary import Plate, VehicleFacts, legal_day

NOTHING_KNOWN = VehicleFacts()


@dataclass(frozen=True, slots=True)
class AccessDesk:
    """All that an answer is made of."""

    files: PlateFiles
    tokens: PlateTokens
    zones: Zones
    rules: AccessRules
    ask_vehicle: Callable[[Plate], RegisterAnswer | None] | None
    """Asks the vehicle register, and waits two seconds; None: there is no register to ask."""
    now: Callable[[], datetime]

    def answer(self, body: AccessCheckBody, principal: Principal) -> AccessAnswerView:
        """The answer to one question."""
        at = body.at or body.known_at or self.now()
        zone = _zone_in_scope(self.zones.current(body.known_at), body.zone, at, principal)
        plate = Plate(body.plate, body.country)
        file = self.files.of_plate(self.tokens.of(plate), body.known_at)
        given, known = self._from_records(zone, at, file)
        if given.basis is Basis.UNKNOWN and body.known_at is None and self.ask_vehicle is not None:
            given, known = self._from_register(zone, at, file, self.ask_vehicle(plate))
        return AccessAnswerView.of(given, zone, body, at, known, AsOfView.model_validate(file.as_of))

    def _from_records(self, zone: Zone, at: datetime, file: PlateFile) -> tuple[Answer, VehicleKnown]:
        if file.vehicle is None:
            return answer(zone, at, NOTHING_KNOWN, file.rights, self.rules), VehicleKnown.NOT_ASKED
        return answer(zone, at, file.vehicle.facts, file.rights, self.rules), VehicleKnown.RECORDED

    def _from_register(
        self, zone: Zone, at: datetime, file: PlateFile, asked: RegisterAnswer | None
    ) -> tuple[Answer, VehicleKnown]:
        """From what the vehicle register says now; when it is silent, what was recorded must do."""
        if asked is None:
            return self._from_records(zone, at, file)[0], VehicleKnown.SILENT
        return answer(zone, at, asked.facts, file.rights, self.rules), VehicleKnown.ASKED


def routes(desk: AccessDesk) -> ServiceRouter:
    """The questions of those who keep the zones."""
    router = ServiceRouter(AUTHORISATION, tag="zones")

    @router.search(
        "/access-checks",
        response_model=AccessAnswerView,
        summary="Whether a plate has access to a zone at a moment, on what ground, and until when",
    )
    def check_access(body: AccessCheckBody, request: Reading) -> AccessAnswerView:
        """Answer from the announced exemptions and from what the vehicle register says of the plate.

        Every rule is asked: emission-free vehicles, the waivers (vrijstellingen), the transition rules
        (overgangsregeling), exemptions and day exemptions. The one that gives access the longest is the
        basis. Where no rule gives access by what is known and one might by what is not, the basis is
        `unknown` and `allowed` is false. A municipality asks about its own zones.
        """
        request.known_by(body.known_at, "body.knownAt")
        found = desk.answer(body, request.principal)
        request.shows(found.basis.case_id)
        return found

    @router.query("/zones", response_model=ZonesView, summary="The zero-emission zones")
    def list_zones() -> ZonesView:
        """Every participating zone with the first day on which it was in force."""
        return ZonesView(zones=tuple(map(ZoneView.of, desk.zones.current())))

    return router


def _zone_in_scope(zones: ZoneList, name: str, at: datetime, principal: Principal) -> Zone:
    """Another municipality's zone looks like one that does not exist."""
    zone = zones.zone(name, legal_day(at))
    if not principal.reaches(zone.code):
        raise NotThere("unknown_zone", "no zero-emission zone is known under this code")
    return zone
