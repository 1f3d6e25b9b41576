"""For everybody: the types of exemption that can be applied for, on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from fastapi import Query
from pydantic.alias_generators import to_camel

from services.decisions.domain.catalogue import OfferedType, catalogue_on
from services.decisions.domain.validity import Validity
from shared.runtime.access import Role
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.clock import Clock
from shared.vocabulary import ExemptionType, Scope, VehicleCategory


class ValidityView(View):
    """How long an exemption is valid: the earliest of the ends that are named; null does not limit it."""

    years: int | None
    years_by_category: dict[VehicleCategory, int]
    latest: date | None
    vehicle_age_years: int | None
    until_delivery: bool
    one_day: bool
    """From 00:00 to 06:00 on the next day, legal time."""

    @classmethod
    def of(cls, validity: Validity) -> Self:
        """From the policy."""
        return cls(
            years=validity.years,
            years_by_category=dict(validity.validity_years),
            latest=validity.latest,
            vehicle_age_years=validity.vehicle_age_years,
            until_delivery=validity.until_delivery,
            one_day=validity.one_day,
        )


class ExemptionTypeView(View):
    """One type of exemption; names and evidence are Dutch, as the applicant reads them."""

    exemption_type: ExemptionType
    dutch_name: str
    scope: Scope
    scope_source: str
    municipalities: list[str]
    """CBS codes (gemeentecode) of where a local type is offered; empty for a national one."""
    decided_by: str
    policy_version: str
    policy_valid_from: date
    conditions: list[str]
    """Names of the criteria, all of which must be met."""
    evidence: list[str]
    validity: ValidityView
    renewal: str | None
    fee_cents: int
    """Fee (leges) for the application in euro cents, due whatever the decision."""
    conversions: list[ExemptionType]
    """The types into which the desk may convert an application, with consent."""
    synthetic: list[str]
    """What no public source states: such values serve to try the system, never to decide on anybody."""

    @classmethod
    def of(cls, offered: OfferedType) -> Self:
        """From the catalogue."""
        description, policy = offered.description, offered.policy
        return cls(
            exemption_type=offered.exemption_type,
            dutch_name=description.dutch_name,
            scope=offered.scope,
            scope_source=offered.scope_source,
            municipalities=list(offered.municipalities),
            decided_by=offered.decided_by,
            policy_version=policy.version,
            policy_valid_from=policy.valid_from,
            conditions=list(offered.conditions),
            evidence=list(description.evidence),
            validity=ValidityView.of(policy.validity),
            renewal=description.renewal,
            fee_cents=description.fee_cents,
            conversions=list(offered.conversions),
            synthetic=[".".join(to_camel(part) for part in name.split(".")) for name in offered.synthetic],
        )


class ExemptionTypeList(View):
    """The types offered on a day."""

    on: date
    items: list[ExemptionTypeView]


def routes(clock: Clock) -> ServiceRouter:
    """The one route of the catalogue."""
    router = ServiceRouter(tag="exemption types")

    @router.query("/exemption-types", roles=tuple(Role), response_model=ExemptionTypeList)
    def exemption_types(
        _: Reading,
        on: Annotated[
            LegalDate | None, Query(description="By the policy of this legal day; absent: of today.")
        ] = None,
    ) -> ExemptionTypeList:
        """The types of exemption that can be applied for, with their conditions."""
        day = on or clock.today()
        return ExemptionTypeList(
            on=day, items=[ExemptionTypeView.of(offered) for offered in catalogue_on(day)]
        )

    return router
