"""A letter as PDF: every word of it, the same bytes each time, and nothing in it is markup."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import msgspec
import pypdf
import pytest

from services.notifications.domain.letter import LetterText
from services.notifications.workers.printing import pdf_of
from services.notifications.workers.typesetting import Opened
from shared.vocabulary import Applicant
from tests.support.announced_decisions import PLATE
from tests.support.letter_samples import LETTERS, SENT_ON, sample, typeset_as, write_samples

MARKUP = Applicant("#let x = 1 *vet* $y$ <label> @ref", "Straat \\ 1", "1234 AB", "= Stad // einde")


def pages_of(pdf: bytes) -> pypdf.PdfReader:
    """The file as a reader program opens it."""
    return pypdf.PdfReader(io.BytesIO(pdf))


def printed_words(pdf: bytes) -> str:
    """All that is to be read on its pages, without blanks: lines and pages break elsewhere than in plain text."""
    pages = ("".join(page.extract_text().split()) for page in pages_of(pdf).pages)
    return "".join(re.sub(r"\d/\d$", "", page) for page in pages)


@pytest.mark.parametrize("name", LETTERS)
def test_every_word_is_printed(name: str) -> None:
    """Each block of the letter stands on the page."""
    printed = printed_words(pdf_of(sample(name), SENT_ON))
    for block in sample(name).blocks:
        for line in block.lines:
            assert "".join(line.split()) in printed.replace("\u00ad", "")


@pytest.mark.parametrize("name", LETTERS)
def test_the_blocks_say_what_the_text_says(name: str) -> None:
    """Word for word, whoever reads which form."""
    letter = sample(name)
    text = " ".join(letter.text.split())
    for block in letter.blocks:
        for line in block.lines:
            assert " ".join(line.split()) in text


def test_the_same_letter_has_the_same_bytes() -> None:
    """No clock and no randomness; another day of sending is another file."""
    letter = sample("grant")
    assert pdf_of(letter, SENT_ON) == pdf_of(letter, SENT_ON)
    assert pdf_of(letter, SENT_ON) != pdf_of(letter, date(2026, 2, 21))


def test_what_an_applicant_wrote_is_no_markup() -> None:
    """It is printed as it was written."""
    notice, _ = LETTERS["grant"]
    printed = printed_words(pdf_of(typeset_as(notice, Opened(MARKUP, PLATE)), SENT_ON))
    assert "".join(MARKUP.name.split()) in printed
    assert "=STAD//EINDE" in printed


def test_it_is_accessible() -> None:
    """It names its language and its subject, and is tagged for who has it read aloud."""
    reader = pages_of(pdf_of(sample("refusal"), SENT_ON))
    assert reader.metadata is not None
    assert reader.metadata.title == "Besluit op uw aanvraag: aanvraag afgewezen"
    assert reader.root_object["/Lang"] == "nl"
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_a_letter_from_before_blocks_were_kept_is_printed_as_its_text() -> None:
    """Nothing of it is lost."""
    letter = sample("refusal")
    printed = printed_words(pdf_of(LetterText(letter.text, letter.html), SENT_ON))
    for word in letter.text.replace("-" * 5, "").split():
        assert word.strip("-") in printed
    assert msgspec.json.decode(b'{"text":"","html":""}', type=LetterText).blocks == ()


def test_make_letters_writes_each(tmp_path: Path) -> None:
    """A file for every sample."""
    written = write_samples(tmp_path / "letters")
    assert {path.stem for path in written} == set(LETTERS)
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)
