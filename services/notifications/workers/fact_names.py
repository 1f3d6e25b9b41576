"""What the letters call the facts that an applicant states and the desk can establish, and why nobody is heard on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.vocabulary import NotHeardGround

FACT_NAMES: Final[Mapping[str, str]] = {
    "daily_range_km": "hoeveel kilometer het voertuig op een dag moet kunnen rijden",
    "newly_bought": "of het voertuig nieuw is aangeschaft",
    "exclusively_private": "of u het voertuig uitsluitend particulier gebruikt",
    "road_tax_rate": "het tarief van de motorrijtuigenbelasting voor het voertuig",
    "adaptation_cost_cents": "wat de aanpassing van het voertuig heeft gekost",
    "replacement_ordered_on": "wanneer het vervangende voertuig is besteld",
    "replacement_delivery_on": "wanneer het vervangende voertuig wordt geleverd",
    "replacement_shown": "of een emissieloos voertuig dit voertuig vervangt",
    "lease_months": "hoe lang u het vervangende voertuig leaset",
    "in_name_before_zone": "of het voertuig voor de invoering van de zone op uw naam stond",
    "work_in_zone_before_zone": "of u voor de invoering van de zone in dat gebied werkte",
    "needed_in_zone": "of het voertuig in de zone nodig is en er geen andere oplossing is",
    "entries_per_year": "hoe vaak het voertuig per jaar de zone in rijdt",
    "turnover_depends_on_zone": "of toegang tot de zone van belang is voor uw omzet",
    "annual_reports_shown": "of u de jaarverslagen van uw bedrijf hebt laten zien",
    "planned_investments_shown": "of u de geplande investeringen van uw bedrijf hebt laten zien",
    "company_aspects_told": "of u hebt gezegd wat bijzonder is aan uw bedrijf",
    "direct_financial_trouble": "of het voertuig vervangen uw bedrijf direct in financiële problemen brengt",
    "grid_full_shown": "of het elektriciteitsnet in uw gebied vol is",
    "own_steps_shown": "wat u zelf hebt gedaan om toch te kunnen laden",
    "connection_expected_on": "wanneer de zwaardere aansluiting op het elektriciteitsnet wordt verwacht",
    "special_purpose": "het bijzondere gebruik van het voertuig",
    "incidental_transport": "of het exceptionele transport incidenteel is",
    "crane_tonne_metres": "het hefvermogen van de kraan",
    "drives_emission_free_in_zone": "of het voertuig in de zone emissievrij rijdt",
    "market_permit": "uw vergunning als marktondernemer",
    "urgent_animal_transport": "of met het voertuig dieren met spoed worden vervoerd",
    "circumstances_shown": "de bijzondere omstandigheden waarop u zich beroept",
    "day": "de dag waarvoor u de ontheffing vraagt",
}
"""By the name of the stated fact."""

NOT_HEARD_BECAUSE: Final[Mapping[str, str]] = {
    NotHeardGround.URGENT: "het besluit daarvoor te spoedeisend is (artikel 4:11, aanhef en onder a, Awb)",
    NotHeardGround.HEARD_BEFORE: "u daarover al eerder uw zienswijze kon geven en er geen nieuwe feiten of omstandigheden zijn (artikel 4:11, aanhef en onder b, Awb)",
    NotHeardGround.PURPOSE: "het doel van het besluit alleen kan worden bereikt als u er niet vooraf van op de hoogte bent (artikel 4:11, aanhef en onder c, Awb)",
    NotHeardGround.MINOR_DEVIATION: "die afwijking van geringe betekenis voor u kan zijn (artikel 4:7, tweede lid, Awb)",
}
"""By the ground, with its article."""
