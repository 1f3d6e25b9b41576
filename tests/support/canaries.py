"""Finds personal values in bytes, however they were written: in clear, as UTF-16, base64 or hexadecimal.

Every byte is looked at four times: as it stands; without zero bytes (UTF-16 of either order); and with
each run of base64 or of hexadecimal digits decoded. Plates are found in any case, with and without
dashes. Random signs spell a plate or a number now and then, so two things are taken for chance: a plate
with no mark around it in the middle of a long run of letters and digits that is not hexadecimal, and a
number with no mark around it in any long run. (Such runs are decoded and searched all the same.)
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.demo.planned import PlannedCase

ALPHANUMERIC: Final = re.compile(rb"[0-9A-Za-z]*")
ALPHANUMERIC_END: Final = re.compile(rb"[0-9A-Za-z]*\Z")
HEXADECIMAL: Final = re.compile(rb"[0-9a-fA-F]*")
RUN_OF_HEXADECIMAL: Final = re.compile(rb"[0-9a-fA-F]{10,}")
RUN_OF_BASE64: Final = re.compile(rb"[0-9A-Za-z+/_-]{8,}")
LONG: Final = 34
"""So many letters and digits around it make a plate or a number one by chance, see above."""
DASH: Final = rb"[-. ]?"


@dataclass(frozen=True, order=True)
class Found:
    """A personal value where none may be."""

    where: str
    how: str
    what: str


class Canaries:
    """The personal values of a sample set, to be looked for."""

    def __init__(self, values: Iterable[str], plates: Iterable[str]) -> None:
        """`plates` are upper-case letters and digits; `values` are found as they are written."""
        self._values = frozenset(value.encode() for value in values)
        self._plates = frozenset(plate.encode() for plate in plates)
        self._shapes = [re.compile(shape) for shape in sorted({_shape(value) for value in self._values})]
        self._plate_shapes = [
            re.compile(_shape_of_all([plate for plate in self._plates if len(plate) == length]))
            for length in sorted({len(plate) for plate in self._plates})
        ]

    @classmethod
    def of(cls, cases: Iterable[PlannedCase]) -> Canaries:
        """Everything about the persons of a plan that nobody may read without opening a seal."""
        values: set[str] = set()
        plates: set[str] = set()
        for case in cases:
            who = case.applicant
            plates.add(case.vehicle.plate)
            optional = (who.email, who.chamber_of_commerce_number, case.grounds if case.objecting else None)
            values |= {who.name, who.street_and_number, who.postcode, who.town}
            values |= {value for value in optional if value is not None}
        return cls(values, plates)

    def in_bytes(self, content: bytes, where: str) -> list[Found]:
        """What stands in these bytes; `where` is only repeated in the answer."""
        ways = (
            ("in clear", content),
            ("as UTF-16", content.replace(b"\0", b"") if b"\0" in content else b""),
            ("as base64", b"\n".join(_decoded_base64(content))),
            ("as hexadecimal", b"\n".join(_decoded_hexadecimal(content))),
        )
        return sorted({Found(where, how, what) for how, read in ways for what in self._in_clear(read)})

    def _in_clear(self, content: bytes) -> Iterator[str]:
        for shape in self._shapes:
            for match in shape.finditer(content):
                by_chance = match[0].isdigit() and len(_around(content, *match.span())) >= LONG
                if match[0] in self._values and not by_chance:
                    yield match[0].decode()
        for shape in self._plate_shapes:
            for match in shape.finditer(content):
                plain = re.sub(rb"[^A-Z0-9]", b"", match[1].upper())
                if plain in self._plates and not _by_chance(content, *match.span(1)):
                    yield plain.decode()


def _shape(value: bytes) -> bytes:
    """Finds every value that differs from this one in its digits only."""
    literal = re.sub(rb"[0-9]", rb"[0-9]", re.escape(value))
    return rb"(?<![0-9])" + literal + rb"(?![0-9])" if value.isdigit() else literal


def _shape_of_all(plates: Sequence[bytes]) -> bytes:
    """Finds at least every one of these plates of one length, in any case, with or without dashes."""
    places = [{chr(sign) for sign in signs} for signs in zip(*plates, strict=True)]
    classes = ["[" + "".join(sorted(signs | {sign.lower() for sign in signs})) + "]" for signs in places]
    return b"(?=(" + DASH.join(one.encode() for one in classes) + b"))"


def _by_chance(content: bytes, start: int, end: int) -> bool:
    around = _around(content, start, end)
    return len(around) >= LONG and HEXADECIMAL.fullmatch(around) is None


def _around(content: bytes, start: int, end: int) -> bytes:
    """Letters and digits before and after, without a mark in between."""
    before = ALPHANUMERIC_END.search(content[max(0, start - 64) : start])
    after = ALPHANUMERIC.match(content, end, end + 64)
    return (before[0] if before else b"") + (after[0] if after else b"")


def _decoded_base64(content: bytes) -> Iterator[bytes]:
    """Each run decoded from each of its first four signs on, since nobody says where a value begins."""
    for run in RUN_OF_BASE64.finditer(content):
        text = run[0].replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            signs = text[start:]
            whole = signs[:-1] if len(signs) % 4 == 1 else signs
            yield base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _decoded_hexadecimal(content: bytes) -> Iterator[bytes]:
    for run in RUN_OF_HEXADECIMAL.finditer(content):
        for start in range(2):
            digits = run[0][start:]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
