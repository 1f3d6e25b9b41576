"""What the letters call that which a notice of objection lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NOTICE_DEFECTS: Final[Mapping[str, str]] = {
    "signature": "uw handtekening (artikel 6:5, eerste lid, Awb)",
    "name_and_address": "uw naam en adres (artikel 6:5, eerste lid, onder a, Awb)",
    "date": "de datum (artikel 6:5, eerste lid, onder b, Awb)",
    "decision": "een omschrijving van het besluit waartegen u bezwaar maakt (artikel 6:5, eerste lid, onder c, Awb)",
    "grounds": "de gronden: waarom u het niet met het besluit eens bent (artikel 6:5, eerste lid, onder d, Awb)",
    "authorisation": "een machtiging van degene voor wie u bezwaar maakt (artikel 2:1, tweede lid, Awb)",
}
"""By the code of a request to repair."""
