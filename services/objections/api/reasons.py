"""What handlers write as reasons: sealed before anything is recorded, and opened for who may read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed, SealedKind
from shared.privacy.sealing import Sealer

MOST_CHARACTERS: Final = 2000

Reasons = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        description="Dutch, as a letter states them: about the rule and the facts. Kept sealed, under a key "
        "of the case; name nobody who need not be named.",
    ),
]
"""Reasons in words, as they come in."""

Seal = Callable[[str], Sealed]
"""Seals what is written in one case."""


def under_the_case(
    sealer: Sealer,
    case_of: Callable[[], UUID],
    kind: SealedKind = SealedKind.REASONS,
    *,
    of_another: bool = False,
) -> Seal:
    """Seals under a new key of the case, which is asked for only when there is something to seal.

    With the other keys of the case it is destroyed when the person is erased, but for what is of another in it.
    """

    def seal(words: str) -> Sealed:
        return sealer.seal(sealer.new_key(case_of(), of_another=of_another), kind, words.encode())

    return seal


def opened(opener: Opener, reasons: Sealed | str | None) -> str | None:
    """The words; None where there are none, or the person was erased. Older reasons stand in clear."""
    if reasons is None or isinstance(reasons, str):
        return reasons
    try:
        return opener.open(reasons).decode()
    except Erased:
        return None
