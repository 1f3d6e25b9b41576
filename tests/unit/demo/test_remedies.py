"""Which remedy a letter names."""

from __future__ import annotations

import pytest

from services.demo.remedies import remedies_named_in
from shared.vocabulary import Remedy


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("dan kunt u bezwaar\n  maken bij de colleges", (Remedy.OBJECTION,)),
        ("dan kunt u daartegen beroep instellen bij de rechtbank", (Remedy.APPEAL,)),
        (
            "Dat beroep is van rechtswege ook gericht tegen dit\nnieuwe besluit",
            (Remedy.COVERED_BY_PENDING_APPEAL,),
        ),
        ("Met vriendelijke groet,", ()),
        (
            "U kunt bezwaar maken bij ons en beroep instellen bij de rechtbank",
            (Remedy.OBJECTION, Remedy.APPEAL),
        ),
    ],
)
def test_remedies_are_found_however_the_lines_break(text: str, named: tuple[Remedy, ...]) -> None:
    """None, one, or wrongly two."""
    assert remedies_named_in(text) == named
