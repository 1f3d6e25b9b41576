"""The repair of defects and the hearing as readers of an objection see them; what was written is opened here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from services.objections.api.reasons import opened
from services.objections.domain.hearing import HearingForm, WaiverGround
from services.objections.domain.repair import NoticeDefect, RepairEnding
from services.objections.projections.hearing_columns import PlannedHearing, ToldHearing
from services.objections.projections.on_the_way import RequestedRepair
from shared.privacy.opening import Opener
from shared.runtime.api import View


class RepairView(View):
    """The latest request to repair a defect (Awb 6:6), and how it ended."""

    requested_on: date
    term_last_day: date
    missing: list[NoticeDefect]
    ended: RepairEnding | None
    """Null: the term runs."""
    supplement: str | None
    """What the objector wrote; null when nothing was, or the person was erased."""

    @classmethod
    def of(cls, repair: RequestedRepair, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            requested_on=repair.requested_on,
            term_last_day=repair.last_day,
            missing=list(repair.missing),
            ended=repair.ended,
            supplement=opened(opener, repair.supplement),
        )


class InvitationView(View):
    """The hearing to which the objector was invited (Awb 7:2, 7:4)."""

    at: datetime
    form: HearingForm
    place: str | None
    """Null when the person was erased."""
    documents_until: date
    file_open_from: date

    @classmethod
    def of(cls, planned: PlannedHearing, opener: Opener) -> Self:
        """From the row of the register."""
        return cls(
            at=planned.at,
            form=planned.form,
            place=opened(opener, planned.place),
            documents_until=planned.documents_until,
            file_open_from=planned.file_open_from,
        )


class HearingView(View):
    """How the hearing stands: planned, held, or left out."""

    planned: InvitationView | None
    held_on: date | None
    held_by: list[str]
    """Pseudonymous ids; only handlers see them here."""
    record: str | None
    """Verslag (Awb 7:7); null when there is none, or the person was erased."""
    new_facts_on: date | None
    """Since when facts are known on which nobody was heard yet (Awb 7:9)."""
    waived_because: WaiverGround | None
    waiver_reasons: str | None

    @classmethod
    def of(cls, told: ToldHearing, opener: Opener, *, handler: bool) -> Self:
        """From the row of the register."""
        return cls(
            planned=InvitationView.of(told.planned, opener) if told.planned is not None else None,
            held_on=told.held_on,
            held_by=list(told.held_by) if handler else [],
            record=opened(opener, told.record),
            new_facts_on=told.new_facts_on,
            waived_because=told.waived,
            waiver_reasons=opened(opener, told.waiver_reasons),
        )
