"""What an operator can set, by environment variables that begin with `LOKET_`.

No secret is a setting: secrets are files, made in the data folder or handed in by the platform.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import quote, urlsplit

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
    """Address on which this process listens."""
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080
    """Port on which this process listens."""
    environment: Literal["development", "production"] = "development"
    """`production` refuses whatever is for development or tests only."""
    clock: Literal["wall", "stepped"] = "wall"
    """The business clock: the machine's, or in development one that can be stepped."""

    database_url: str = "sqlite:///{data}/{service}.db"
    """Where the database of a service is: a template in which `{data}` and `{service}` are filled in."""
    database_password_file: str | None = None
    """Template of the file with the password of the user in `LOKET_DATABASE_URL`; None: it needs none."""
    vault_database_url: str = "sqlite:///{data}/vault.db"
    """Database of the key vault; `{data}` is filled in."""
    vault_password_file: Path | None = None
    """File with the password of the user in `LOKET_VAULT_DATABASE_URL`; None: it needs none."""
    database_connections: Annotated[int, Field(ge=3)] = 40
    """How many connections at once a service has to its database, one of them for its lease; `max_connections` of the server is for all replicas."""
    vault_connections: Annotated[int, Field(ge=2)] = 40
    """The same for the vault."""
    migrations: Literal["at_start", "apart"] = "at_start"
    """`apart`: who finds a schema behind, its own or the vault's, refuses to start; `loket migrate` is run before it."""
    nats: Annotated[
        str, Field(pattern=r"^(embedded|off|(nats|tls|ws|wss)://[^\s,]+(,(nats|tls|ws|wss)://[^\s,]+)*)$")
    ] = "embedded"
    """`embedded`, `off`, or the URLs of the servers of one cluster (`nats://...`), with commas between them."""
    nats_login_file: Path | None = None
    """File with `user:password` for the message servers; None: the URL says it, or nothing is asked."""
    nats_accounts: Literal["shared", "apart"] = "shared"
    """`apart`: each service has an account of its own on the servers, as in `infra/nats/nats.conf`."""
    nats_replicas: Annotated[int, Field(ge=1, le=5)] = 1
    """On how many servers each stream is kept; made so when a stream is made."""
    rdw_url: str | None = None
    """Base of the vehicle register's open data; None: the stand-in of the demo, when there is one."""
    service_url_template: str = "http://{host}:{port}/{service}/v1"
    """Where services reach each other's feeds."""
    public_url: str | None = None
    """Scheme and host under which the APIs are known outside; None: this process's own address."""

    contact_name: str = "Loket"
    """Whom the OpenAPI documents name as contact."""
    contact_url: str = "https://example.org/loket"
    """Where that contact is found."""
    contact_email: str = "loket@example.org"
    """How that contact is written to."""

    smtp_host: str | None = None
    """The mail server that takes letters to who agreed to e-mail; None: every letter goes on paper."""
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    """The port on which it takes them."""
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
    """Who issues tokens, as their `iss` says it."""
    audience: str = "loket"
    """For whom tokens are, as their `aud` says it."""
    issuer_keys: Path | None = None
    """JWK set (public keys) of the issuer; None: the one below, or the development issuer in the data folder."""
    issuer_keys_url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    """Where the issuer publishes its JWK set (`jwks_uri`); fetched again for an unknown key, twice a minute at most."""
    issuer_metadata_url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    """Instead of that: where the issuer says of itself where its keys are (`.well-known/openid-configuration`)."""
    issuer_authorities: Path | None = None
    """Certificates (PEM) that the issuer's own must go back to; None: those that the machine trusts."""
    client_certificate_header: Annotated[str | None, Field(pattern=r"^[A-Za-z][A-Za-z-]{0,59}$")] = None
    """Header in which the proxy hands on the client's certificate, and which it takes from what clients send; None: tokens that are bound to one are refused."""
    service_token: Path | None = None
    """File with the bearer token of this process; None: the issuer is asked for it, or the development issuer makes it."""
    token_url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    """Token endpoint of the issuer, where this process gets its token by client credentials."""
    client_id: str | None = None
    """Name of this process at the token endpoint."""
    client_secret_file: Path | None = None
    """File with the secret of this process at the token endpoint."""

    access_log_days: Annotated[int, Field(ge=1)] | None = None
    """After so many days `loket forget-access-log` forgets who looked; None: never. How long is for the controller."""

    requests_of_people: Annotated[float, Field(gt=0)] = 20.0
    """How many requests a second an applicant may make of a service in the long run; ten seconds' worth at once. SYNTHETIC."""
    requests_of_clients: Annotated[float, Field(gt=0)] = 500.0
    """The same for every other caller: staff, and the systems of the RDW and the municipalities. SYNTHETIC."""
    header_seconds: Annotated[float, Field(gt=0)] = 10.0
    """How long a caller may take for the headers of a request."""
    body_seconds: Annotated[float, Field(gt=0)] = 30.0
    """How long a caller may take for its body."""
    unread_seconds: Annotated[float, Field(gt=0)] = 30.0
    """How long a caller may read nothing of an answer before the connection is dropped."""
    connections: Annotated[int, Field(ge=1)] = 1000
    """How many connections this process holds at once."""
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 2.0
    """How long a process that is told to stop (SIGTERM) says at `/readyz` that it is draining, before it takes no more."""

    otlp_endpoint: str | None = None
    """Where traces go (OTLP over HTTP); None: nowhere."""
    trace_ratio: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Which part of the traces that begin here is recorded; one that began elsewhere is when it was there. SYNTHETIC."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least that is logged."""
    poll_seconds: Annotated[float, Field(gt=0)] = 2.0
    """How often feeds and workers look by themselves, when nothing wakes them."""
    lease_seconds: Annotated[float, Field(ge=0.5, le=60)] = 6.0
    """How long a silent replica keeps the work of its service before another one takes it over."""
    campaign_chunk: Annotated[int, Field(ge=1)] = 2500
    """How many cases a reassessment decides in one append."""
    crash_at: str | None = None
    """`label:n`, for fault tests only."""

    @model_validator(mode="after")
    def _settings_belong_together(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("LOKET_SMTP_USER and LOKET_SMTP_PASSWORD go together")
        if sum(each is not None for each in self._places_of_keys()) > 1:
            raise ValueError(
                "LOKET_ISSUER_KEYS, LOKET_ISSUER_KEYS_URL and LOKET_ISSUER_METADATA_URL exclude each other"
            )
        credentials = (self.token_url, self.client_id, self.client_secret_file)
        if any(credentials) and not all(credentials):
            raise ValueError("LOKET_TOKEN_URL, LOKET_CLIENT_ID and LOKET_CLIENT_SECRET_FILE go together")
        if self.service_token is not None and self.token_url is not None:
            raise ValueError("LOKET_SERVICE_TOKEN and LOKET_TOKEN_URL exclude each other")
        for url, file in self._logins():
            if file is not None and (not urlsplit(url).username or urlsplit(url).password is not None):
                raise ValueError("a database URL names its user, and no password where a file holds it")
        return self

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.environment == "production":
            for refused, why in self._not_for_production():
                if refused:
                    raise ValueError(why)
        return self

    @model_validator(mode="after")
    def _development_stays_at_home(self) -> Self:
        if not any(self._places_of_keys()) and not _is_loopback(self.host):
            raise ValueError(
                "the development issuer makes tokens for whoever can read its key, so it serves this machine alone:"
                " LOKET_HOST must be a loopback address, or LOKET_ISSUER_KEYS (or _KEYS_URL, _METADATA_URL) set"
            )
        return self

    def _places_of_keys(self) -> tuple[object, ...]:
        return (self.issuer_keys, self.issuer_keys_url, self.issuer_metadata_url)

    def _not_for_production(self) -> tuple[tuple[bool, str], ...]:
        keys, token = any(self._places_of_keys()), self.service_token or self.token_url
        urls = (self.issuer_keys_url, self.issuer_metadata_url, self.token_url)
        asked = [url for url in urls if url is not None]
        servers = (self.database_url, self.vault_database_url, *self.nats.split(","))
        return (
            (self.clock == "stepped", "the clock cannot be stepped in production"),
            (
                self.smtp_host is not None and self.smtp_tls == "off",
                "letters are personal: production needs LOKET_SMTP_TLS",
            ),
            (
                not keys or token is None,
                (
                    "production needs LOKET_ISSUER_KEYS, LOKET_ISSUER_KEYS_URL or LOKET_ISSUER_METADATA_URL,"
                    " and LOKET_SERVICE_TOKEN or LOKET_TOKEN_URL"
                ),
            ),
            (
                not all(url.startswith("https://") for url in asked),
                "production speaks with the issuer over https only",
            ),
            (
                any(urlsplit(url).password is not None for url in servers),
                "in production passwords stand in files, not in URLs",
            ),
            (self.crash_at is not None, "crash points are for tests, not for production"),
        )

    def database_of(self, service: str) -> str:
        """The database URL of one service, with the password where a file holds it. Raises OSError."""
        url = self.database_url.format(data=self.data, service=service)
        file = self.database_password_file
        return (
            url if file is None else _with_password(url, Path(file.format(data=self.data, service=service)))
        )

    def vault_database(self) -> str:
        """The database URL of the key vault, with the password where a file holds it. Raises OSError."""
        url, file = self.vault_database_url.format(data=self.data), self.vault_password_file
        return url if file is None else _with_password(url, file)

    def nats_login(self) -> tuple[str, str] | None:
        """User and password for the message servers, where a file holds them. Raises OSError."""
        if self.nats_login_file is None:
            return None
        user, _, password = self.nats_login_file.read_text(encoding="utf-8").strip().partition(":")
        return user, password

    def _logins(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.database_url, self.database_password_file),
            (self.vault_database_url, self.vault_password_file),
        )

    def service_url(self, service: str) -> str:
        """The base URL of a service as its sisters reach it, without a trailing slash."""
        return self.service_url_template.format(host=self.host, port=self.port, service=service)

    def published_url(self, service: str) -> str:
        """The base URL of a service as its OpenAPI document states it."""
        base = self.public_url or f"http://{self.host}:{self.port}"
        return f"{base}/{service}/v1"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _with_password(url: str, file: Path) -> str:
    """The URL with what the file holds as the password of its user."""
    user, _, place = url.partition("@")
    return f"{user}:{quote(file.read_text(encoding='utf-8').strip(), safe='')}@{place}"
