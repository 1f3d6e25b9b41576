"""What the letters call the types of exemption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.vocabulary import ExemptionType

EXEMPTION_NAME: Final[Mapping[ExemptionType, str]] = {
    ExemptionType.NOT_AVAILABLE_EMISSION_FREE: "niet emissieloos verkrijgbaar",
    ExemptionType.PRIVATE_USE: "particulier gebruik",
    ExemptionType.ADAPTED_FOR_DISABILITY: "aangepast voertuig wegens een handicap",
    ExemptionType.LONG_DELIVERY_TIME: "levertijd van een vervangend emissieloos voertuig",
    ExemptionType.BUSINESS_ECONOMIC: "bedrijfseconomische omstandigheden",
    ExemptionType.GRID_CONGESTION: "netcongestie",
    ExemptionType.HARDSHIP: "afwijkingsbevoegdheid vanwege specifieke omstandigheden",
    ExemptionType.SPECIAL_VEHICLE: "bijzonder voertuig",
    ExemptionType.PLUGIN_HYBRID_TRUCK: "plug-in hybride vrachtauto",
    ExemptionType.MARKET_TRADER: "marktondernemer",
    ExemptionType.ANIMAL_AMBULANCE: "dierenambulance of ander spoedeisend vervoer van dieren",
    ExemptionType.DAY: "dagontheffing",
}
"""Dutch names, after the fourth bimonthly letter to the Chamber of 29 September 2025."""
