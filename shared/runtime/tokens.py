"""Bearer tokens: the development issuer, and the verification that production uses too.

JWT access tokens by RFC 9068: one configured issuer, asymmetric algorithms only, `iss`, `aud`,
`exp`, `nbf` and `typ` checked; whatever is not understood is refused.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet

from shared.runtime.access import Principal, Role
from shared.runtime.identity_provider import (
    ClientCredentials,
    DiscoveredKeys,
    KeysUnavailable,
    PublishedKeys,
    issuer_client,
)
from shared.runtime.secret_files import secret_from
from shared.runtime.settings import Settings
from shared.runtime.token_binding import refuse_unproved

logger = logging.getLogger(__name__)

JWT_TYP: Final = "at+jwt"
ASYMMETRIC: Final = ("ES256", "ES384", "PS256", "RS256")
KEY_FILE: Final = "issuer-key.json"
LEEWAY_SECONDS: Final = 30
REFRESHES_A_MINUTE: Final = 2
KEYS_FRESH_SECONDS: Final = 600
"""After this the key set is fetched anew, so that a key which the issuer has dropped is dropped here."""
KEYS_KEPT_SECONDS: Final = 3600
"""For so long the last key set serves when the issuer cannot be asked; after that every token is refused."""
REMEMBERED_SIGNATURES: Final = 1_000
"""Of how many tokens the verified signature is remembered; their times are checked at every use."""
_SUBJECT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_WITHOUT_SCOPE: Final = frozenset({Role.APPLICANT, Role.MUNICIPALITY})


class TokenRefused(Exception):
    """The token is not accepted; the reason is for our log, not for the caller."""


class _Claims(msgspec.Struct, frozen=True):
    """The claims that access rests on; anything else in the token is ignored."""

    sub: str
    loket_roles: frozenset[Role]
    loket_municipalities: frozenset[str] = frozenset()
    loket_national: bool = False
    cnf: dict[str, object] | msgspec.UnsetType = msgspec.UNSET
    """What the token is bound to; absent: to nothing, whoever bears it may use it."""


class TokenIssuer:
    """Makes tokens in development. Its key stands in the data folder, mode 0600."""

    def __init__(self, data: Path, issuer: str, audience: str, now: Callable[[], float] = time.time) -> None:
        self._issuer = issuer
        self._audience = audience
        self._now = now
        self._key = ECKey.import_key(json.loads(secret_from(data / KEY_FILE, _new_key)))

    def issue(
        self,
        role: Role,
        subject: str,
        municipality: str | None = None,
        lifetime: timedelta = timedelta(hours=12),
    ) -> str:
        """A token for one person in one role; without a municipality, desk roles have national scope."""
        if role is Role.MUNICIPALITY and municipality is None:
            raise ValueError("a municipality's token names the municipality")
        if municipality is not None and not re.fullmatch(r"[0-9]{4}", municipality):
            raise ValueError("a municipality is named by the four digits of its CBS code")
        if not _SUBJECT.fullmatch(subject):
            raise ValueError("a subject is a pseudonymous id of letters, digits and . _ : -")
        now = int(self._now())
        claims: dict[str, object] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": subject,
            "iat": now,
            "nbf": now,
            "exp": now + int(lifetime.total_seconds()),
            "loket_roles": [role.value],
            **_scope_claim(role, municipality),
        }
        return jwt.encode({"alg": "ES256", "typ": JWT_TYP, "kid": self._key.thumbprint()}, claims, self._key)

    def public_keys(self) -> KeySet:
        """The key set with which these tokens are verified."""
        public = {**self._key.as_dict(private=False), "kid": self._key.thumbprint()}
        return KeySet([ECKey.import_key(public)])


class TokenVerifier:
    """Says who a token speaks for. `keys` fetches the issuer's present key set."""

    def __init__(
        self, issuer: str, audience: str, keys: Callable[[], KeySet], now: Callable[[], float] = time.time
    ) -> None:
        self._fetch = keys
        self._now = now
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._fetched_at = float("-inf")
        self._asked: list[float] = []
        self._verified: dict[str, tuple[KeySet, jwt.Token]] = {}
        self._registry = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            nbf={"essential": True},
            sub={"essential": True},
        )

    def principal(self, token: str, certificate: str | None = None) -> Principal:
        """The principal of a valid token; raises TokenRefused for every other one.

        Raises ProofMissing for one that is bound to a key, unless `certificate` is that of the client, as a
        trusted proxy hands it on, and the token is bound to it.
        """
        try:
            decoded = self._decode(token)
            if str(decoded.header.get("typ", "")).lower().removeprefix("application/") != JWT_TYP:
                raise TokenRefused("typ")
            self._registry.validate(decoded.claims)
            claims = msgspec.convert(decoded.claims, _Claims)
        except (JoseError, ValueError, msgspec.ValidationError) as refusal:
            raise TokenRefused(type(refusal).__name__) from refusal
        if not _SUBJECT.fullmatch(claims.sub) or not claims.loket_roles:
            raise TokenRefused("claims")
        if claims.cnf is not msgspec.UNSET:
            refuse_unproved(claims.cnf, certificate)
        return Principal(claims.sub, claims.loket_roles, claims.loket_municipalities, claims.loket_national)

    def _decode(self, token: str) -> jwt.Token:
        """The token with its signature checked, now or at an earlier use under the same key set."""
        keys, decoded = self._verified.get(token, (None, None))
        if decoded is not None and keys is self._current():
            return decoded
        keys, decoded = self._check_signature(token)
        if len(self._verified) >= REMEMBERED_SIGNATURES:
            self._verified.clear()
        self._verified[token] = (keys, decoded)
        return decoded

    def _check_signature(self, token: str) -> tuple[KeySet, jwt.Token]:
        """Check the signature; an unknown key makes us look once for a newer key set."""
        keys = self._current()
        try:
            return keys, jwt.decode(token, keys, algorithms=ASYMMETRIC)
        except InvalidKeyIdError:
            keys = self._refreshed()
            return keys, jwt.decode(token, keys, algorithms=ASYMMETRIC)

    def _current(self) -> KeySet:
        keys = self._keys
        if keys is not None and self._now() - self._fetched_at < KEYS_FRESH_SECONDS:
            return keys
        return self._refreshed()

    def _refreshed(self) -> KeySet:
        """Fetch the key set, at most twice a minute; fails closed when there is none, or only an old one."""
        with self._lock:
            now = self._now()
            self._asked = [at for at in self._asked if now - at < 60]
            if len(self._asked) < REFRESHES_A_MINUTE:
                self._asked.append(now)
                self._take_keys(now)
            if self._keys is None or now - self._fetched_at > KEYS_KEPT_SECONDS:
                raise TokenRefused("no keys")
            return self._keys

    def _take_keys(self, now: float) -> None:
        try:
            self._keys, self._fetched_at = self._fetch(), now
        except (KeysUnavailable, JoseError, OSError, ValueError) as fault:
            logger.warning("the issuer's keys could not be fetched: %s", type(fault).__name__)


class ServiceToken:
    """The bearer token with which a service reads the feeds of others; made anew before it expires."""

    def __init__(
        self, make: Callable[[], str], lifetime: timedelta, now: Callable[[], float] = time.time
    ) -> None:
        self._make = make
        self._half_life = lifetime.total_seconds() / 2
        self._now = now
        self._lock = Lock()
        self._token = ""
        self._renew_at = 0.0

    def __call__(self) -> str:
        with self._lock:
            if self._now() >= self._renew_at:
                self._token = self._make()
                self._renew_at = self._now() + self._half_life
            return self._token


def issuer_of(settings: Settings) -> TokenIssuer:
    """The development issuer of this data folder."""
    return TokenIssuer(settings.data, settings.issuer, settings.audience)


def verifier_of(settings: Settings) -> TokenVerifier:
    """The verifier: of the configured key set, or of the development issuer where none is configured."""
    return TokenVerifier(settings.issuer, settings.audience, _keys_of(settings))


def _keys_of(settings: Settings) -> Callable[[], KeySet]:
    path, url, metadata = settings.issuer_keys, settings.issuer_keys_url, settings.issuer_metadata_url
    if metadata is not None:
        return DiscoveredKeys(metadata, settings.issuer, issuer_client(settings.issuer_authorities))
    if url is not None:
        return PublishedKeys(url, issuer_client(settings.issuer_authorities))
    if path is not None:
        return lambda: KeySet.import_key_set(json.loads(path.read_text(encoding="utf-8")))
    return issuer_of(settings).public_keys


def service_token_of(settings: Settings, service: str) -> Callable[[], str]:
    """What this process shows to its sisters: a file of the platform, a token of the issuer, or a development token."""
    path = settings.service_token
    if path is not None:
        return lambda: path.read_text(encoding="utf-8").strip()
    if settings.token_url and settings.client_id and settings.client_secret_file:
        issuer = issuer_client(settings.issuer_authorities)
        return ClientCredentials(settings.token_url, settings.client_id, settings.client_secret_file, issuer)
    development, lifetime = issuer_of(settings), timedelta(hours=1)
    return ServiceToken(
        lambda: development.issue(Role.SYSTEM, f"service:{service}", None, lifetime), lifetime
    )


def _scope_claim(role: Role, municipality: str | None) -> Mapping[str, object]:
    if municipality is not None:
        return {"loket_municipalities": [municipality]}
    return {} if role in _WITHOUT_SCOPE else {"loket_national": True}


def _new_key() -> bytes:
    return json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True)).encode()
