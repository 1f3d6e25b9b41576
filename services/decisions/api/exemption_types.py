"""For everybody: the types of exemption that can be applied for, on a day or by a version of the policy."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Self

from fastapi import Query
from pydantic.alias_generators import to_camel

from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.case_by_case import SetByPerson
from services.decisions.domain.catalogue import (
    NOT_OFFERED,
    AutomaticType,
    NotOfferedType,
    OfferedType,
    automatic_on,
    catalogue_of_version,
    catalogue_on,
)
from services.decisions.domain.criteria import Condition
from services.decisions.domain.descriptions import Renewal, RenewalKind
from services.decisions.domain.grid_validity import NamedChoice
from services.decisions.domain.thresholds import Combination
from services.decisions.domain.validity import NewlyBoughtYears, Validity
from shared.errors import NotThere
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.clock import Clock
from shared.runtime.problems import Fault, invalid_request
from shared.vocabulary import ExemptionType, Scope, VehicleCategory


class NewlyBoughtView(View):
    """For how many years a newly bought vehicle (nieuw aangeschaft) gets an exemption, by its type."""

    company_car_years: int
    truck_years: int
    tractor_unit_years: int
    newly_admitted_from: date
    """No vehicle that was first admitted before this day is newly bought."""

    @classmethod
    def of(cls, newly_bought: NewlyBoughtYears) -> Self:
        """From the policy."""
        return cls(**asdict(newly_bought))


class ChoiceView(View):
    """A reading that was chosen where sources contradict each other, by its name."""

    name: str
    source: str


class ValidityView(View):
    """How long an exemption is valid: the earliest of the ends that are named; null does not limit it."""

    years: int | None
    years_by_category: dict[VehicleCategory, int]
    newly_bought: NewlyBoughtView | None
    """In the place of those years, for a vehicle that is newly bought; null: no difference is made."""
    latest: date | None
    vehicle_age_years: int | None
    until_delivery: bool
    until_connection: bool
    """Until the reinforced connection to the grid exists."""
    one_day: bool
    """From 00:00 to 06:00 on the next day, legal time."""
    set_by_person: SetByPerson
    """Whether who grants sets the last day, within the ends that are named, and conditions."""
    choice: ChoiceView | None
    """The reading that was chosen where sources contradict each other; null: they do not."""

    @classmethod
    def of(cls, validity: Validity, choice: NamedChoice | None, set_by_person: SetByPerson) -> Self:
        """From the policy."""
        return cls(
            years=validity.years,
            years_by_category=dict(validity.validity_years),
            newly_bought=NewlyBoughtView.of(validity.newly_bought) if validity.newly_bought else None,
            latest=validity.latest,
            vehicle_age_years=validity.vehicle_age_years,
            until_delivery=validity.until_delivery,
            until_connection=validity.until_connection,
            choice=ChoiceView(**asdict(choice)) if choice else None,
            one_day=validity.one_day,
            set_by_person=set_by_person,
        )


class ConditionView(View):
    """One condition (voorwaarde), all of which must be met."""

    criterion: str
    """The name under which an assessment answers it."""
    sentence: str
    """Dutch, as the applicant reads it."""
    source: str
    """The article or public document that it rests on."""
    judged: bool
    """A case handler judges it, with reasons; what the applicant states is a claim."""
    evidence: list[str]
    """What documents are to show for it, in the words of a request to complete; SYNTHETIC."""
    synthetic: bool
    """No source says that this version of the policy asks it."""

    @classmethod
    def of(cls, condition: Condition) -> Self:
        """From the policy."""
        return cls(**{**asdict(condition), "evidence": list(condition.evidence)})


class RenewalView(View):
    """Whether an exemption can be renewed (verlengd): it cannot, it can for free, or no source says so."""

    kind: RenewalKind
    words: str
    """Dutch, as the applicant reads it."""
    from_months_before: int | None
    """From so many months before its last day."""
    source: str | None
    """None: nothing was found."""

    @classmethod
    def of(cls, renewal: Renewal) -> Self:
        """From the catalogue."""
        return cls(
            kind=renewal.kind,
            words=renewal.words,
            from_months_before=renewal.from_months_before,
            source=renewal.source,
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
    policy_valid_to: date | None
    """Last day of this version; null: until a newer one is known."""
    policy_corrected_by: str | None
    """The version that took its place from the first day on, since it was read better; null: none did."""
    conditions: list[ConditionView]
    """All of which must be met."""
    threshold_combination: Combination | None
    """How the rows of a threshold set combine; null for a type without thresholds."""
    evidence: list[str]
    validity: ValidityView
    renewal: RenewalView
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
            scope=offered.offer.scope,
            scope_source=offered.offer.source,
            municipalities=list(offered.municipalities),
            decided_by=offered.decided_by,
            policy_version=policy.version,
            policy_valid_from=policy.valid_from,
            policy_valid_to=offered.valid_to,
            policy_corrected_by=policy.corrected_by,
            conditions=[ConditionView.of(condition) for condition in offered.conditions],
            threshold_combination=policy.combination if policy.uses_thresholds else None,
            evidence=list(description.evidence),
            validity=ValidityView.of(policy.validity, policy.validity_choice, policy.set_by_person),
            renewal=RenewalView.of(description.renewal),
            fee_cents=description.fee_cents,
            conversions=list(offered.conversions),
            synthetic=[".".join(to_camel(part) for part in name.split(".")) for name in offered.synthetic],
        )


class AutomaticTypeView(View):
    """An exemption that follows from the plate: nobody applies for it, and nobody decides on it."""

    code: str
    dutch_name: str
    scope: Scope
    last_day: date
    conditions: list[ConditionView]
    source: str

    @classmethod
    def of(cls, automatic: AutomaticType) -> Self:
        """From the catalogue."""
        return cls(
            code=automatic.code,
            dutch_name=automatic.dutch_name,
            scope=automatic.scope,
            last_day=automatic.last_day,
            conditions=[ConditionView.of(condition) for condition in automatic.conditions],
            source=automatic.source,
        )


class NotOfferedView(View):
    """Something that a source names as an exemption, and that nobody can apply for here."""

    dutch_name: str
    municipality: str | None
    """CBS code of the municipality for which it was named; null: for all."""
    why: str
    source: str

    @classmethod
    def of(cls, named: NotOfferedType) -> Self:
        """From the catalogue."""
        return cls(**asdict(named))


class ExemptionTypeList(View):
    """The types offered on a day, or the one under a version of the policy, as on its first day."""

    on: date
    items: list[ExemptionTypeView]
    automatic: list[AutomaticTypeView]
    """What is granted of itself on that day; none beside a version."""
    not_offered: list[NotOfferedView]
    """What a source names and nobody can apply for, with the reason; none beside a version."""

    @classmethod
    def on_day(cls, day: date) -> Self:
        """Everything, by the policy of that day."""
        return cls(
            on=day,
            items=[ExemptionTypeView.of(offered) for offered in catalogue_on(day)],
            automatic=[AutomaticTypeView.of(automatic) for automatic in automatic_on(day)],
            not_offered=[NotOfferedView.of(named) for named in NOT_OFFERED],
        )

    @classmethod
    def of_version(cls, version: str) -> Self:
        """One type. Raises NotThere `unknown_policy_version`."""
        try:
            offered = catalogue_of_version(version)
        except LookupError as error:
            raise NotThere(
                "unknown_policy_version", "there is no exemption policy of this version"
            ) from error
        return cls(
            on=offered.policy.valid_from, items=[ExemptionTypeView.of(offered)], automatic=[], not_offered=[]
        )


def routes(clock: Clock) -> ServiceRouter:
    """The one route of the catalogue."""
    router = ServiceRouter(AUTHORISATION, tag="exemption types")

    @router.query("/exemption-types", response_model=ExemptionTypeList)
    def exemption_types(
        _: Reading,
        on: Annotated[
            LegalDate | None, Query(description="By the policy of this legal day; absent: of today.")
        ] = None,
        version: Annotated[
            str | None,
            Query(description="By this version of the policy on a type alone.", min_length=1, max_length=100),
        ] = None,
    ) -> ExemptionTypeList:
        """The types of exemption that can be applied for, with their conditions."""
        if version is None:
            return ExemptionTypeList.on_day(on or clock.today())
        if on is not None:
            raise invalid_request([Fault("query.version", "version_and_day", "name a version or a day")])
        return ExemptionTypeList.of_version(version)

    return router
