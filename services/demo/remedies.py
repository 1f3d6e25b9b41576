"""Which remedy a letter names, found in its Dutch words."""

from __future__ import annotations

from typing import Final

from shared.vocabulary import Remedy

WORDS: Final = {
    Remedy.OBJECTION: "bezwaar maken bij",
    Remedy.APPEAL: "beroep instellen bij",
    Remedy.COVERED_BY_PENDING_OBJECTION: "bezwaar is van rechtswege ook gericht tegen dit nieuwe besluit",
    Remedy.COVERED_BY_PENDING_APPEAL: "beroep is van rechtswege ook gericht tegen dit nieuwe besluit",
}
"""Words that stand in the part about this remedy alone (Awb 6:4, 8:1 and 6:19)."""


def remedies_named_in(text: str) -> tuple[Remedy, ...]:
    """Every remedy that the letter names, however its lines are broken; a right letter names one."""
    words = " ".join(text.split())
    return tuple(remedy for remedy, phrase in WORDS.items() if phrase in words)
