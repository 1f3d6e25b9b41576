"""A service as the compose file starts it, in production mode and with an identity provider on https.

A process of its own: what it is told is what the file tells its container, with addresses of this machine.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import ECKey

from services.register.main import SERVICE
from shared.privacy.vault import open_vault
from shared.runtime.access import Role
from shared.runtime.identity_provider import KeysUnavailable, PublishedKeys, issuer_client
from shared.runtime.migrations import upgrade
from shared.runtime.tokens import KEY_FILE
from tests.support import compose
from tests.support.https_issuer import AUDIENCE, ISSUER, KEYS, METADATA, TOKENS, HttpsIssuer
from tests.support.loket_process import LoketProcess
from tests.support.span_collector import SpanCollector

ZONES = "/register/v1/zones"
QUESTION = b'{"plate": "V-999-CC", "zone": "0363"}'
DRAINING_SECONDS = 2.0
LAST_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
OF_OTHER_CONTAINERS = frozenset(
    {"database_password_file", "vault_password_file", "nats_login_file", "otlp_endpoint"}
)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpsIssuer]:
    """The identity provider; it answers until a test silences it."""
    with HttpsIssuer(tmp_path_factory.mktemp("issuer")).serving() as running:
        yield running


@pytest.fixture
def register(issuer: HttpsIssuer, tmp_path: Path) -> Iterator[LoketProcess]:
    """The register, migrated apart and not started."""
    data = tmp_path / "data"
    data.mkdir()
    upgrade(f"sqlite:///{data}/register.db", SERVICE.migrations)
    open_vault(f"sqlite:///{data}/vault.db", data / "master.key").close()
    secret = tmp_path / "client_secret"
    secret.write_text("of the register\n")
    told = {
        name: value
        for name, value in compose.container("register").settings().items()
        if name not in OF_OTHER_CONTAINERS
    }
    told |= {
        "host": "127.0.0.1",
        "database_url": f"sqlite:///{data}/{{service}}.db",
        "vault_database_url": f"sqlite:///{data}/vault.db",
        "nats": "off",
        "service_url_template": "http://127.0.0.1:9/{service}/v1",
        "issuer_keys_url": f"{issuer.address}{KEYS}",
        "issuer_authorities": str(issuer.authority),
        "token_url": f"{issuer.address}{TOKENS}",
        "client_secret_file": str(secret),
        "drain_seconds": DRAINING_SECONDS,
    }
    del told["port"], told["public_url"]
    process = LoketProcess(data, command=("serve", "register"), **told)
    yield process
    process.close()
    issuer.silent = False


@contextmanager
def asking(process: LoketProcess) -> Iterator[httpx.Client]:
    """A client of a process that is started."""
    with process.start().http() as http:
        yield http


@contextmanager
def asking_traced(process: LoketProcess, collector: SpanCollector) -> Iterator[httpx.Client]:
    """The same of one that sends its spans."""
    process.settings["otlp_endpoint"] = collector.endpoint
    with asking(process) as http:
        yield http


def status(http: httpx.Client, token: str) -> int:
    """With which a request under this token is answered."""
    return http.get(ZONES, headers={"Authorization": f"Bearer {token}"}).status_code


def test_who_comes_in(register: LoketProcess, issuer: HttpsIssuer) -> None:
    """Nobody before the provider has been heard, then whoever it vouches for to us, also while it is silent again."""
    issuer.silent = True
    with asking(register) as http:
        assert status(http, issuer.token()) == 401
        assert http.get("/register/v1/readyz").status_code == 200
        issuer.silent = False
        assert status(http, issuer.token()) == 200
        strange = {
            "issuer": issuer.token(iss="https://elsewhere.example/realms/loket"),
            "audience": issuer.token(aud="account"),
            "late": issuer.token(exp=1_700_000_000),
            "role": issuer.token(loket_roles=["administrator"]),
            "signature": issuer.token()[:-4] + "AAAA",
            "no token": "x",
        }
        assert {why: status(http, token) for why, token in strange.items()} == dict.fromkeys(strange, 401)
        issuer.silent = True
        assert status(http, issuer.token()) == 200
        nothing_for_development(register, http)


def nothing_for_development(register: LoketProcess, http: httpx.Client) -> None:
    """No clock, no stand-in, no issuer: it neither makes a key nor believes what one in the folder signs."""
    for path in ("/dev/v1/clock", "/dev/v1/timers/wake", "/dev/vehicle-register/x.json", "/docs"):
        assert http.get(path).status_code == 404, path
        assert http.post(path).status_code == 404, path
    assert not (register.data / KEY_FILE).exists()
    refused = register.run("token", "--role=auditor", "--as=auditor-1")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert not (register.data / KEY_FILE).exists()
    assert http.get(ZONES, headers=register.bearer(Role.AUDITOR, "auditor-1")).status_code == 401


def test_the_provider_changes_its_key(register: LoketProcess, issuer: HttpsIssuer, tmp_path: Path) -> None:
    """The new one counts at its first token, the old one no more; the service shows a token of its own to others.

    Here it finds the keys by the provider's metadata. Told to stop, it leaves in order and loses no span.
    """
    del register.settings["issuer_keys_url"]
    register.settings["issuer_metadata_url"] = f"{issuer.address}{METADATA}"
    spans = tmp_path / "spans"
    with SpanCollector(spans) as collector, asking_traced(register, collector) as http:
        before = issuer.token()
        assert status(http, before) == 200
        issuer.rotate()
        assert status(http, issuer.token()) == 200
        assert status(http, before) == 401
        assert status(http, issuer.token(key=ECKey.generate_key("P-256"))) == 401
        until = time.monotonic() + 10
        while not issuer.asked_by and time.monotonic() < until:
            time.sleep(0.05)
        leaves_in_order(register, http, issuer)
    assert set(issuer.asked_by) == {("register", "of the register")}
    assert any(bytes.fromhex(LAST_TRACE) in sent.read_bytes() for sent in spans.iterdir())


def leaves_in_order(register: LoketProcess, http: httpx.Client, issuer: HttpsIssuer) -> None:
    """Told to stop, it first says so while it still serves; then the door is shut, and what was begun is answered."""
    token = issuer.token(loket_roles=[Role.MUNICIPALITY], loket_municipalities=["0363"], loket_national=False)
    with socket.create_connection(("127.0.0.1", register.port), timeout=10) as begun:
        begun.sendall(
            f"POST /register/v1/access-checks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
            f"traceparent: 00-{LAST_TRACE}-00f067aa0ba902b7-01\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(QUESTION)}\r\n\r\n{{".encode()
        )
        os.kill(register.pid, signal.SIGTERM)
        while (ready := http.get("/register/v1/readyz")).status_code == 200:
            time.sleep(0.02)
        assert (ready.status_code, ready.json()["reasons"]) == (503, ["draining"])
        served = http.get(ZONES, headers={"Authorization": f"Bearer {issuer.token()}"})
        assert (served.status_code, served.headers["Connection"]) == (200, "close")
        assert is_refused_in_time(register.port)
        begun.sendall(QUESTION[1:])
        answer = begun.recv(65536).decode()
        assert answer.startswith("HTTP/1.1 200"), answer
        assert "connection: close" in answer.lower()
    assert register.wait() == 0


def is_refused_in_time(port: int) -> bool:
    """Whether nobody listens there any more, within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.05)
    return False


def test_a_provider_under_another_authority_is_not_believed(issuer: HttpsIssuer) -> None:
    """Without the setting only those count that the machine trusts."""
    url = f"{issuer.address}{KEYS}"
    assert PublishedKeys(url, issuer_client(issuer.authority))().keys
    with pytest.raises(KeysUnavailable, match="ConnectError"):
        PublishedKeys(url, issuer_client(None))()


def test_its_names_are_those_of_the_compose_file() -> None:
    """So that what is tried here is what runs there."""
    told = compose.container("register").settings()
    assert (told["issuer"], told.get("audience", AUDIENCE)) == (ISSUER, AUDIENCE)
    assert told["issuer_keys_url"].endswith(KEYS)
    assert told["token_url"].endswith(TOKENS)
