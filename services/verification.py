"""`loket verify` as people see it: what is being folded now, a line for each service, and what differs."""

from __future__ import annotations

from contextlib import closing

from rich.console import Console
from rich.progress import Progress, TaskID

from services.embedded import SERVICES
from shared.runtime.folding import reasons_not_to_compare
from shared.runtime.settings import Settings
from shared.runtime.verification import NothingToVerify, TablesVerdict, Verification


def verify_all(settings: Settings, *, tell_excuses: bool) -> int:
    """Verify every log and every table; returns 0 when all hold, 1 when not, 2 when there is nothing to verify."""
    try:
        verification = Verification(SERVICES, settings.database_of)
    except NothingToVerify as why:
        Console(stderr=True).print(str(why), highlight=False, markup=False, soft_wrap=True)
        return 2
    with closing(verification), Progress(console=Console(stderr=True), transient=True) as progress:
        return _verify(verification, _Shown(progress), tell_excuses=tell_excuses)


class _Shown:
    """The progress of each thing that is gone through, as a bar of its own while it lasts."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._what = ""
        self._task: TaskID | None = None

    def __call__(self, what: str, done: int, last: int) -> None:
        """Show how far it is."""
        if self._task is None or what != self._what:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._what, self._task = what, self._progress.add_task(what)
        self._progress.update(self._task, completed=done, total=last)


def _verify(verification: Verification, shown: _Shown, *, tell_excuses: bool) -> int:
    holds = True
    for name, log in verification.logs(shown):
        holds = holds and log.holds
        _say(f"{name}: {log.position} events, {'intact' if log.holds else '; '.join(log.faults)}")
    for verdict in verification.tables(shown):
        holds = holds and verdict.holds
        _tell(verdict)
    if tell_excuses:
        _tell_excuses()
    return 0 if holds else 1


def _tell(verdict: TablesVerdict) -> None:
    if verdict.holds:
        _say(f"{verdict.service}: {verdict.rows} rows in {verdict.tables} tables, as the logs say")
    for fault in verdict.faults:
        _say(f"{verdict.service}: {fault}")


def _tell_excuses() -> None:
    for definition in SERVICES:
        for what, why in reasons_not_to_compare(definition.folds, definition.metadata.tables):
            _say(f"not compared as it stands: {definition.name}: {what}: {why}")


def _say(line: str) -> None:
    Console().print(line, highlight=False, markup=False, soft_wrap=True)
