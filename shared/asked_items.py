"""What an applicant is asked for to complete an application, and what a person wrote of it (Awb 4:5(1))."""

from __future__ import annotations

from typing import Final

import msgspec

from shared.privacy.sealed import Sealed

SIGNATURE: Final = "signature"
"""Code of the signature (ondertekening) under an application on paper (Awb 4:2(1))."""


class WordsOnItem(msgspec.Struct, frozen=True):
    """What somebody at the desk wrote about one of the items, in Dutch, for the letter."""

    item: str
    """Its code."""
    sealed_words: Sealed
