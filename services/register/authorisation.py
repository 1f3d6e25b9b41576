"""Who may ask what of the register, and about which zones."""

from __future__ import annotations

from typing import Final

from shared.runtime.access import Role
from shared.runtime.authorisation import Authorisation, Reach, may
from shared.runtime.processing import CHECKING_ACCESS

AUTHORISATION: Final = Authorisation(
    may("POST /access-checks", {Role.MUNICIPALITY: Reach.ZONES, Role.RDW: Reach.ZONES}, CHECKING_ACCESS),
    may("GET /zones", dict.fromkeys(Role, Reach.OPEN)),
    may("GET /entries", {Role.SYSTEM: Reach.FEED}),
)
