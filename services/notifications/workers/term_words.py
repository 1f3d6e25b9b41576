"""Why a term is suspended, no penalty is due or an exemption is revoked, as a Dutch letter says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.vocabulary import NothingDueGround, RevocationGround, SuspensionKind

SUSPENDED_BECAUSE: Final[Mapping[str, str]] = {
    SuspensionKind.INFORMATION_FROM_ABROAD: "wij gegevens nodig hebben van een buitenlandse instantie (artikel 4:15, eerste lid, aanhef en onder b, van de Algemene wet bestuursrecht)",
    SuspensionKind.AGREED: "u schriftelijk met uitstel hebt ingestemd (artikel 4:15, tweede lid, aanhef en onder a, van de Algemene wet bestuursrecht)",
    SuspensionKind.DELAY_OF_APPLICANT: "er vertraging is die aan u kan worden toegerekend (artikel 4:15, tweede lid, aanhef en onder b, van de Algemene wet bestuursrecht)",
    SuspensionKind.FORCE_MAJEURE: "wij door overmacht niet kunnen beslissen (artikel 4:15, tweede lid, aanhef en onder c, van de Algemene wet bestuursrecht)",
}
"""By the kind of suspension, with its article."""

NOTHING_DUE_BECAUSE: Final[Mapping[str, str]] = {
    NothingDueGround.UNREASONABLY_LATE_NOTICE: "u ons onredelijk laat in gebreke hebt gesteld (artikel 4:17, zesde lid, aanhef en onder a, Awb)",
    NothingDueGround.NOT_AN_INTERESTED_PARTY: "u geen belanghebbende bent (artikel 4:17, zesde lid, aanhef en onder b, Awb)",
    NothingDueGround.MANIFESTLY_INADMISSIBLE_OR_UNFOUNDED: "uw aanvraag kennelijk niet-ontvankelijk of kennelijk ongegrond is (artikel 4:17, zesde lid, aanhef en onder c, Awb)",
}
"""By the ground, with its article."""

TOLD_DECISION: Final[Mapping[str, str]] = {
    "granted": "de ontheffing is verleend",
    "refused": "de aanvraag is afgewezen",
    "revoked": "de ontheffing geldt niet meer",
    "left_out": "wij behandelen de aanvraag niet",
    "upheld": "het bezwaar is gegrond",
    "dismissed": "het bezwaar is ongegrond",
    "inadmissible": "het bezwaar is niet-ontvankelijk",
}
"""What was decided, in words for who is told of it: of an `Outcome` or an `ObjectionRuling`."""

REVOKED_BECAUSE: Final[Mapping[str, str]] = {
    RevocationGround.CONDITIONS_NO_LONGER_MET: "niet meer aan de voorwaarden voor de ontheffing wordt voldaan",
    RevocationGround.WRONG_DATA: "de ontheffing is verleend op grond van gegevens die niet juist zijn",
    RevocationGround.ON_REQUEST: "u ons daarom hebt gevraagd",
}
"""By the ground."""
