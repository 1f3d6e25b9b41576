"""What can be done with a notice that belongs to another body (Awb 6:15): load, decide, save."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from services.objections.commands.reached import DecisionsHeard
from services.objections.domain.misdirected_notice import CameHere, MisdirectedNotice
from services.objections.domain.premature import decision_to_come
from services.objections.domain.scope import Scope
from shared.errors import NotThere
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed
from shared.runtime.ids import IdSource

NO_SUCH_NOTICE: Final = ("misdirected_notice_not_found", "there is no such notice for you")
"""Code and detail of the answer when there is none, or none within the scope: the same for both."""


class MisdirectedNoticeCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, ids: IdSource, cases: DecisionsHeard) -> None:
        self._log = log
        self._ids = ids
        self._cases = cases

    def receive(self, act: Act, came: CameHere, scope: Scope) -> Saved:
        """Note that it came, in a case within the scope. Raises NotThere otherwise."""
        if not self._reaches(came.case_id, scope):
            raise NotThere("case_not_found", "there is no such case for you")
        notice = MisdirectedNotice.receive(came, id=self._ids.new(), on=act.today, by=act.actor)
        return self._log.save_act(act, notice, case_id=came.case_id)

    def forward(
        self, act: Act, notice_id: UUID, scope: Scope, version: int | None, to: Sealed, forwarded_on: date
    ) -> Saved:
        """Record that it was forwarded. Raises NotThere, VersionConflict, NotInThisState or RuleBroken."""
        notice = self._notice(notice_id, scope)
        if version is not None and version != notice.version:
            raise VersionConflict(notice.id, version, notice.version)
        notice.forward(to, forwarded_on, on=act.today, by=act.actor)
        return self._log.save_act(act, notice, case_id=notice.case_id)

    def case_of(self, notice_id: UUID, scope: Scope) -> UUID:
        """The case under a key of which the edge seals what is written there. Raises NotThere."""
        return self._notice(notice_id, scope).case_id

    def _notice(self, notice_id: UUID, scope: Scope) -> MisdirectedNotice:
        try:
            notice = self._log.load(MisdirectedNotice, notice_id)
        except AggregateNotFound as missing:
            raise NotThere(*NO_SUCH_NOTICE) from missing
        if not self._reaches(notice.case_id, scope):
            raise NotThere(*NO_SUCH_NOTICE)
        return notice

    def _reaches(self, case_id: UUID, scope: Scope) -> bool:
        return scope.admits(None, self._cases.whose(case_id, decision_to_come(case_id)))
