"""What the desk hears of courts: an appeal that runs or ended, what a court decided itself, and interim relief."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.decisions.commands.day_exemptions import counted_after, on_the_present_count
from services.decisions.commands.desk import policy_for
from services.decisions.domain.case_file import CaseState
from services.decisions.domain.decision_by_court import DecidedByCourt
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.interim_access import InterimRelief
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved


class CourtCommands:
    """Commands on what courts do with the decision of a case."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def take_over_from_court(self, act: Act, *, case_id: UUID, ruling: DecidedByCourt, ending: str) -> Saved:
        """Change the case as a court ruled, and note that the appeal ended, in one append (Awb 8:72(3)(b)).

        A day exemption takes its place in the count in it too.
        """
        return on_the_present_count(lambda: self._take_over(act, case_id, ruling, ending), case_id)

    def _take_over(self, act: Act, case_id: UUID, ruling: DecidedByCourt, ending: str) -> Saved:
        case = self._log.load(DecisionCase, case_id)
        stood = case.state is CaseState.GRANTED
        case.take_over_from_court(ruling, policy=policy_for(case, act.today), today=act.today)
        counted = counted_after(self._log, case, stood=stood)
        case.note_appeal_end(appeal_id=ruling.appeal_id, ending=ending)
        return self._log.save_act(act, case, *counted, case_id=case_id)

    def give_interim_access(self, act: Act, *, case_id: UUID, relief: InterimRelief) -> Saved | None:
        """Give access for the time being (Awb 8:81); None where the relief gives none."""
        case = self._log.load(DecisionCase, case_id)
        case.give_interim_access(relief, policy_for(case, act.today))
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None

    def end_interim_access(
        self, act: Act, *, case_id: UUID, relief_id: UUID, lapsed_on: date
    ) -> Saved | None:
        """End it (Awb 8:85); None where none was given."""
        case = self._log.load(DecisionCase, case_id)
        case.end_interim_access(relief_id, lapsed_on)
        return self._log.save_act(act, case, case_id=case_id) if case.pending() else None
