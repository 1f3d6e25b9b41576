"""Whole letters, word by word, as the files beside this one have them.

Whoever changes a word of a letter raises `TEMPLATE` and reads the new file before committing it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.notifications.domain.decision_notice import LetterKind
from tests.support.letter_samples import LETTERS, sample

AS_SENT = Path(__file__).with_name("letters_as_sent")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_word_by_word_as_it_was_read_before(name: str) -> None:
    """In the form that goes into the envelope."""
    assert sample(name).text == (AS_SENT / f"{name}.txt").read_text()


def test_there_is_a_sample_of_every_kind() -> None:
    """Whoever adds a kind of letter adds one to look at."""
    assert {LETTERS[name][0].kind for name in LETTERS} == set(LetterKind)


def test_no_letter_is_left_that_no_longer_exists() -> None:
    """Each file has its letter."""
    assert {path.stem for path in AS_SENT.iterdir()} == set(LETTERS)
