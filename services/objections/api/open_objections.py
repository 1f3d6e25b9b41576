"""For objection handlers: the objections without a ruling, soonest last day to rule first, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Self
from uuid import UUID

from fastapi import Depends, Query

from services.objections.api.objection_handlers import State
from services.objections.api.scopes import desk_scope_of
from services.objections.authorisation import AUTHORISATION
from services.objections.domain.objection_acts import ObjectionState
from services.objections.projections.objection_claims import Claimed
from services.objections.projections.open_objections import OpenObjection, OpenObjections, Wanted
from shared.runtime.api import LegalDate, Reading, ServiceRouter, View
from shared.runtime.dated_pages import DatedPage, DatedPaging, Place
from shared.vocabulary import ExemptionType, legal_day

"""A reviewer hands over what somebody has in hand."""
SOON: Final = timedelta(days=7)


class OpenObjectionLine(View):
    """An objection on which is to be ruled."""

    objection_id: UUID
    case_id: UUID
    decision_id: UUID | None
    """Null while it is held: the decision is still to come (Awb 6:10)."""
    state: ObjectionState
    exemption_type: ExemptionType | None
    """Of the contested decision; null while that was not heard of."""
    municipality: str | None
    """CBS code of a local case; null: national, or not heard of."""
    received_on: date
    last_day: date | None
    """Last day to decide (Awb 7:10); null while the term is suspended, and while it is not known."""
    days_left: int | None
    """Until the last day as of today, negative when it has passed."""
    suspended: bool
    """Whether the term is suspended while the objector repairs a defect (Awb 7:10(2))."""
    anew: bool
    """Whether a court annulled an earlier ruling and ordered to decide anew (Awb 8:72(4))."""
    claimed_by: str | None
    """Who has it in hand, by pseudonymous id; null: nobody."""
    claimed_on: date | None
    first_penalty_day: date | None
    """First day for which a late ruling costs a penalty (Awb 4:17(3), 7:14); null: no notice of default had effect."""
    penalty_due: int | None
    """What is due of it by today, in whole euros."""

    @classmethod
    def of(cls, found: OpenObjection, today: date) -> Self:
        """As it stands on that legal day."""
        return cls(
            objection_id=found.objection_id,
            case_id=found.case_id,
            decision_id=None if found.state is ObjectionState.HELD else found.decision_id,
            state=found.state,
            exemption_type=found.exemption_type,
            municipality=found.municipality,
            received_on=found.received_on,
            last_day=found.last_day,
            days_left=(found.last_day - today).days if found.last_day else None,
            suspended=found.suspended,
            anew=found.anew,
            claimed_by=found.claimed_by,
            claimed_on=found.claimed_on,
            first_penalty_day=found.late.first_day if found.late else None,
            penalty_due=found.late.amount(today) if found.late else None,
        )


class ObjectionWorkCount(View):
    """How many objections have no ruling yet, and how they stand."""

    number: int
    overdue: int
    """The last day has passed."""
    due_within_seven_days: int
    """The last day is today or one of the next seven days."""
    suspended: int
    term_not_known: int
    """The end of the term to object was not heard of."""
    claimed_by_reader: int
    claimed_by_nobody: int
    in_default: int
    """A notice of default has had effect (Awb 4:17(3), 7:14)."""

    @classmethod
    def of(cls, found: Sequence[OpenObjection], today: date, reader: str) -> Self:
        """As they stand on that legal day."""
        days = [one.last_day for one in found if one.last_day is not None]
        return cls(
            number=len(found),
            overdue=sum(day < today for day in days),
            due_within_seven_days=sum(today <= day <= today + SOON for day in days),
            suspended=sum(one.suspended for one in found),
            term_not_known=sum(one.last_day is None and not one.suspended for one in found),
            claimed_by_reader=sum(one.claimed_by == reader for one in found),
            claimed_by_nobody=sum(one.claimed_by is None for one in found),
            in_default=sum(one.late is not None for one in found),
        )


class ObjectionTypeCount(View):
    """The open objections against decisions of one type."""

    exemption_type: ExemptionType | None
    """Null: the contested decision was not heard of."""
    counted: ObjectionWorkCount


class OpenObjectionCounts(View):
    """The open objections counted, together and by type; a type without any is left out."""

    on: date
    total: ObjectionWorkCount
    by_type: list[ObjectionTypeCount]


def _wanted(
    exemption_type: Annotated[ExemptionType | None, Query(alias="exemptionType")] = None,
    state: State = None,
    due_before: Annotated[
        LegalDate | None, Query(alias="dueBefore", description="Only with a last day before this one.")
    ] = None,
    claimed: Annotated[
        Claimed | None, Query(description="By the reader, by nobody, or by anybody; all without it.")
    ] = None,
) -> Wanted:
    """What the query string asks for."""
    return Wanted(exemption_type, state, due_before, claimed)


Filters = Annotated[Wanted, Depends(_wanted)]


def routes(queries: OpenObjections) -> ServiceRouter:
    """Routes on the open objections."""
    router = ServiceRouter(AUTHORISATION, tag="objection handlers")

    @router.query("/open-objections", response_model=DatedPage[OpenObjectionLine])
    def list_open_objections(
        request: Reading, paging: DatedPaging, wanted: Filters
    ) -> DatedPage[OpenObjectionLine]:
        """Objections without a ruling, the soonest last day to decide (Awb 7:10) first; those without one last."""
        today = legal_day(request.now)
        scope, reader = desk_scope_of(request.principal), request.principal.subject
        found = paging.among(queries.all(scope, wanted, reader), _place_of)
        return DatedPage[OpenObjectionLine].of(
            found, paging, lambda one: OpenObjectionLine.of(one, today), _place_of
        )

    @router.query("/open-objections/counts", response_model=OpenObjectionCounts)
    def count_open_objections(request: Reading, wanted: Filters) -> OpenObjectionCounts:
        """How many objections have no ruling yet, overdue, due soon, suspended, in whose hand, and by type."""
        today, reader = legal_day(request.now), request.principal.subject
        found = queries.all(desk_scope_of(request.principal), wanted, reader)
        return OpenObjectionCounts(
            on=today,
            total=ObjectionWorkCount.of(found, today, reader),
            by_type=_by_type(found, today, reader),
        )

    return router


def _place_of(found: OpenObjection) -> Place:
    return Place(found.last_day, found.objection_id)


def _by_type(found: Sequence[OpenObjection], today: date, reader: str) -> list[ObjectionTypeCount]:
    kinds = [kind for kind in (*ExemptionType, None) if any(one.exemption_type is kind for one in found)]
    return [
        ObjectionTypeCount(
            exemption_type=kind,
            counted=ObjectionWorkCount.of(
                [one for one in found if one.exemption_type is kind], today, reader
            ),
        )
        for kind in kinds
    ]
