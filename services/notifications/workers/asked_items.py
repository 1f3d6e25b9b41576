"""What the letters call that which an applicant is asked to supply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ASKED_ITEMS: Final[Mapping[str, str]] = {
    "signature": "uw handtekening onder de aanvraag",
    "authorisation": "een schriftelijke machtiging van degene namens wie u optreedt (artikel 2:1, tweede lid, van de Algemene wet bestuursrecht)",
    "daily_range": "hoeveel kilometer u met het voertuig op een dag moet kunnen rijden",
    "private_use_declaration": "een verklaring dat u het voertuig alleen particulier gebruikt",
    "road_tax_document": "een document waaruit blijkt welk tarief motorrijtuigenbelasting voor het voertuig geldt",
    "adaptation_invoice": "de factuur of offerte van de aanpassing van het voertuig",
    "replacement_order": "de koop- of leaseovereenkomst van het vervangende voertuig, met de verwachte leverdatum",
    "financial_assessment": "een beoordeling van de financiële positie van uw onderneming",
    "work_in_zone": "gegevens over hoe vaak u in een jaar met het voertuig in de zone moet zijn",
    "grid_operator_confirmation": "een bevestiging van de netbeheerder dat u geen zwaardere aansluiting kunt krijgen",
    "own_steps_against_congestion": "een toelichting op wat u zelf hebt gedaan om toch te kunnen laden",
    "special_purpose": "gegevens over de inrichting en het bijzondere gebruik van het voertuig",
    "market_permit": "uw vergunning of bewijs van inschrijving als marktondernemer",
    "circumstances": "een toelichting op de omstandigheden waarop u zich beroept",
    "vehicle_documents": "de documenten van het voertuig",
    "emission_free_driving": "een bewijs dat het voertuig in de zone emissievrij rijdt",
    "animal_transport": "een bewijs dat met het voertuig dieren met spoed worden vervoerd",
    "translation": "een vertaling in het Nederlands van wat u in een andere taal hebt ingediend",
    "summary": "een samenvatting van uw aanvraag of van de stukken die u daarbij hebt ingediend",
}
"""By the code of a request to complete. SYNTHETIC, as that list is: none of the desk's own was found."""
