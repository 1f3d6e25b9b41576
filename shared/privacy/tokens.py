"""The power to look a plate up without knowing it: a token, and never the plate, stands in tables."""

from __future__ import annotations

import hashlib
import hmac

from shared.privacy.opening import Opener
from shared.privacy.sealed import Sealed
from shared.vocabulary import Plate, normalise_plate


class PlateTokens:
    """HMAC-SHA256 of country and plate under a secret of the vault.

    Tokens stand in look-up tables whose rows are deleted on erasure: never in an event, a stream id
    or a message.
    """

    def __init__(self, secret: bytes, opener: Opener) -> None:
        self._secret = secret
        self._opener = opener

    def of(self, plate: Plate) -> str:
        """Hexadecimal token, the same for every way of writing the plate. ValueError: not a plate."""
        written = f"{plate.country.upper()}:{normalise_plate(plate.number)}"
        return hmac.new(self._secret, written.encode(), hashlib.sha256).hexdigest()

    def of_sealed(self, sealed: Sealed) -> str:
        """The token of a sealed plate, which leaves this method only as a token. Raises Erased."""
        return self.of(self._opener.plate(sealed))
