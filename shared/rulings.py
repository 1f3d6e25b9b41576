"""What a ruling on an objection says beside the ruling itself: who announces it passes it on unchanged."""

from __future__ import annotations

import msgspec

from shared.privacy.sealed import Sealed


class CostsRuling(msgspec.Struct, frozen=True):
    """What is decided on a claim of the costs of the objection (vergoeding van kosten, Awb 7:15)."""

    euros: int
    """What is granted, in whole euros; zero: the claim is refused."""
    sealed_reasons: Sealed | None = None
    """Why it is refused (Dutch); None where an amount is granted without more."""


class BesideRuling(msgspec.Struct, frozen=True):
    """Of costs (Awb 7:15); None where nothing had to be said."""

    costs: CostsRuling | None = None
