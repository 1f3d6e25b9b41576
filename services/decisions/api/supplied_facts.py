"""For case handlers: supplying what the vehicle register does not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from services.decisions.api.case_handlers import GUIDANCE, CaseId, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import SuppliedFactsCommands
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, LegalDate, ServiceRouter, WholeNumber
from shared.vocabulary import VehicleCategory, VehicleFacts

Mass = Annotated[WholeNumber, Field(ge=0, le=100_000)]
"""Kilograms."""
BodyCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,4}$")]


class SupplyFacts(Body):
    """What the register is silent on, as far as it is known now, and what that rests on."""

    category: VehicleCategory | None = None
    body: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    """`inrichting`, in the words of the register."""
    emission_free: bool | None = None
    payload_kg: Mass | None = None
    braked_towing_mass_kg: Mass | None = None
    combination_mass_kg: Mass | None = None
    permitted_mass_kg: Mass | None = None
    first_admission: LegalDate | None = None
    emission_class: Annotated[WholeNumber, Field(ge=0, le=6)] | None = None
    plug_in_hybrid: bool | None = None
    axles: Annotated[WholeNumber, Field(ge=1, le=20)] | None = None
    body_codes: Annotated[tuple[BodyCode, ...], Field(max_length=10)] = ()
    basis: Annotated[str, Field(min_length=10, max_length=2000, description=GUIDANCE)]
    """What it rests on, such as a document that was shown."""

    def facts(self) -> VehicleFacts:
        """As the domain knows them."""
        said = self.model_dump(exclude={"basis", "body_codes"}, exclude_none=True)
        return VehicleFacts(**said, body_codes=self.body_codes)


def routes(commands: SuppliedFactsCommands, sealer: Sealer) -> ServiceRouter:
    """Routes on which facts are supplied."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.command("/cases/{caseId}/supplied-facts", if_match=True)
    def supply_facts(request: Commanding, case_id: CaseId, body: SupplyFacts) -> Saved:
        """Supply facts on which the vehicle register is silent; what it knows is put right there (Awb 3:2)."""
        return commands.supply(
            request.act,
            case_id=case_id,
            facts=body.facts(),
            basis=sealed(sealer, case_id, body.basis),
            within=request.principal,
            expected_version=request.expected_version,
        )

    return router
