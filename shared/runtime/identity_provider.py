"""What is asked of the identity provider: the keys that it signs with now, and a token for this process.

Within seconds, and never where it redirects to.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Final

import httpx
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

logger = logging.getLogger(__name__)

_TIMEOUT: Final = httpx.Timeout(5.0, connect=2.0)
_SIGNING: Final = frozenset({"RSA", "EC"})
_SHORTEST_SECONDS: Final = 30
_PAUSE_SECONDS: Final = 10
"""Before a provider that gave no new token is asked again, while the present one is good."""


class KeysUnavailable(Exception):
    """The issuer's key set could not be had, or holds no key that signs."""


class _KeySetAnswer(msgspec.Struct, frozen=True):
    """A JWK set (RFC 7517)."""

    keys: list[dict[str, Any]]


class _Metadata(msgspec.Struct, frozen=True):
    """What an issuer says of itself (OpenID Connect Discovery 1.0, section 3; RFC 8414)."""

    issuer: str
    jwks_uri: str


class _TokenAnswer(msgspec.Struct, frozen=True):
    """What a token endpoint answers (RFC 6749, section 5.1)."""

    access_token: str
    expires_in: int


class PublishedKeys:
    """The key set that an issuer publishes, as it stands at each call."""

    def __init__(self, url: str, http: httpx.Client) -> None:
        """`url` is the `jwks_uri` of the issuer."""
        self._url = url
        self._http = http

    def __call__(self) -> KeySet:
        """Fetch it. Keys for encryption and shared secrets are left out. Raises KeysUnavailable."""
        try:
            answer = self._http.get(self._url).raise_for_status()
            found = msgspec.json.decode(answer.content, type=_KeySetAnswer).keys
            signing: KeySetSerialization = {"keys": [each for each in found if _signs(each)]}
            keys = KeySet.import_key_set(signing)
        except (httpx.HTTPError, msgspec.MsgspecError, JoseError, ValueError) as fault:
            raise KeysUnavailable(type(fault).__name__) from fault
        if not keys.keys:
            raise KeysUnavailable("no key signs")
        return keys


class DiscoveredKeys:
    """The key set at the address that the issuer's metadata names, at each call."""

    def __init__(self, url: str, issuer: str, http: httpx.Client) -> None:
        """`url` is that of the metadata; `issuer` is whom it must be of (RFC 8414, section 3.3)."""
        self._url = url
        self._issuer = issuer
        self._http = http

    def __call__(self) -> KeySet:
        """Look the address up and fetch it. Raises KeysUnavailable."""
        try:
            answer = self._http.get(self._url).raise_for_status()
            found = msgspec.json.decode(answer.content, type=_Metadata)
        except (httpx.HTTPError, msgspec.MsgspecError) as fault:
            raise KeysUnavailable(type(fault).__name__) from fault
        if found.issuer != self._issuer:
            raise KeysUnavailable("metadata of another issuer")
        if self._url.startswith("https://") and not found.jwks_uri.startswith("https://"):
            raise KeysUnavailable("keys without https")
        return PublishedKeys(found.jwks_uri, self._http)()


class ClientCredentials:
    """The bearer token of this process by client credentials (RFC 6749, section 4.4), renewed at half its life."""

    def __init__(
        self,
        url: str,
        client_id: str,
        secret_file: Path,
        http: httpx.Client,
        now: Callable[[], float] = time.time,
    ) -> None:
        """The secret is read anew at each renewal, so that it can be changed under a running process."""
        self._url = url
        self._client_id = client_id
        self._secret_file = secret_file
        self._http = http
        self._now = now
        self._lock = Lock()
        self._token = ""
        self._renew_at = self._ends_at = 0.0

    def __call__(self) -> str:
        """A token that is still good. Raises httpx.HTTPError or msgspec.MsgspecError when there is none."""
        if self._now() >= self._renew_at and self._lock.acquire(blocking=self._now() >= self._ends_at):
            try:  # who finds another at it, with a token that is good, need not wait
                if self._now() >= self._renew_at:
                    self._renew()
            finally:
                self._lock.release()
        return self._token

    def _renew(self) -> None:
        try:
            answer = self._ask()
        except (httpx.HTTPError, msgspec.MsgspecError) as fault:
            if self._now() >= self._ends_at:
                raise
            logger.warning("no new token (%s); the present one is still good", type(fault).__name__)
            self._renew_at = min(self._now() + _PAUSE_SECONDS, self._ends_at)
            return
        lifetime = max(answer.expires_in, _SHORTEST_SECONDS)
        self._token = answer.access_token
        self._renew_at, self._ends_at = self._now() + lifetime / 2, self._now() + answer.expires_in

    def _ask(self) -> _TokenAnswer:
        secret = self._secret_file.read_text(encoding="utf-8").strip()
        answer = self._http.post(
            self._url, data={"grant_type": "client_credentials"}, auth=(self._client_id, secret)
        )
        return msgspec.json.decode(answer.raise_for_status().content, type=_TokenAnswer)


def issuer_client(authorities: Path | None) -> httpx.Client:
    """The connection to the issuer, whose certificate must go back to one of these; None: to one the machine trusts."""
    context = ssl.create_default_context(cafile=None if authorities is None else str(authorities))
    return httpx.Client(timeout=_TIMEOUT, trust_env=False, verify=context)


def _signs(key: dict[str, Any]) -> bool:
    return key.get("kty") in _SIGNING and key.get("use", "sig") == "sig" and bool(key.get("kid"))
