"""Keeping the lease of a service's workers: takes it when it is free, renews it in time, gives it back at the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from shared.database import fenced
from shared.runtime.lease import WorkerLease
from shared.runtime.workers import where

logger = logging.getLogger(__name__)

LOOKS_EVERY: Final = 0.5
"""Seconds between two looks of a replica that stands by."""
_STOP_SECONDS: Final = 5.0


class LeaseKeeper:
    """A thread beside the workers, so that a long step of theirs keeps nobody from renewing."""

    def __init__(self, service: str, lease: WorkerLease, taken: Callable[[], None]) -> None:
        """`taken` is called when the lease was taken, after others may have worked."""
        self._service = service
        self._lease = lease
        self._taken = taken
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{service}-lease", daemon=True)

    @property
    def held(self) -> bool:
        """Whether this replica works; otherwise it stands by."""
        return self._lease.held

    def turn(self) -> AbstractContextManager[None] | None:
        """In what a worker does its next step; None: another replica works."""
        fence = self._lease.fence
        return None if fence is None else fenced(fence)

    def start(self) -> None:
        """Take the lease now, when it is free, and go on keeping it or waiting for it."""
        self._look()
        if not self._lease.held:
            logger.info("%s stands by: another replica runs its workers", self._service)
        self._thread.start()

    def stop(self) -> None:
        """Give the lease back, for another to take at once; called when the workers have ended."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        try:
            self._lease.release()
        except SQLAlchemyError as fault:
            logger.warning("the lease of %s runs out by itself: %s", self._service, where(fault))
        self._lease.close()

    def _run(self) -> None:
        while not self._stopping.wait(self._lease.seconds / 3 if self._lease.held else self._pause()):
            self._look()

    def _pause(self) -> float:
        return min(LOOKS_EVERY, self._lease.seconds / 3)

    def _look(self) -> None:
        """Renew or take; whatever is wrong with the database, the workers stop when the lease has run out."""
        try:
            if self._lease.renew():
                return
            if self._lease.take():
                logger.info("%s runs its workers here now", self._service)
                self._taken()
        except Exception as fault:  # noqa: BLE001 - whatever it is, this thread must live on to take the lease again
            logger.warning("the lease of %s was not renewed: %s", self._service, where(fault))
