"""Evidence (bewijsstukken): which documents an applicant can attach, told by what is in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Final

from shared.errors import RuleBroken

LARGEST_DOCUMENT: Final = 5 * 1024 * 1024
"""Bytes. SYNTHETIC: no limit of the desk's was found."""
MOST_DOCUMENTS: Final = 25
"""Of one application. SYNTHETIC as well."""
_PDF_TAIL: Final = 1024
"""How far before the end of a PDF file its end mark may stand."""


class DocumentType(StrEnum):
    """What a document is: its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


def document_type_of(content: bytes) -> DocumentType | None:
    """What these bytes are, by their beginning and end and whatever they are called; None: none of the three."""
    return next((kind for kind, holds in _MARKS.items() if holds(content)), None)


def check_attached(named: Collection[str], attached: Collection[str]) -> None:
    """Raise RuleBroken where a supplement names a document that the application does not have (Awb 4:2(2), 4:5(1))."""
    missing = [name for name in named if name not in attached]
    if missing:
        raise RuleBroken(
            "document_not_attached",
            f"documents: {missing[0]} is not attached to this application: attach it first (Awb 4:2(2), 4:5(1))",
        )


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-_PDF_TAIL:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[3:]


def _is_png(content: bytes) -> bool:
    header = content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"
    return header and content.endswith(b"IEND\xaeB`\x82")


_MARKS: Final[Mapping[DocumentType, Callable[[bytes], bool]]] = {
    DocumentType.PDF: _is_pdf,
    DocumentType.JPEG: _is_jpeg,
    DocumentType.PNG: _is_png,
}
