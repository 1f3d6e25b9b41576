"""Settings: templates of addresses, and what production refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from shared.runtime.settings import Settings

OVER_HTTPS = {
    "environment": "production",
    "issuer_keys_url": "https://identity.example/certs",
    "token_url": "https://identity.example/token",
    "client_id": "decisions",
    "client_secret_file": "secret",
}
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
    "change",
    [
        {"issuer_keys_url": "http://identity.example/certs"},
        {"issuer_keys_url": None, "issuer_metadata_url": "http://identity.example/metadata"},
        {"issuer_metadata_url": "https://identity.example/metadata"},
        {"token_url": "http://identity.example/token"},
        {"issuer_keys_url": None},
        {"client_secret_file": None},
        {"issuer_keys": "keys.json"},
        {"service_token": "token"},
        {"database_url": "postgresql+psycopg://decisions:secret@postgres/decisions"},
        {"nats": "nats://decisions:secret@nats-1:4222"},
    ],
    ids=" ".join,
)
def test_production_with_an_identity_provider_is_as_strict(change: dict[str, str | None]) -> None:
    """Over https only, with all that belongs together, from one source, and no password in an address."""
    Settings.model_validate(OVER_HTTPS)
    with pytest.raises(ValidationError):
        Settings.model_validate({**OVER_HTTPS, **change})


def test_a_password_comes_from_a_file(tmp_path: Path) -> None:
    """Whatever stands in it; the template names the service in user, database and file."""
    (tmp_path / "decisions_password").write_text("p@ss/word:1\n")
    settings = Settings.model_validate(
        {
            "database_url": "postgresql+psycopg://{service}@postgres:5432/{service}",
            "database_password_file": f"{tmp_path}/{{service}}_password",
            "vault_database_url": "postgresql+psycopg://vault@postgres/vault",
            "vault_password_file": str(tmp_path / "decisions_password"),
        }
    )
    url = make_url(settings.database_of("decisions"))
    assert (url.username, url.password, url.database) == ("decisions", "p@ss/word:1", "decisions")
    assert make_url(settings.vault_database()).password == "p@ss/word:1"


@pytest.mark.parametrize("url", ["postgresql+psycopg://postgres/loket", "postgresql+psycopg://a:b@c/d"])
def test_a_password_of_nobody_is_refused(url: str) -> None:
    """The URL names the user whose password it is, and not another password."""
    with pytest.raises(ValidationError):
        Settings(database_url=url, database_password_file="password")


def test_the_login_of_the_message_servers_comes_from_a_file(tmp_path: Path) -> None:
    """User and password; the password may hold anything but a line's end."""
    login = tmp_path / "login"
    login.write_text("decisions:a:b\n")
    assert Settings(nats_login_file=login).nats_login() == ("decisions", "a:b")
    assert Settings().nats_login() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"campaign_chunk": 0},
        {"poll_seconds": -1},
        {"poll_seconds": 0},
        {"nats": "foo"},
        {"nats": "nats://a:1,"},
        {"nats_replicas": 0},
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
    "nats",
    ["embedded", "off", "nats://127.0.0.1:4222", "tls://token@nats.example:4222", "nats://a:1,nats://b:2"],
)
def test_a_message_server_is_named_by_its_address(nats: str) -> None:
    """Or it is the embedded one, or none."""
    assert Settings(nats=nats).nats == nats


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "loket.example.org"])  # noqa: S104 - refused
def test_the_development_issuer_serves_this_machine_alone(host: str) -> None:
    """Its key lies in the data folder; who serves others names an issuer of their own."""
    with pytest.raises(ValidationError, match="LOKET_HOST must be a loopback address"):
        Settings(host=host)
    assert Settings(host=host, issuer_keys=Path("keys.json")).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_at_home_it_needs_no_other(host: str) -> None:
    """Every name of the loopback."""
    assert Settings(host=host).issuer_keys is None
