"""A process that decides, or brings threshold sets into force, line by line: what only two processes show.

Run as `python -m tests.support.decisions_process URL ROLE`. It says "ready", then answers each line it reads:
`approve SET`, `decide CASE`, and `hold LABEL`, which lets the next append wait at that step.
"""

from __future__ import annotations

import sys
from uuid import UUID

from services.decisions.projections.inline_tables import InlineTables
from shared.errors import RuleBroken
from shared.eventlog.append import Guard, GuardFailed
from shared.vocabulary import ExemptionType, Outcome
from tests.support.decisions import open_decisions
from tests.support.log_process import hear, say

FORGETFUL = "forgetful"
"""The role with the planted bug."""


class ForgetfulTables(InlineTables):
    """A planted bug: the guard of a decision asks for a row that is always there."""

    def still_in_force(self, kind, thresholds):  # noqa: ANN001 - as the port has it
        """Any set will do."""
        key = {"exemption_type": str(ExemptionType.NOT_AVAILABLE_EMISSION_FREE)}
        return Guard("threshold_in_force", key, {}, code="threshold_set_changed")


class Desk:
    """The service in this process."""

    def __init__(self, url: str, role: str) -> None:
        """Open it in a role."""
        self.hold = ""
        self.service = open_decisions(url, migrate=False, on_step=self.step)
        if role == FORGETFUL:
            self.service.commands._recorded = ForgetfulTables(self.service.log)

    def step(self, label: str) -> None:
        """Wait at this step of an append, when told so."""
        if label == self.hold:
            self.hold = ""
            say("held")
            hear()

    def answer(self, line: str) -> str:
        """Do what a line says; returns what came of it."""
        command, _, argument = line.partition(" ")
        match command:
            case "hold":
                self.hold = argument
                return "will hold"
            case "approve":
                return f"in force {self.service.approve(UUID(argument)).position}"
            case _:
                return self._decide(UUID(argument))

    def _decide(self, case_id: UUID) -> str:
        try:
            return f"stored {self.service.decide(case_id, Outcome.REFUSED).position}"
        except (GuardFailed, RuleBroken) as refusal:
            return f"refused {refusal.code}"


def main(url: str, role: str) -> None:
    """Answer line by line until the test has no more."""
    desk = Desk(url, role)
    say("ready")
    while line := hear():
        say(desk.answer(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
