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
    """Kinds of exemption (ontheffing) from a zero-emission zone that one can apply for.

    Source: the fourth bimonthly letter to the Chamber, 29 September 2025, and public pages of the RDW
    and municipalities. Scope, conditions and validity are dated data of the decisions service.
    """

    NOT_AVAILABLE_EMISSION_FREE = "NOT_AVAILABLE_EMISSION_FREE"
    """Niet emissieloos verkrijgbaar: no emission-free alternative exists for the vehicle."""
    PRIVATE_USE = "PRIVATE_USE"
    """Particulier gebruik: used exclusively for private purposes."""
    ADAPTED_FOR_DISABILITY = "ADAPTED_FOR_DISABILITY"
    """Aangepast voertuig wegens een handicap."""
    LONG_DELIVERY_TIME = "LONG_DELIVERY_TIME"
    """Levertijd van een vervangend emissieloos voertuig."""
    BUSINESS_ECONOMIC = "BUSINESS_ECONOMIC"
    """Bedrijfseconomische omstandigheden: local until 31 December 2025, national from 1 January 2026."""
    GRID_CONGESTION = "GRID_CONGESTION"
    """Netcongestie: a national type of its own from 1 January 2026."""
    HARDSHIP = "HARDSHIP"
    """Afwijkingsbevoegdheid vanwege specifieke omstandigheden (hardheidsclausule); local."""
    SPECIAL_VEHICLE = "SPECIAL_VEHICLE"
    """Bijzonder voertuig: removal van, fairground or circus truck, heavy crane, exceptional transport."""
    PLUGIN_HYBRID_TRUCK = "PLUGIN_HYBRID_TRUCK"
    """Plug-in hybride vrachtauto that demonstrably drives emission-free in the zone."""
    MARKET_TRADER = "MARKET_TRADER"
    """Marktondernemer; local, in a few municipalities."""
    ANIMAL_AMBULANCE = "ANIMAL_AMBULANCE"
    """Dierenambulance, or other urgent transport of animals."""
    DAY = "DAY"
    """Dagontheffing: one calendar day in one municipality."""


class Scope(StrEnum):
    """Where an exemption is valid, and so who decides on it."""

    NATIONAL = "national"
    """Landelijk: valid in every municipality with a zone; the Central Desk decides by mandate."""
    LOCAL = "local"
    """Lokaal: judged by and valid in one municipality."""


class Outcome(StrEnum):
    """What a decision on the merits says: granted (toegekend) or refused (afgewezen), or what was granted revoked."""

    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
    """Ingetrokken: a later decision that ends the exemption."""


class RevocationGround(StrEnum):
    """Why an exemption is revoked (intrekkingsgrond)."""

    CONDITIONS_NO_LONGER_MET = "conditions_no_longer_met"
    """De voorwaarden worden niet meer vervuld."""
    WRONG_DATA = "wrong_data"
    """Verleend op grond van onjuiste gegevens."""
    ON_REQUEST = "on_request"
    """Op verzoek van de houder."""


class Finding(StrEnum):
    """The answer of one criterion: met, unmet, or not to be said from the recorded facts."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class LeftOutReason(StrEnum):
    """Why an application is left out of consideration by decision (buiten behandeling stellen, Awb 4:5).

    Source: the fourth bimonthly letter to the Chamber, 29 September 2025, for the first two; Awb 4:5(1) for the others.
    """

    NO_RESPONSE = "no_response"
    """No reaction for at least two weeks to several requests to complete the application."""
    WRONG_DATA = "wrong_data"
    """The applicant entered wrong data."""
    INSUFFICIENT = "insufficient"
    """A supplement came, and what was asked is still not given, or not so that it can be used (onvoldoende aangevuld)."""
    NOT_SIGNED = "not_signed"
    """It came on paper without a signature, which did not come on request either (Awb 4:2(1))."""


class RefusalGround(StrEnum):
    """Why an application is refused (letter 4 counts withdrawal after handling started besides these)."""

    CONDITIONS_NOT_MET = "conditions_not_met"
    OTHER = "other"
    REPEATED = "repeated"
    """Herhaalde aanvraag without new facts or changed circumstances (Awb 4:6)."""


class SuspensionKind(StrEnum):
    """What suspends the decision term besides a request to complete the application (Awb 4:15(1)(b), (2))."""

    INFORMATION_FROM_ABROAD = "information_from_abroad"
    """Informatie uit het buitenland: asked of a foreign authority (Awb 4:15(1)(b))."""
    AGREED = "agreed"
    """Schriftelijk ingestemd met uitstel: the applicant agreed in writing (Awb 4:15(2)(a))."""
    DELAY_OF_APPLICANT = "delay_of_applicant"
    """Aan de aanvrager toe te rekenen vertraging (Awb 4:15(2)(b))."""
    FORCE_MAJEURE = "force_majeure"
    """Overmacht (Awb 4:15(2)(c))."""


class NotHeardGround(StrEnum):
    """Why somebody is not heard before a decision on facts about them (niet gehoord; Awb 4:7(2), 4:11)."""

    URGENT = "urgent"
    """De vereiste spoed verzet zich daartegen (4:11(a))."""
    HEARD_BEFORE = "heard_before"
    """Eerder in de gelegenheid gesteld, en geen nieuwe feiten (4:11(b))."""
    PURPOSE = "purpose"
    """Het doel kan alleen worden bereikt zonder kennisgeving vooraf (4:11(c))."""
    MINOR_DEVIATION = "minor_deviation"
    """De afwijking is van geringe betekenis (4:7(2)): only of facts that differ from what the applicant supplied."""


class NothingDueGround(StrEnum):
    """Why no penalty is due for a late decision (Awb 4:17(6))."""

    UNREASONABLY_LATE_NOTICE = "unreasonably_late_notice"
    """Onredelijk laat in gebreke gesteld (Awb 4:17(6)(a))."""
    NOT_AN_INTERESTED_PARTY = "not_an_interested_party"
    """De aanvrager is geen belanghebbende (Awb 4:17(6)(b))."""
    MANIFESTLY_INADMISSIBLE_OR_UNFOUNDED = "manifestly_inadmissible_or_unfounded"
    """De aanvraag is kennelijk niet-ontvankelijk of kennelijk ongegrond (Awb 4:17(6)(c))."""


class ObjectionRuling(StrEnum):
    """How the proceedings on an objection ended."""

    UPHELD = "upheld"
    """Gegrond (Awb 7:11)."""
    DISMISSED = "dismissed"
    """Ongegrond."""
    INADMISSIBLE = "inadmissible"
    """Niet-ontvankelijk (Awb 6:6, 6:9, 6:11)."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken (Awb 6:21)."""


class Replacement(StrEnum):
    """What takes the place of a decision that is revoked on objection (herroepen, Awb 7:11(2))."""

    GRANT = "grant"
    """The exemption as the policy gives it, or for longer than was granted."""
    GRANT_IN_PART = "grant_in_part"
    """The exemption until an earlier day than the policy gives, or than was granted on the objection of another."""
    OTHER_REFUSAL = "other_refusal"
    """A refusal on another ground than the one that did not hold."""
    REVOCATION = "revocation"
    """Nothing: a grant is taken back on the objection of another interested party, after its holder was heard."""


class MessageType(StrEnum):
    """For which messages somebody can say to be reachable electronically (berichtsoort, Awb 2:8).

    Three, because each asks something else of who gets it. A choice of ours: the law names no types.
    """

    DECISIONS = "decisions"
    """Besluiten: what announces a decision on the exemption or beside it, and so starts a term (Awb 3:41)."""
    PROCEEDINGS = "proceedings"
    """Berichten over de behandeling: what happens with the application, and what is asked of who applied."""
    OBJECTIONS = "objections"
    """Berichten over een bezwaar, the ruling included; often read by who helps with it."""


class RoadTaxRate(StrEnum):
    """Rate of the motor-vehicle tax (MRB-tarief) that the documents supplied show."""

    PRIVATE = "private"
    BUSINESS = "business"


class SpecialPurpose(StrEnum):
    """What a special vehicle (bijzonder voertuig) is for, as stated."""

    REMOVAL = "removal"
    FAIRGROUND = "fairground"
    CIRCUS = "circus"
    EXCEPTIONAL_TRANSPORT = "exceptional_transport"
    HEAVY_CRANE = "heavy_crane"


class Remedy(StrEnum):
    """What somebody who disagrees can do about a decision (rechtsmiddel)."""

    OBJECTION = "objection"
    """Bezwaar: six weeks from the day after announcement (Awb 6:7, 6:8)."""
    COVERED_BY_PENDING_OBJECTION = "covered_by_pending_objection"
    """The pending objection is by law also directed at this decision (Awb 6:19)."""
    OBJECTION_BESIDE_LATE_ONE = "objection_beside_late_one"
    """Bezwaar: the pending objection came late, and is directed at this decision too only when that is
    excused (Awb 6:11, 6:19)."""
    APPEAL = "appeal"
    """Beroep at the district court: the decision on an objection (Awb 8:1)."""
    HIGHER_APPEAL = "higher_appeal"
    """Hoger beroep at the Afdeling bestuursrechtspraak, of a court's own ruling, which states it (Awb 8:104)."""
    COVERED_BY_PENDING_APPEAL = "covered_by_pending_appeal"
    """The pending appeal is by law also directed at this decision, which is sent to the court (Awb 6:19(3))."""


class CriterionResult(msgspec.Struct, frozen=True):
    """One criterion as assessed, with its reason as the letter states it (Dutch)."""

    criterion: str
    finding: Finding
    reason: str
    source: str
    """The article or public document that the criterion rests on."""


class ThresholdParameter(StrEnum):
    """What a threshold value (drempelwaarde) is about; the values are the names of the recorded facts.

    SYNTHETIC: no official list has been published.
    """

    PAYLOAD = "payload_kg"
    BRAKED_TOWING_MASS = "braked_towing_mass_kg"
    COMBINATION_MASS = "combination_mass_kg"
    PERMITTED_MASS = "permitted_mass_kg"
    DAILY_RANGE = "daily_range_km"


class VehicleCategory(StrEnum):
    """EU vehicle category (europese voertuigcategorie) as far as zones know it."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    OTHER = "other"
    """Registered, but neither a van nor a truck: no zero-emission zone applies to it."""


class ThresholdChange(msgspec.Struct, frozen=True):
    """What a new threshold set changed for one kind of vehicle, by one threshold."""

    category: VehicleCategory
    parameter: ThresholdParameter
    before: int | None
    """Kilograms or kilometres, as the parameter's name says; None: there was no such threshold."""
    after: int | None
    """None: there is none any more."""
    body: str | None = None
    """Only for this `inrichting`; None: for any."""


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
    first_admission: date | None = None
    """Datum eerste toelating."""
    emission_class: int | None = None
    """Emission class of a vehicle with an exhaust (3, 4, 5, 6), from `uitlaatemissieniveau` or the code."""
    plug_in_hybrid: bool | None = None
    """Klasse hybride elektrisch voertuig is OVC-HEV."""
    axles: int | None = None
    """Number of axles (`3huj-srit`)."""
    body_codes: tuple[str, ...] = ()
    """Carrosseriecode of the bodywork specification (`jhie-znh9`), such as 15 or 26, and SB, SF, SH."""


class StatedFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the applicant states or shows by documents, as far as a criterion reads it; nothing personal.

    None means: not stated. Amounts are euro cents, dates legal days.
    """

    daily_range_km: int | None = None
    newly_bought: bool | None = None
    """Nieuw aangeschaft: the vehicle is bought new, from 2026 on."""
    exclusively_private: bool | None = None
    """Declaration of exclusively private use."""
    road_tax_rate: RoadTaxRate | None = None
    adaptation_cost_cents: int | None = None
    replacement_ordered_on: date | None = None
    replacement_delivery_on: date | None = None
    """Expected delivery of the emission-free replacement."""
    replacement_shown: bool | None = None
    """An emission-free vehicle takes the place of this one, as the documents show."""
    lease_months: int | None = None
    """Lease period of the replacement; None: not leased."""
    in_name_before_zone: bool | None = None
    work_in_zone_before_zone: bool | None = None
    needed_in_zone: bool | None = None
    """Needed in the zone, and no other solution (fleet, rental, hub, work outside)."""
    entries_per_year: int | None = None
    turnover_depends_on_zone: bool | None = None
    annual_reports_shown: bool | None = None
    """Jaarverslagen, for the financial assessment that is made from 2026 on."""
    planned_investments_shown: bool | None = None
    """Geplande investeringen; the same, where there are none."""
    company_aspects_told: bool | None = None
    """Bedrijfsspecifieke aspecten: what is particular to the company, or that nothing is."""
    direct_financial_trouble: bool | None = None
    """Replacing the vehicle would bring the company into direct financial trouble."""
    grid_full_shown: bool | None = None
    """Grid operator's confirmation, or the capacity map for the applicant's postcode area."""
    own_steps_shown: bool | None = None
    """Own steps against the congestion, such as an application for a heavier connection."""
    connection_expected_on: date | None = None
    """Expected day of the reinforced connection to the grid (verzwaarde aansluiting)."""
    special_purpose: SpecialPurpose | None = None
    incidental_transport: bool | None = None
    """Incidenteel: the exceptional transport is, from the rules of late 2025 on."""
    crane_tonne_metres: int | None = None
    drives_emission_free_in_zone: bool | None = None
    market_permit: bool | None = None
    urgent_animal_transport: bool | None = None
    circumstances_shown: bool | None = None
    """Hardship: specific circumstances in which the rule works out disproportionately (Awb 4:84)."""
    day: date | None = None
    """The calendar day of a day exemption."""


class Plate(msgspec.Struct, frozen=True):
    """A licence plate (kenteken) with its country; never stored in clear."""

    number: str
    """Upper-case letters and digits only, as `normalise_plate` makes it."""
    country: str = "NL"
    """ISO 3166-1 alpha-2."""


PLATE_PATTERN: Final = r"^[^A-Za-z0-9\u0000]*(?:[A-Za-z0-9][^A-Za-z0-9\u0000]*){2,12}$"
"""How a licence plate may be written: with whatever between its letters and digits, but a NUL, which no body has."""


def normalise_plate(number: str) -> str:
    """Upper-case, letters and digits only. Raises ValueError when 2 to 12 characters do not remain."""
    plain = re.sub(r"[^A-Za-z0-9]", "", number).upper()
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
