"""Why no penalty is due for a late decision on an objection, as a Dutch letter says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.vocabulary import NothingDueGround

NO_PENALTY_ON_OBJECTION_BECAUSE: Final[Mapping[str, str]] = {
    NothingDueGround.UNREASONABLY_LATE_NOTICE: "u ons onredelijk laat in gebreke hebt gesteld (artikel 4:17, zesde lid, aanhef en onder a, Awb)",
    NothingDueGround.NOT_AN_INTERESTED_PARTY: "u geen belanghebbende bent (artikel 4:17, zesde lid, aanhef en onder b, Awb)",
    NothingDueGround.MANIFESTLY_INADMISSIBLE_OR_UNFOUNDED: "uw bezwaar kennelijk niet-ontvankelijk of kennelijk ongegrond is (artikel 4:17, zesde lid, aanhef en onder c, Awb)",
}
"""By the ground, with its article."""
