"""A data folder just before or in a campaign, and how it ends undisturbed: what kills are measured by."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from services.decisions.domain.reassessment import ReassessmentChunkDone
from shared.eventlog.verify import verify_log
from tests.support.decisions import Decisions, open_decisions
from tests.support.mortal_decisions import Undertaker


@dataclass(frozen=True)
class Scene:
    """A data folder, the sets whose campaigns are to be run, who is affected, and the undisturbed end."""

    folder: Path
    set_ids: tuple[UUID, ...]
    affected: list[UUID]
    undisturbed: dict[str, list[tuple[object, ...]]]
    head: int

    @classmethod
    def of(
        cls,
        folder: Path,
        set_ids: tuple[UUID, ...],
        affected: list[UUID],
        mortal: Undertaker,
        *acts: str,
    ) -> Self:
        """Let a copy live, once for each act, without any kill."""
        undisturbed = a_copy(folder, folder.with_name(f"{folder.name}-undisturbed"))
        for act in acts:
            assert mortal.let_live(undisturbed, act=act) == 0
        after = look(undisturbed)
        try:
            return cls(folder, set_ids, affected, after.contents(), after.log.head())
        finally:
            after.close()


def database(folder: Path) -> str:
    """The service's database in a data folder."""
    return f"sqlite:///{folder}/decisions.db"


def a_copy(folder: Path, to: Path) -> Path:
    """Everything in it, write-ahead logs included."""
    return Path(shutil.copytree(folder, to, dirs_exist_ok=True))


def look(data: Path) -> Decisions:
    """The service's database as it is now."""
    return open_decisions(database(data), migrate=False)


def chunks_stored(service: Decisions) -> int:
    """How many chunks are in the log."""
    return len(service.log.events_after(0, limit=10_000, topics=[ReassessmentChunkDone.TOPIC]))


def assert_ended_as_undisturbed(scene: Scene, data: Path) -> None:
    """The same people renewed, each once, at the same places in the log; the same rows in every table."""
    service = look(data)
    try:
        assert service.renewed_cases() == scene.affected
        assert all(service.replay.proof(service.campaign_of(set_id)).holds for set_id in scene.set_ids)
        assert verify_log(service.engine, service.log.recorder.tables).holds
        assert service.log.head() == scene.head
        assert service.contents() == scene.undisturbed
    finally:
        service.close()
