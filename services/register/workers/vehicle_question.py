"""Asking the vehicle register about a plate while a camera waits."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from shared.rdw.register_record import RegisterAnswer
from shared.rdw.vehicle_register import RegisterSilent
from shared.vocabulary import Plate

logger = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 2.0
"""After this a camera hears that the register does not know."""
AT_ONCE: Final = 8
"""Questions that may be under way together; a register that hangs holds up no more threads than these."""


class AskedRegister(Protocol):
    """The vehicle register."""

    def ask(self, plate: Plate, /) -> RegisterAnswer:
        """Facts and the whole answer. Raises RegisterSilent."""


class VehicleQuestion:
    """One question, answered in time or not at all. Nothing of plate or answer is kept or logged."""

    def __init__(self, register: AskedRegister, patience: float = PATIENCE_SECONDS) -> None:
        self._register = register
        self._patience = patience
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="vehicle-question")

    def ask(self, plate: Plate) -> RegisterAnswer | None:
        """What the register answers; None: it is silent."""
        asked = self._pool.submit(self._register.ask, plate)
        try:
            return asked.result(self._patience)
        except TimeoutError:
            asked.cancel()
            logger.info("the vehicle register did not answer a camera's question in %.1f s", self._patience)
        except RegisterSilent as silence:
            logger.info("the vehicle register did not answer a camera's question: %s", silence)
        return None
