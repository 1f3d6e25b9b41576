"""What a case handler can do with an exemption that was granted: tell of a revocation, hear, revoke."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.commands.desk import case_within, policy_for
from services.decisions.domain.hearing import ViewsManner
from services.decisions.domain.revocation import Revocation
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal
from shared.vocabulary import RevocationGround


class RevocationCommands:
    """Commands on revocations (intrekkingen)."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def intend(
        self,
        act: Act,
        *,
        case_id: UUID,
        ground: RevocationGround,
        views_until: date,
        reasons: Sealed,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Tell the holder of the intention to revoke (Awb 4:8)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.intend_revocation(
            ground, views_until=views_until, reasons=reasons, intended_on=act.today, intended_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)

    def note_views(
        self,
        act: Act,
        *,
        case_id: UUID,
        views: Sealed,
        manner: ViewsManner,
        received_on: date | None,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Record what the holder says of the intention (Awb 4:8, 4:9); without a day: today."""
        case = case_within(self._log, within, case_id, expected_version)
        case.note_views(
            views, manner=manner, received_on=received_on or act.today, today=act.today, noted_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)

    def abandon(
        self, act: Act, *, case_id: UUID, reasons: Sealed, within: Principal, expected_version: int | None
    ) -> Saved:
        """Leave the exemption as it is."""
        case = case_within(self._log, within, case_id, expected_version)
        case.abandon_revocation(reasons, abandoned_on=act.today, abandoned_by=act.actor)
        return self._log.save_act(act, case, case_id=case_id)

    def revoke(
        self,
        act: Act,
        *,
        case_id: UUID,
        revocation: Revocation,
        within: Principal,
        expected_version: int | None,
    ) -> Saved:
        """Revoke the exemption (Awb 4:8, 3:40)."""
        case = case_within(self._log, within, case_id, expected_version)
        case.revoke(
            revocation, policy=policy_for(case, act.today), decided_on=act.today, decided_by=act.actor
        )
        return self._log.save_act(act, case, case_id=case_id)
