"""Asking the vehicle register while a camera waits: in time, or not at all."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from services.register.workers.vehicle_question import VehicleQuestion
from shared.rdw.register_record import RegisterAnswer
from shared.rdw.vehicle_register import RegisterSilent
from shared.vocabulary import Plate, VehicleFacts

PLATE = Plate("VTEST1")
ANSWER = RegisterAnswer("test", VehicleFacts(emission_free=True), b"{}")


class Register:
    """Answers, says that it is silent, or hangs until it is let go."""

    def __init__(self, silence: RegisterSilent | None = None, hangs_until: Event | None = None) -> None:
        self._silence = silence
        self._hangs_until = hangs_until

    def ask(self, _: Plate, /) -> RegisterAnswer:
        """One answer."""
        if self._hangs_until is not None:
            self._hangs_until.wait(timeout=10)
        if self._silence is not None:
            raise self._silence
        return ANSWER


def test_an_answer_in_time_is_given() -> None:
    """As the register gave it."""
    assert VehicleQuestion(Register()).ask(PLATE) == ANSWER


def test_a_silent_register_gives_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """And the log says why, without the plate."""
    with caplog.at_level(logging.INFO):
        assert VehicleQuestion(Register(RegisterSilent("HTTP 503"))).ask(PLATE) is None
    assert "HTTP 503" in caplog.text
    assert PLATE.number not in caplog.text


def test_nobody_waits_for_a_register_that_hangs() -> None:
    """Neither its own question nor those behind it, when all places are taken."""
    released = Event()
    question = VehicleQuestion(Register(hangs_until=released), patience=0.01)
    assert [question.ask(PLATE) for _ in range(12)] == [None] * 12
    released.set()
