"""What a file is, is told by what is in it; and how many an application can have."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.applications.domain.application_acts import DocumentAttached, MissingItem
from services.applications.domain.documents import MOST_DOCUMENTS, DocumentType, document_type_of
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from shared.errors import NotInThisState, RuleBroken
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType
from tests.support.small_files import JPEG, PNG, a_pdf

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), DocumentType.PDF),
        (a_pdf() + b"\n" * 900, DocumentType.PDF),
        (JPEG, DocumentType.JPEG),
        (JPEG + b"what a telephone adds", DocumentType.JPEG),
        (PNG, DocumentType.PNG),
        (b"", None),
        (b"%PDF-1.4 cut off", None),
        (JPEG[:-2], None),
        (PNG[:-1], None),
        (PNG + b"more", None),
        (b"<html>%PDF-1.4 %%EOF</html>", None),
        (b"PK\x03\x04" + b"\x00" * 40, None),
        (b"GIF89a" + b"\x00" * 40, None),
    ],
)
def test_a_document_is_what_is_in_it(content: bytes, kind: DocumentType | None) -> None:
    """By its beginning and its end."""
    assert document_type_of(content) is kind


def attach(application: ExemptionApplication, name: str) -> DocumentAttached:
    """When a document of that name is attached."""
    return application.attach_document(
        name=name,
        shows=MissingItem.REPLACEMENT_ORDER,
        media_type=DocumentType.PDF,
        size=99,
        by="applicant-1",
        on=TODAY,
    )


def test_a_document_is_noted(received: ExemptionApplication) -> None:
    """Then its event names it, and the application has it."""
    attached = attach(received, "ab" * 32)
    assert (attached.name, attached.attached_on, attached.size) == ("ab" * 32, TODAY, 99)
    assert received.documents == ("ab" * 32,)


def test_the_same_document_is_not_attached_twice(received: ExemptionApplication) -> None:
    """The name follows from the content."""
    attach(received, "ab" * 32)
    with pytest.raises(RuleBroken, match="document_attached_already"):
        attach(received, "ab" * 32)


def test_there_is_a_most(received: ExemptionApplication) -> None:
    """And the next one is refused."""
    for number in range(MOST_DOCUMENTS):
        attach(received, f"{number:064x}")
    with pytest.raises(RuleBroken, match="too_many_documents"):
        attach(received, "ab" * 32)


def test_nothing_is_attached_to_an_application_that_ended(received: ExemptionApplication) -> None:
    """Whatever it ended by."""
    received.withdraw(on=TODAY)
    with pytest.raises(NotInThisState):
        attach(received, "ab" * 32)


@pytest.fixture
def received() -> ExemptionApplication:
    """Given an application."""
    sealed = SealedApplication(
        ExemptionType.LONG_DELIVERY_TIME,
        Sealed(UUID(int=2), SealedKind.APPLICANT, b"box"),
        Sealed(UUID(int=2), SealedKind.PLATE, b"box"),
        "applicant-1",
    )
    return ExemptionApplication.submit(UUID(int=1), sealed, received_on=TODAY)
