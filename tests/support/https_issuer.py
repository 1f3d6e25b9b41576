"""An identity provider on https, under a certificate of an authority of its own: keys, and tokens for machines.

What it does not have is people: a test makes their tokens with the keys that it publishes.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.runtime.access import Role
from shared.runtime.tokens import JWT_TYP

REALM: Final = "/identity/realms/loket"
KEYS: Final = f"{REALM}/protocol/openid-connect/certs"
METADATA: Final = f"{REALM}/.well-known/openid-configuration"
TOKENS: Final = f"{REALM}/protocol/openid-connect/token"
ISSUER: Final = f"https://loket.example.org{REALM}"
"""As the tokens say it: the name outside, which is not the address at which it is asked."""
AUDIENCE: Final = "loket"
_DAY: Final = timedelta(days=1)


class HttpsIssuer:
    """What it publishes, and whether it answers, a test changes."""

    def __init__(self, folder: Path) -> None:
        self.authority = folder / "authority.pem"
        self.silent = False
        self.asked_by: list[tuple[str, str]] = []
        """Who got a token by its credentials: name and secret."""
        self.rotate()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(folder, self.authority))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"https://127.0.0.1:{self._server.server_port}"

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish no other."""
        self.key = ECKey.generate_key("P-256")

    def token(self, *, key: ECKey | None = None, **changed: object) -> str:
        """An auditor's, good for five minutes, but for the claims that are changed."""
        key, now = key or self.key, int(time.time())
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "auditor-1",
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            "loket_roles": [Role.AUDITOR.value],
            "loket_national": True,
        }
        return jwt.encode({"alg": "ES256", "typ": JWT_TYP, "kid": key.thumbprint()}, claims | changed, key)

    @contextmanager
    def serving(self) -> Iterator[HttpsIssuer]:
        """It answers within the block."""
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def answer(self, path: str, form: str, credentials: str) -> dict[str, Any] | None:
        """What it says; None: it knows nothing of that."""
        if path == KEYS:
            return {"keys": [{**self.key.as_dict(private=False), "kid": self.key.thumbprint(), "use": "sig"}]}
        if path == METADATA:
            return {"issuer": ISSUER, "jwks_uri": f"{self.address}{KEYS}"}
        if path == TOKENS and parse_qs(form) == {"grant_type": ["client_credentials"]}:
            name, _, secret = base64.b64decode(credentials.removeprefix("Basic ")).decode().partition(":")
            self.asked_by.append((name, secret))
            token = self.token(sub=f"service:{name}", loket_roles=[Role.SYSTEM.value])
            return {"access_token": token, "expires_in": 300, "token_type": "Bearer"}
        return None


def _answering(issuer: HttpsIssuer) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say("", "")

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(form, self.headers.get("Authorization", ""))

        def _say(self, form: str, credentials: str) -> None:
            self.close_connection = True
            if issuer.silent:
                return
            said = issuer.answer(self.path, form, credentials)
            body = json.dumps(said).encode()
            self.send_response(404 if said is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Answer


def _certificate(folder: Path, authority: Path) -> Path:
    """Key and certificate for this machine in one file, by an authority whose own is written to `authority`."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _named("Authority of a test")
    root = (
        _drafted(root_name, root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    own = (
        _drafted(_named("identity"), root_name, key.public_key())
        .add_extension(here, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "identity.pem"
    file.write_bytes(secret + own.public_bytes(serialization.Encoding.PEM))
    return file


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _drafted(subject: x509.Name, by: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
    )
