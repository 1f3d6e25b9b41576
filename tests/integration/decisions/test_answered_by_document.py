"""A request that is answered by a document: from the act of the applicant to the term and the desk of decisions."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from services.applications.domain.application_acts import MissingItem
from services.applications.domain.documents import DocumentType
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from services.applications.messaging.published import PUBLISHED
from shared.contracts.envelope import Contract
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.vocabulary import StatedFacts
from tests.support.cases import HOLDER, RECEIVED_ON, TYPE
from tests.support.decisions import NOON
from tests.support.house_of_decisions import House

ASKED_IN_VAIN_ON = date(2026, 1, 12)
ASKED_ON = date(2026, 2, 4)
ANSWERED_ON = ASKED_ON + timedelta(days=8)
NAME = "ab" * 32


def told_of(case_id: UUID, application: ExemptionApplication) -> list[Contract]:
    """What applications publishes of what happened since the receipt."""
    by_event = {each.event: each.to_contract for each in PUBLISHED}
    about = Metadata("applicant-1", "applicant", ASKED_ON, case_id, case_id)
    events = application.pending()[1:]
    return [by_event[type(one)](RecordedEvent(one, at, NOON, about)) for at, one in enumerate(events, 2)]


def answered_by_a_translation(case_id: UUID) -> list[Contract]:
    """Asked for it once more, the applicant attaches a translation in time and says that it is the answer."""
    sealed = SealedApplication(TYPE, HOLDER.applicant, HOLDER.plate, "applicant-1")
    application = ExemptionApplication.submit(case_id, sealed, received_on=RECEIVED_ON)
    translation = MissingItem.TRANSLATION
    application.request_completion([translation], 14, by="handler-1", on=ASKED_IN_VAIN_ON)
    application.lapse_completion_term(ASKED_IN_VAIN_ON + timedelta(days=15))
    application.request_completion([translation], 14, by="handler-1", on=ASKED_ON)
    application.attach_document(
        name=NAME, shows=translation, media_type=DocumentType.PDF, size=9, by="applicant-1", on=ANSWERED_ON
    )
    application.supplement(StatedFacts(), on=ANSWERED_ON, documents=(NAME,))
    return told_of(case_id, application)


def test_a_translation_that_came_resumes_the_term_and_is_there_to_judge(house: House) -> None:
    """Awb 4:5(2), 4:15(1)(a): fourteen and seven suspended days; it is no silence, and what it lacks can be said."""
    case_id = house.an_application()
    before = date.fromisoformat(house.case(case_id)["lastDay"])
    for contract in answered_by_a_translation(case_id):
        house.applications.publish(contract)
    house.until(lambda: house.case(case_id)["lastDay"] == str(before + timedelta(days=14 + 7)))
    case = house.case(case_id)
    assert case["suspendedFrom"] is None
    path, version = f"/cases/{case_id}/leavings-out-of-consideration", case["version"]
    silent = house.post(path, {"reason": "no_response"}, version=version)
    assert (silent.status_code, silent.json()["code"]) == (409, "applicant_responded")
    why = [{"item": "translation", "reasons": "De vertaling is niet van de overgelegde stukken."}]
    insufficient = house.post(path, {"reason": "insufficient", "items": why}, version=version)
    assert insufficient.status_code == 201, insufficient.text
