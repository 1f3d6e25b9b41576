"""Reasons as they stand in a row: sealed, or in clear from before they were sealed."""

from __future__ import annotations

import msgspec

from shared.privacy.sealed import Sealed


def stored(reasons: Sealed | None) -> bytes | None:
    """The sealed value as the bytes of a column."""
    return msgspec.json.encode(reasons) if reasons is not None else None


def sealed_in(column: bytes | None) -> Sealed | None:
    """The sealed value in the bytes of a column."""
    return msgspec.json.decode(column, type=Sealed) if column is not None else None


def written(clear: str | None, sealed: bytes | None) -> Sealed | str | None:
    """What a row has of the reasons, from its two columns."""
    return sealed_in(sealed) or clear
