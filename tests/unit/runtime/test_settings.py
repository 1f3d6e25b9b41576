"""Settings: templates of addresses, and what production refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.runtime.settings import Settings

PRODUCTION = {"environment": "production", "issuer_keys": "keys.json", "service_token": "token"}


def test_each_service_has_a_database_of_its_own() -> None:
    """The template names the data folder and the service."""
    assert Settings(data=Path("/srv/loket")).database_of("decisions") == "sqlite:////srv/loket/decisions.db"


def test_services_reach_each_other_under_their_paths() -> None:
    """One port in the embedded server, so the name of the service is in the path."""
    assert Settings(port=9000).service_url("objections") == "http://127.0.0.1:9000/objections/v1"


@pytest.mark.parametrize(
    "change",
    [
        {"clock": "stepped"},
        {"issuer_keys": None},
        {"service_token": None},
        {"crash_at": "a:1"},
        {"smtp_host": "mail.example", "smtp_tls": "off"},
    ],
)
def test_production_refuses_what_is_for_development(change: dict[str, str | None]) -> None:
    """A stepped clock, the development issuer, crash points, and letters over an open line."""
    Settings.model_validate(PRODUCTION)
    with pytest.raises(ValidationError):
        Settings.model_validate({**PRODUCTION, **change})


@pytest.mark.parametrize(
    "wrong",
    [
        {"campaign_chunk": 0},
        {"poll_seconds": -1},
        {"poll_seconds": 0},
        {"nats": "foo"},
        {"smtp_attempts": 0},
        {"smtp_sender": "Loket <loket@example.org>"},
        {"smtp_user": "loket"},
        {"smtp_password": "file"},
    ],
)
def test_what_nothing_could_work_with_is_refused(wrong: dict[str, object]) -> None:
    """At the start, and not by something that never comes to its end."""
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)


@pytest.mark.parametrize(
    "nats", ["embedded", "off", "nats://127.0.0.1:4222", "tls://token@nats.example:4222"]
)
def test_a_message_server_is_named_by_its_address(nats: str) -> None:
    """Or it is the embedded one, or none."""
    assert Settings(nats=nats).nats == nats
