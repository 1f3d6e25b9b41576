"""Value types that mean the same thing in every service.

Everything here is small, frozen and without I/O. Dutch terms stand at their first definition;
`docs/glossary.md` lists them all.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

LEGAL_TIME_ZONE: Final = ZoneInfo("Europe/Amsterdam")
"""Legal days begin and end in this zone, summer and winter."""


def legal_day(instant: datetime) -> date:
    """The calendar day in the Netherlands on which `instant` falls (23:30Z in summer is the next day)."""
    return instant.astimezone(LEGAL_TIME_ZONE).date()


def utc_micros(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00:00Z, the form in which instants are stored and hashed."""
    delta = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_utc_micros(micros: int) -> datetime:
    """The instant for a stored number of microseconds; the inverse of `utc_micros`."""
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=rest)


class ExemptionType(StrEnum):
    """Kinds of exemption (ontheffing) from a zero-emission zone.

    Source: the fourth bimonthly letter to the Chamber, 29 September 2025. The other types follow
    with the catalogue.
    """

    NOT_AVAILABLE_EMISSION_FREE = "NOT_AVAILABLE_EMISSION_FREE"
    """Niet emissieloos verkrijgbaar: no emission-free alternative exists for the vehicle."""


class Outcome(StrEnum):
    """What a decision on the merits says: granted (toegekend) or refused (afgewezen)."""

    GRANTED = "granted"
    REFUSED = "refused"


class Finding(StrEnum):
    """The answer of one criterion: met, unmet, or not to be said from the recorded facts."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Remedy(StrEnum):
    """What somebody who disagrees can do about a decision (rechtsmiddel)."""

    OBJECTION = "objection"
    """Bezwaar: six weeks from the day after announcement (Awb 6:7, 6:8)."""
    COVERED_BY_PENDING_OBJECTION = "covered_by_pending_objection"
    """The pending objection is by law also directed at this decision (Awb 6:19)."""
    APPEAL = "appeal"
    """Beroep at the district court: the decision on an objection (Awb 8:1)."""


class CriterionResult(msgspec.Struct, frozen=True):
    """One criterion as assessed, with its reason as the letter states it (Dutch)."""

    criterion: str
    finding: Finding
    reason: str
    source: str
    """The article or public document that the criterion rests on."""


class VehicleCategory(StrEnum):
    """EU vehicle category (europese voertuigcategorie) as far as zones know it."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    OTHER = "other"
    """Registered, but neither a van nor a truck: no zero-emission zone applies to it."""


class VehicleFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a criterion reads of a vehicle, and nothing more; the register's whole answer stays sealed.

    None means: not registered. Masses are in kilograms, dates are legal days.
    Source of the fields: RDW open data, `m9d7-ebf2` (main record), `8ys7-d773` (fuel).
    """

    category: VehicleCategory | None = None
    body: str | None = None
    """`inrichting`, as registered."""
    emission_free: bool | None = None
    """True when every fuel row is electricity or hydrogen without a combustion hybrid class."""
    payload_kg: int | None = None
    """Laadvermogen."""
    braked_towing_mass_kg: int | None = None
    """Maximum massa trekken geremd."""
    combination_mass_kg: int | None = None
    """Maximum massa samenstelling."""
    permitted_mass_kg: int | None = None
    """Toegestane maximum massa."""
    registered_on: date | None = None
    """Datum tenaamstelling: since when the vehicle is in its present holder's name."""


class Plate(msgspec.Struct, frozen=True):
    """A licence plate (kenteken) with its country; never stored in clear."""

    number: str
    """Upper-case letters and digits only, as `normalise_plate` makes it."""
    country: str = "NL"
    """ISO 3166-1 alpha-2."""


def normalise_plate(number: str) -> str:
    """Upper-case, letters and digits only. Raises ValueError when 2 to 12 characters do not remain."""
    plain = re.sub(r"[^A-Z0-9]", "", number.upper())
    if not 2 <= len(plain) <= 12:
        raise ValueError("a licence plate has 2 to 12 letters and digits")
    return plain


class Applicant(msgspec.Struct, frozen=True):
    """Who applies (aanvrager): a person or an enterprise. Sealed as one value, never in clear."""

    name: str
    street_and_number: str
    postcode: str
    town: str
    email: str | None = None
    chamber_of_commerce_number: str | None = None
    """KvK-nummer, 8 digits, of an enterprise."""
    country: str = "NL"
    """Of the address; ISO 3166-1 alpha-2. Foreign vehicles, and their holders, can apply too."""
