"""An access check as it goes over the line: the question, and the answer with its ground and its age."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.register.domain.access_answer import Answer, Basis
from services.register.domain.access_rules import Rule, RuleAnswer
from services.register.domain.zone import Zone
from shared.runtime.api import Body, Instant, View
from shared.vocabulary import PLATE_PATTERN, ExemptionType, Finding, legal_day, normalise_plate

EARLIEST: Final = datetime(2025, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

PlateNumber = Annotated[
    str,
    StringConstraints(max_length=20),
    Field(json_schema_extra={"pattern": PLATE_PATTERN}),
    AfterValidator(normalise_plate),
]
Moment = Annotated[Instant, Field(ge=EARLIEST, le=LATEST)]


class AccessCheckBody(Body):
    """Which plate, which zone, which moment."""

    plate: PlateNumber
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NL"
    """ISO 3166-1 alpha-2."""
    zone: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}|[A-Za-z][A-Za-z0-9_-]{2,63})$")]
    """The id of a zone, or the CBS code of a municipality."""
    at: Moment | None = None
    """The moment of passage; when it is left out the moment of `knownAt`, else now."""
    known_at: Moment | None = None
    """Answer from what the register had been told by then, in place of by now."""


class VehicleKnown(StrEnum):
    """Where the answer has its facts about the vehicle from."""

    RECORDED = "recorded"
    """From the vehicle register, when somebody applied for this plate."""
    ASKED = "asked"
    """From the vehicle register, at this question."""
    SILENT = "silent"
    """The vehicle register was asked and did not answer."""
    NOT_ASKED = "not_asked"
    """Nothing is recorded, and nobody could be asked (no register, or an earlier `knownAt`)."""
    NOT_NEEDED = "not_needed"
    """The zone is not in force at that moment."""


class BasisView(View):
    """On what the answer rests."""

    kind: Basis
    rule: Rule | None = None
    source: str | None = None
    """Article or public document of the rule."""
    decision_id: UUID | None = None
    case_id: UUID | None = None
    exemption_type: ExemptionType | None = None

    @classmethod
    def of(cls, given: Answer) -> Self:
        """The ground of an answer."""
        ground = given.ground
        if ground is None:
            return cls(kind=given.basis)
        if ground.right is None:
            return cls(kind=given.basis, rule=ground.rule, source=ground.source)
        return cls(
            kind=given.basis,
            rule=ground.rule,
            source=ground.source,
            decision_id=ground.right.decision_id,
            case_id=ground.right.case_id,
            exemption_type=ground.right.exemption_type,
        )


class RuleView(View):
    """One rule that was asked."""

    rule: Rule
    answer: Finding
    valid_to: datetime | None = None
    """When met: the first instant without access by this rule; null: no end."""
    source: str

    @classmethod
    def of(cls, asked: RuleAnswer) -> Self:
        """As the rule answered."""
        return cls(rule=asked.rule, answer=asked.finding, valid_to=asked.ends_at, source=asked.source)


class AsOfView(View):
    """Up to which position of each log the register had heard, and of its own entries, when it answered."""

    applications: int | None = None
    decisions: int | None = None
    notifications: int | None = None
    register_entries: int
    """The register's own last entry; with `knownAt` the last one recorded by then, and the only one stated."""


class AccessAnswerView(View):
    """Whether a vehicle has access to a zone at a moment, and why."""

    allowed: bool
    """Never true on what is not known: see the basis `unknown`."""
    basis: BasisView
    valid_until: date | None = None
    """Last legal day, or part of one, with access on this basis; null: no end, or no access."""
    valid_to: datetime | None = None
    """First instant without access on this basis."""
    zone: str
    municipality: str
    """CBS code of the zone's municipality."""
    at: datetime
    known_at: datetime | None = None
    vehicle: VehicleKnown
    rules: tuple[RuleView, ...]
    """Every rule that was asked, in order, each with its answer."""
    as_of: AsOfView

    @classmethod
    def of(
        cls,
        given: Answer,
        zone: Zone,
        body: AccessCheckBody,
        at: datetime,
        known: VehicleKnown,
        as_of: AsOfView,
    ) -> Self:
        """The answer as it goes over the line."""
        ends_at = given.ground.ends_at if given.ground else None
        return cls(
            allowed=given.allowed,
            basis=BasisView.of(given),
            valid_until=None if ends_at is None else legal_day(ends_at - timedelta(microseconds=1)),
            valid_to=ends_at,
            zone=zone.id,
            municipality=zone.code,
            at=at.astimezone(UTC),
            known_at=None if body.known_at is None else body.known_at.astimezone(UTC),
            vehicle=VehicleKnown.NOT_NEEDED if given.basis is Basis.ZONE_NOT_IN_FORCE else known,
            rules=tuple(map(RuleView.of, given.rules)),
            as_of=as_of,
        )


class ZoneView(View):
    """One zero-emission zone and since when it is in force."""

    zone: str
    """Its id."""
    feed_id: str | None = None
    """Its id in the national road data."""
    code: str
    """The municipality's CBS code."""
    municipality: str
    in_force_from: date
    in_force_until: date | None = None
    """Last day; null: no end is known."""
    regulation_id: str | None = None
    source: str
    fines_from: date | None = None
    """First day on which entering without access is fined; null: not found. Before it there are warning letters."""
    fines_source: str
    """Where that day was read, or NOT FOUND."""

    @classmethod
    def of(cls, zone: Zone) -> Self:
        """As the register knows it."""
        return cls(
            zone=zone.id,
            feed_id=zone.feed_id,
            code=zone.code,
            municipality=zone.municipality,
            in_force_from=zone.in_force_from,
            in_force_until=zone.in_force_until,
            regulation_id=zone.regulation_id,
            source=zone.source,
            fines_from=zone.fines_from,
            fines_source=zone.fines_source,
        )


class ZonesView(View):
    """The participating zones, by municipality and first day."""

    zones: tuple[ZoneView, ...]
