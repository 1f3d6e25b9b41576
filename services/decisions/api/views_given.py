"""For who decides: what the applicant, the holder and others said before, in their words (zienswijzen, Awb 3:2, 3:46).

The one read of this service that opens what is sealed. Auditors see in the case that views came, and not what was said.
"""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from fastapi import Response

from services.decisions.api.case_handlers import CaseId
from services.decisions.authorisation import AUTHORISATION
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.views_given import GivenViews, ViewsOn, views_given
from shared.errors import NotThere
from shared.eventlog.log import EventLog
from shared.privacy.opening import Opener
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.runtime.api import Reading, ServiceRouter, View


class PersonView(View):
    """A name and an address."""

    name: str
    street_and_number: str
    postcode: str
    town: str
    country: str

    @classmethod
    def of(cls, person: Sealed | None, opener: Opener) -> Self | None:
        """None where it is whom the case is about, or the person was erased."""
        if person is None:
            return None
        try:
            return cls.model_validate(opener.applicant(person), from_attributes=True)
        except Erased:
            return None


class GivenViewsView(View):
    """Views that came once (Awb 4:9)."""

    event_id: UUID
    """The act, as the timeline of audit names it."""
    on: ViewsOn
    number: int | None
    """Of the third party; null: the applicant or the holder, whom the case is about."""
    person: PersonView | None
    """The third party; null: whom the case is about, or erased."""
    received_on: date
    manner: ViewsManner
    noted_by: str
    words: str | None
    """What was said; null: the person was erased."""

    @classmethod
    def of(cls, given: GivenViews, opener: Opener) -> Self:
        """Opened for who weighs them."""
        return cls(
            event_id=given.event_id,
            on=given.on,
            number=given.number,
            person=PersonView.of(given.person, opener),
            received_on=given.received_on,
            manner=given.manner,
            noted_by=given.noted_by,
            words=_opened(given.words, opener),
        )


class ViewsOfCase(View):
    """Everything that was said before decisions in a case."""

    case_id: UUID
    items: list[GivenViewsView]
    """In the order in which they were recorded."""


def _opened(words: Sealed, opener: Opener) -> str | None:
    try:
        return opener.open(words).decode()
    except Erased:
        return None


def routes(log: EventLog, opener: Opener) -> ServiceRouter:
    """The route of views."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.query("/cases/{caseId}/views", response_model=ViewsOfCase)
    def views_in_case(request: Reading, case_id: CaseId) -> Response:
        """What the applicant, the holder and others said before a decision (Awb 4:7, 4:8); who decides weighs it."""
        history = log.stream(case_id)
        case = log.load(DecisionCase, case_id) if history else None
        if case is None or not request.principal.deals_with(case.municipality):
            raise NotThere("case_not_found", "there is no such case")
        given = views_given(recorded.event for recorded in history)
        shown = ViewsOfCase(case_id=case_id, items=[GivenViewsView.of(each, opener) for each in given])
        return request.versioned(shown, case.version)

    return router
