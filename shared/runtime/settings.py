"""What an operator can set, by environment variables that begin with `LOKET_`.

No secret is a setting: secrets are files, made in the data folder or handed in by the platform.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FINGERPRINT_KEY: Final = "fingerprint.key"
"""The file that every installation has: a data folder without it holds none."""


class Settings(BaseSettings):
    """Settings of one process; the defaults are those of `loket up` on a developer's machine."""

    model_config = SettingsConfigDict(env_prefix="LOKET_", frozen=True, extra="ignore")

    data: Path = Path("data")
    """Folder of databases, keys and the embedded message server."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080
    environment: Literal["development", "production"] = "development"
    clock: Literal["wall", "stepped"] = "wall"

    database_url: str = "sqlite:///{data}/{service}.db"
    """Template; `{data}` and `{service}` are filled in."""
    vault_database_url: str = "sqlite:///{data}/vault.db"
    nats: Annotated[str, Field(pattern=r"^(embedded|off|(nats|tls|ws|wss)://\S+)$")] = "embedded"
    """`embedded`, `off`, or the URL of a server (`nats://...`)."""
    rdw_url: str | None = None
    """Base of the vehicle register's open data; None: the stand-in of the demo, when there is one."""
    service_url_template: str = "http://{host}:{port}/{service}/v1"
    """Where services reach each other's feeds."""
    public_url: str | None = None
    """Scheme and host under which the APIs are known outside; None: this process's own address."""

    contact_name: str = "Loket"
    contact_url: str = "https://example.org/loket"
    contact_email: str = "loket@example.org"

    smtp_host: str | None = None
    """The mail server that takes letters to who agreed to e-mail; None: every letter goes on paper."""
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    smtp_tls: Literal["starttls", "tls", "off"] = "starttls"
    """`off` is for a server on the same machine, and never for production."""
    smtp_sender: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")] = "loket@example.org"
    """The address that letters come from, and to which a mail system reports what bounces."""
    smtp_user: str | None = None
    """Name under which we log in at the mail server; None: without."""
    smtp_password: Path | None = None
    """File with the password that belongs to it."""
    smtp_attempts: Annotated[int, Field(ge=1, le=20)] = 5
    """How often a letter is offered to the mail server before it goes on paper. SYNTHETIC."""
    smtp_pause_seconds: Annotated[float, Field(gt=0, le=86_400)] = 300.0
    """How long it waits after the first attempt; twice as long after every further one. SYNTHETIC."""

    issuer: str = "urn:loket:development-issuer"
    audience: str = "loket"
    issuer_keys: Path | None = None
    """JWK set (public keys) of the issuer; None: the development issuer in the data folder."""
    service_token: Path | None = None
    """File with the bearer token of this process; None: the development issuer makes it."""

    otlp_endpoint: str | None = None
    """Where traces go (OTLP over HTTP); None: nowhere."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    poll_seconds: Annotated[float, Field(gt=0)] = 2.0
    """How often feeds and workers look by themselves, when nothing wakes them."""
    campaign_chunk: Annotated[int, Field(ge=1)] = 2500
    """How many cases a reassessment decides in one append."""
    crash_at: str | None = None
    """`label:n`, for fault tests only."""

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("LOKET_SMTP_USER and LOKET_SMTP_PASSWORD go together")
        if self.environment == "production":
            if self.clock == "stepped":
                raise ValueError("the clock cannot be stepped in production")
            if self.smtp_host is not None and self.smtp_tls == "off":
                raise ValueError("letters are personal: production needs LOKET_SMTP_TLS")
            if self.issuer_keys is None or self.service_token is None:
                raise ValueError("production needs LOKET_ISSUER_KEYS and LOKET_SERVICE_TOKEN")
            if self.crash_at is not None:
                raise ValueError("crash points are for tests, not for production")
        return self

    def database_of(self, service: str) -> str:
        """The database URL of one service."""
        return self.database_url.format(data=self.data, service=service)

    def vault_database(self) -> str:
        """The database URL of the key vault."""
        return self.vault_database_url.format(data=self.data)

    def service_url(self, service: str) -> str:
        """The base URL of a service as its sisters reach it, without a trailing slash."""
        return self.service_url_template.format(host=self.host, port=self.port, service=service)

    def published_url(self, service: str) -> str:
        """The base URL of a service as its OpenAPI document states it."""
        base = self.public_url or f"http://{self.host}:{self.port}"
        return f"{base}/{service}/v1"
