"""What is asked as a document is answered with one: a supplement brings it (Awb 4:5(1)-(3), 2:1(2), 4:15(1)(a))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.applications.api.applicants import SupplementApplication
from services.applications.api.paper import EnterSupplement
from services.applications.domain.application_acts import (
    ApplicationSupplemented,
    EnteredFromPaper,
    MissingItem,
)
from services.applications.domain.documents import MOST_DOCUMENTS, DocumentType
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from shared.errors import RuleBroken
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, StatedFacts

ASKED_ON: Final = date(2026, 3, 4)
ANSWERED_ON: Final = ASKED_ON + timedelta(days=5)
LAPSED_ON: Final = ASKED_ON + timedelta(days=15)
KEY: Final = UUID(int=1)
NAME, OTHER = "ab" * 32, "cd" * 32
COMES_AS_A_DOCUMENT: Final = (
    MissingItem.TRANSLATION,
    MissingItem.SUMMARY,
    MissingItem.AUTHORISATION,
    MissingItem.VEHICLE_DOCUMENTS,
)


def asked_for(item: MissingItem) -> ExemptionApplication:
    """Given an application on paper of somebody who is represented, of which this was asked."""
    sealed = SealedApplication(
        ExemptionType.PRIVATE_USE,
        Sealed(KEY, SealedKind.APPLICANT, b"box"),
        Sealed(KEY, SealedKind.PLATE, b"box"),
        "on-paper:1",
        representative=Sealed(KEY, SealedKind.APPLICANT, b"other"),
        from_paper=EnteredFromPaper(ASKED_ON, "handler-1"),
    )
    application = ExemptionApplication.submit(UUID(int=2), sealed, received_on=ASKED_ON)
    application.request_completion([item], 14, by="handler-1", on=ASKED_ON)
    return application


def attach(application: ExemptionApplication, shows: MissingItem, name: str = NAME) -> None:
    """When a document of that name is attached."""
    application.attach_document(
        name=name, shows=shows, media_type=DocumentType.PDF, size=9, by="applicant-1", on=ANSWERED_ON
    )


@pytest.mark.parametrize("item", COMES_AS_A_DOCUMENT)
def test_a_document_alone_answers_a_request(item: MissingItem) -> None:
    """The supplement that names it ends the request on its day; nothing is stated with it, and nothing lapses."""
    application = asked_for(item)
    attach(application, item)
    assert application.completion_open
    application.supplement(StatedFacts(), on=ANSWERED_ON, documents=(NAME,))
    supplemented = application.pending()[-1]
    assert isinstance(supplemented, ApplicationSupplemented)
    assert (supplemented.supplemented_on, supplemented.documents) == (ANSWERED_ON, (NAME,))
    assert not application.completion_open
    with pytest.raises(RuleBroken, match="completion_term_not_passed"):
        application.lapse_completion_term(LAPSED_ON)


@pytest.mark.parametrize("item", COMES_AS_A_DOCUMENT)
def test_what_came_by_post_answers_it_as_of_its_receipt(item: MissingItem) -> None:
    """Entered after the lapse was noted, it takes that away (Awb 4:15(1)(a))."""
    application = asked_for(item)
    application.lapse_completion_term(LAPSED_ON)
    attach(application, item)
    entered = EnteredFromPaper(LAPSED_ON, "handler-1")
    application.supplement(StatedFacts(), on=ANSWERED_ON, documents=(NAME,), from_paper=entered)
    assert not application.completion_lapsed
    assert application.completion_asked[-1].supplemented_on == ANSWERED_ON


def test_no_document_is_named_that_is_not_there() -> None:
    """The refusal says which field and which article; the request goes on."""
    application = asked_for(MissingItem.TRANSLATION)
    attach(application, MissingItem.TRANSLATION)
    with pytest.raises(RuleBroken, match="document_not_attached") as refused:
        application.supplement(StatedFacts(), on=ANSWERED_ON, documents=(NAME, OTHER))
    assert refused.value.detail.startswith(f"documents: {OTHER} ")
    assert "Awb 4:2(2), 4:5(1)" in refused.value.detail
    assert application.completion_open


def by_the_applicant(**body: object) -> tuple[StatedFacts, tuple[str, ...]]:
    """What the portal takes."""
    read = SupplementApplication.model_validate(body)
    return read.facts(), read.documents


def on_paper(**body: object) -> tuple[StatedFacts, tuple[str, ...]]:
    """What the desk enters."""
    read = EnterSupplement.model_validate({"receivedOn": "2026-03-09", **body})
    return read.facts(), read.documents


BOTH_DOORS = (by_the_applicant, on_paper)


@pytest.mark.parametrize("door", BOTH_DOORS)
def test_both_doors_take_documents_with_or_without_facts(door: Callable[..., object]) -> None:
    """One, or both."""
    assert door(documents=[NAME]) == (StatedFacts(), (NAME,))
    assert door(documents=[NAME], stated={"dailyRangeKm": 9}) == (StatedFacts(daily_range_km=9), (NAME,))
    assert door(stated={"dailyRangeKm": 9}) == (StatedFacts(daily_range_km=9), ())


@pytest.mark.parametrize("door", BOTH_DOORS)
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({}, "nothing_stated"),
        ({"stated": {}}, "nothing_stated"),
        ({"stated": None, "documents": []}, "nothing_stated"),
        ({"documents": [NAME, NAME]}, "each_once"),
        ({"documents": ["translation.pdf"]}, "string_pattern_mismatch"),
        ({"documents": [f"{number:064x}" for number in range(MOST_DOCUMENTS + 1)]}, "too_long"),
    ],
)
def test_both_doors_refuse_what_brings_nothing(
    door: Callable[..., object], body: dict[str, object], rule: str
) -> None:
    """One fault, which names its rule."""
    with pytest.raises(ValidationError) as refused:
        door(**body)
    assert [fault["type"] for fault in refused.value.errors()] == [rule]
