"""A letter as PDF: the words of its blocks on A4, the same bytes for the same letter.

The words go to the typesetter as data and are never read as markup. Fonts are those that it brings along,
so that a letter looks the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec
import typst

from services.notifications.domain.letter import Block, BlockKind, LetterText

PAGE: Final = Path(__file__).parents[1] / "letters" / "pdf" / "letter.typ"
ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tagged, with a title and a language, for who has a letter read aloud."""


def pdf_of(words: LetterText, sent_on: date) -> bytes:
    """The letter as sent on that legal day. Of a letter from before its blocks were kept: its plain text."""
    blocks = words.blocks or (Block(BlockKind.PLAIN, tuple(words.text.splitlines())),)
    content = {
        "title": _title_of(blocks),
        "sender": next((one.lines[0] for one in blocks if one.kind is BlockKind.SENDER), ""),
        "blocks": list(_set(blocks)),
    }
    return typst.compile(
        str(PAGE),
        format="pdf",
        sys_inputs={"letter": msgspec.json.encode(content).decode()},
        ignore_system_fonts=True,
        pdf_standards=[ACCESSIBLE],
        timestamp=int(datetime.combine(sent_on, time(), UTC).timestamp()),
    )


def _title_of(blocks: Iterable[Block]) -> str:
    """What the letter is about: its subject stands last among the facts at its head."""
    subjects = [one.lines[-1] for one in blocks if one.kind is BlockKind.FACT]
    return subjects[-1] if subjects else "Brief"


def _set(blocks: Iterable[Block]) -> Iterator[Mapping[str, object]]:
    """The blocks as the page knows them; facts that follow each other are one table."""
    for of_facts, run in groupby(blocks, key=lambda one: one.kind is BlockKind.FACT):
        if of_facts:
            yield {"kind": "facts", "lines": [line for one in run for line in one.lines]}
        else:
            yield from ({"kind": one.kind.value, "lines": one.lines} for one in run)
