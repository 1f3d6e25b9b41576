"""The catalogue of exemption types (ontheffingssoorten) as dated data: what an applicant may ask, and on what terms.

The conditions and the validity come from the policy that decides; the scope from `shared.scopes`. What
no public source states is SYNTHETIC, and `synthetic` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.decisions.domain.criteria import Condition, conditions_of
from services.decisions.domain.descriptions import Description, description_of
from services.decisions.domain.policy import Policy, policy_of_version, policy_on, valid_to
from shared.scopes import NotOffered, Offer, municipalities_on, offer_on
from shared.vocabulary import ExemptionType, Scope

CENTRAL_DESK: Final = "Centraal Loket, namens de colleges van de deelnemende gemeenten (mandaat)"
MUNICIPALITY: Final = "het college van de gemeente"


@dataclass(frozen=True, slots=True)
class OfferedType:
    """One type of exemption as it is offered under a version of the policy."""

    exemption_type: ExemptionType
    description: Description
    offer: Offer
    municipalities: tuple[str, ...]
    """CBS codes of where a local type is offered; empty for a national one."""
    decided_by: str
    conditions: tuple[Condition, ...]
    """All of which must be met."""
    policy: Policy
    valid_to: date | None
    """Last day of that version of the policy; None: until a newer one is known."""
    conversions: tuple[ExemptionType, ...]

    @property
    def synthetic(self) -> tuple[str, ...]:
        """Everything about this type that no public source states.

        The letter names hardship and economic circumstances as what the desk converts into; more is SYNTHETIC.
        """
        return (
            "conversions",
            *(("scope",) if self.offer.inferred else ()),
            *self.description.synthetic,
            *(f"policy.{name}" for name in self.policy.synthetic),
            *(f"conditions.{name}" for name in self.policy.synthetic_criteria),
        )


@dataclass(frozen=True, slots=True)
class AutomaticType:
    """An exemption that follows from the plate: nobody applies for it, and nobody decides on it."""

    code: str
    dutch_name: str
    scope: Scope
    last_day: date
    conditions: tuple[Condition, ...]
    source: str


_AGREEMENT: Final = (
    "press on a one-off agreement of 2023-2024 on rigid trucks, which calls it an automatic exemption; others show it"
    " as a row of the transition regime, and the access check answers it as one"
)

AUTOMATIC: Final = (
    AutomaticType(
        code="RIGID_TRUCK_2017_2019",
        dutch_name="Euro 6-bakwagen met datum eerste toelating in 2017, 2018 of 2019",
        scope=Scope.NATIONAL,
        last_day=date(2027, 12, 31),
        conditions=(
            Condition("rigid_truck", "Het voertuig is een bakwagen.", _AGREEMENT),
            Condition("emission_class_6", "Het voertuig heeft emissieklasse 6.", _AGREEMENT),
            Condition(
                "first_admitted_2017_to_2019",
                "De datum van eerste toelating ligt van 1 januari 2017 tot en met 31 december 2019.",
                _AGREEMENT,
            ),
        ),
        source=_AGREEMENT,
    ),
)
"""In the order of their last day."""


@dataclass(frozen=True, slots=True)
class NotOfferedType:
    """Something that a source names as an exemption, and that is not offered: why not."""

    dutch_name: str
    municipality: str | None
    """CBS code of the municipality for which it was named; None: for all."""
    why: str
    source: str


NOT_OFFERED: Final = (
    NotOfferedType(
        "Particuliere bezitter van een vrachtwagen",
        "0344",
        "one list names it, without conditions, validity or fee; no policy rules that were read have it, those of"
        " Utrecht of November 2025 included, so there is nothing to decide on",
        "press list of 2024 on exemptions in Utrecht",
    ),
)
"""Named once, and absent on purpose: an applicant for it is decided on as another type, such as private use."""


def automatic_on(day: date) -> tuple[AutomaticType, ...]:
    """What is granted of itself on a legal day; no source names a first day."""
    return tuple(kind for kind in AUTOMATIC if day <= kind.last_day)


def catalogue_on(day: date) -> tuple[OfferedType, ...]:
    """Every type that can be applied for on a legal day, by the policy of that day."""
    offered = _offered_on(day)
    return tuple(_offered(policy, offer, day, offered) for policy, offer in offered.values())


def catalogue_of_version(version: str) -> OfferedType:
    """The type under that version of the policy, as on its first day. Raises LookupError for one of nobody."""
    policy = policy_of_version(version)
    day = policy.valid_from
    return _offered(policy, offer_on(policy.exemption_type, day), day, _offered_on(day))


def _offered_on(day: date) -> dict[ExemptionType, tuple[Policy, Offer]]:
    return {kind: terms for kind in ExemptionType if (terms := _terms_on(day, kind)) is not None}


def _offered(policy: Policy, offer: Offer, day: date, among: Iterable[ExemptionType]) -> OfferedType:
    kind, description = policy.exemption_type, description_of(policy)
    by_scope = CENTRAL_DESK if offer.scope is Scope.NATIONAL else MUNICIPALITY
    return OfferedType(
        exemption_type=kind,
        description=description,
        offer=offer,
        municipalities=tuple(sorted(municipalities_on(kind, day))),
        decided_by=description.decided_by or by_scope,
        conditions=conditions_of(policy, day),
        policy=policy,
        valid_to=valid_to(policy),
        conversions=tuple(_conversions(kind, among)),
    )


def _terms_on(day: date, kind: ExemptionType) -> tuple[Policy, Offer] | None:
    try:
        return policy_on(day, kind), offer_on(kind, day)
    except (LookupError, NotOffered):
        return None


def _conversions(kind: ExemptionType, offered: Iterable[ExemptionType]) -> Iterator[ExemptionType]:
    """The types into which an application of this type may be converted; a day exemption never is."""
    if kind is not ExemptionType.DAY:
        yield from (target for target in offered if target not in (kind, ExemptionType.DAY))
