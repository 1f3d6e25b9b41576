"""What is asked of the identity provider, and what is done when it does not answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from shared.runtime.access import Role
from shared.runtime.identity_provider import (
    ClientCredentials,
    DiscoveredKeys,
    KeysUnavailable,
    PublishedKeys,
)
from shared.runtime.tokens import (
    KEYS_FRESH_SECONDS,
    KEYS_KEPT_SECONDS,
    TokenIssuer,
    TokenRefused,
    TokenVerifier,
)

URL = "https://identity.example/realms/loket/certs"
METADATA = "https://identity.example/realms/loket/.well-known/openid-configuration"
ISSUER, AUDIENCE = "https://identity.example/realms/loket", "loket"
Answer = Callable[[httpx.Request], httpx.Response]


def _http(answer: Answer) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer))


def _published(*keys: dict[str, object]) -> PublishedKeys:
    return PublishedKeys(URL, _http(lambda _: httpx.Response(200, json={"keys": list(keys)})))


def _jwk(key: ECKey | RSAKey | OctKey, use: str) -> dict[str, object]:
    return {**key.as_dict(), "kid": key.thumbprint(), "use": use}


def test_only_keys_that_sign_are_taken() -> None:
    """An identity provider publishes keys for encryption beside them; a shared secret is never one."""
    signing, encrypting = ECKey.generate_key("P-256"), ECKey.generate_key("P-384")
    secret = OctKey.generate_key()
    keys = _published(_jwk(signing, "sig"), _jwk(encrypting, "enc"), _jwk(secret, "sig"))()
    assert [key.kid for key in keys.keys] == [signing.thumbprint()]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"keys": []}),
        httpx.Response(200, json={"keys": [{"kty": "RSA", "kid": "1", "n": "?"}]}),
    ],
    ids=["fault", "redirect", "no JSON", "empty", "no key"],
)
def test_whatever_is_no_key_set_is_none(answer: httpx.Response) -> None:
    """A redirect is not followed."""
    with pytest.raises(KeysUnavailable):
        PublishedKeys(URL, _http(lambda _: answer))()


def _discovered(said: object, published: dict[str, object]) -> DiscoveredKeys:
    """Of an issuer that says this of itself."""
    answers = {METADATA: httpx.Response(200, json=said), URL: httpx.Response(200, json=published)}
    return DiscoveredKeys(METADATA, ISSUER, _http(lambda request: answers[str(request.url)]))


def test_keys_are_found_by_what_the_issuer_says_of_itself() -> None:
    """At the address in its metadata."""
    key = ECKey.generate_key("P-256")
    keys = _discovered({"issuer": ISSUER, "jwks_uri": URL, "more": 1}, {"keys": [_jwk(key, "sig")]})()
    assert [each.kid for each in keys.keys] == [key.thumbprint()]


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://identity.example/realms/other", "jwks_uri": URL},
        {"issuer": ISSUER, "jwks_uri": URL.replace("https", "http")},
        {"issuer": ISSUER},
        [],
    ],
    ids=["of another issuer", "keys without https", "no address", "no metadata"],
)
def test_metadata_that_cannot_be_trusted_lead_to_no_keys(said: object) -> None:
    """Whoever answers in the issuer's place must not choose the keys."""
    with pytest.raises(KeysUnavailable):
        _discovered(said, {"keys": [_jwk(ECKey.generate_key("P-256"), "sig")]})()


class Issuer:
    """An issuer whose answer and whose time a test sets."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_772_000_000.0
        self.tokens = TokenIssuer(folder, ISSUER, AUDIENCE, lambda: self.now)
        self.published: KeySet | None = self.tokens.public_keys()
        self.asked = 0
        self.verifier = TokenVerifier(ISSUER, AUDIENCE, self.keys, lambda: self.now)

    def keys(self) -> KeySet:
        """What is published now."""
        self.asked += 1
        if self.published is None:
            raise KeysUnavailable("ConnectError")
        return self.published

    def accepts(self, token: str) -> bool:
        """Whether a token is accepted now."""
        try:
            self.verifier.principal(token)
        except TokenRefused:
            return False
        return True


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    """An issuer that answers."""
    return Issuer(tmp_path)


def test_without_keys_nothing_is_accepted(issuer: Issuer) -> None:
    """An issuer that cannot be asked from the start."""
    issuer.published = None
    token = issuer.tokens.issue(Role.AUDITOR, "auditor-1")
    assert not issuer.accepts(token)


def test_a_silent_issuer_stops_nobody_at_once(issuer: Issuer) -> None:
    """The last key set serves for an hour, and then no longer."""
    token = issuer.tokens.issue(Role.AUDITOR, "auditor-1")
    assert issuer.accepts(token)
    issuer.published = None
    issuer.now += KEYS_KEPT_SECONDS
    assert issuer.accepts(token)
    issuer.now += 1
    assert not issuer.accepts(token)


def test_a_key_that_the_issuer_dropped_is_dropped(issuer: Issuer, tmp_path: Path) -> None:
    """Within ten minutes, also for a token that was seen before."""
    token = issuer.tokens.issue(Role.AUDITOR, "auditor-1")
    assert issuer.accepts(token)
    issuer.published = TokenIssuer(tmp_path / "new", ISSUER, AUDIENCE).public_keys()
    issuer.now += KEYS_FRESH_SECONDS - 1
    assert issuer.accepts(token)
    issuer.now += 1
    assert not issuer.accepts(token)


def test_unknown_keys_do_not_make_us_ask_more_than_twice_a_minute(issuer: Issuer, tmp_path: Path) -> None:
    """Whoever sends tokens of keys that he made up must not make us a burden to the issuer."""
    stranger = TokenIssuer(tmp_path / "stranger", ISSUER, AUDIENCE, lambda: issuer.now)
    for number in range(20):
        assert not issuer.accepts(stranger.issue(Role.AUDITOR, f"auditor-{number}"))
    assert issuer.asked == 2
    issuer.now += 61
    assert not issuer.accepts(stranger.issue(Role.AUDITOR, "auditor-21"))
    assert issuer.asked == 3


class TokenEndpoint:
    """A token endpoint that counts, and can be silenced."""

    def __init__(self) -> None:
        self.now = 0.0
        self.requests: list[httpx.Request] = []
        self.silent = False
        self.asked_in_vain = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """A token with its number, good for five minutes."""
        if self.silent:
            self.asked_in_vain += 1
            raise httpx.ConnectError("silent")
        self.requests.append(request)
        answer = {"access_token": f"token-{len(self.requests)}", "expires_in": 300, "token_type": "Bearer"}
        return httpx.Response(200, json=answer)


@pytest.fixture
def endpoint() -> TokenEndpoint:
    """A token endpoint that answers."""
    return TokenEndpoint()


@pytest.fixture
def token(endpoint: TokenEndpoint, tmp_path: Path) -> ClientCredentials:
    """The token of a process, from that endpoint."""
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    return ClientCredentials(URL, "decisions", secret, _http(endpoint), lambda: endpoint.now)


def test_a_process_gets_its_token_by_client_credentials(
    endpoint: TokenEndpoint, token: ClientCredentials
) -> None:
    """Its name and secret stand in the header, never in the body or the address."""
    assert token() == "token-1"
    (request,) = endpoint.requests
    assert parse_qs(request.content.decode()) == {"grant_type": ["client_credentials"]}
    assert request.headers["Authorization"] == httpx.BasicAuth("decisions", "s3cret")._auth_header


def test_it_is_renewed_at_half_its_life(endpoint: TokenEndpoint, token: ClientCredentials) -> None:
    """Not at every use."""
    assert [token(), token()] == ["token-1", "token-1"]
    endpoint.now = 150
    assert token() == "token-2"


def test_a_token_serves_to_its_end_when_there_is_no_new_one(
    endpoint: TokenEndpoint, token: ClientCredentials
) -> None:
    """After that whoever needs it hears that there is none."""
    assert token() == "token-1"
    endpoint.silent, endpoint.now = True, 299
    assert token() == "token-1"
    endpoint.now = 300
    with pytest.raises(httpx.ConnectError):
        token()


def test_a_provider_that_does_not_answer_keeps_nobody_while_the_token_is_good(
    endpoint: TokenEndpoint, token: ClientCredentials
) -> None:
    """It is asked again after a pause, not at every use, each of which would wait for it; at the end at every use."""
    assert token() == "token-1"
    endpoint.silent, endpoint.now = True, 150
    for second in range(150, 160):
        endpoint.now = second
        assert token() == "token-1"
    assert endpoint.asked_in_vain == 1
    endpoint.now = 165
    assert token() == "token-1"
    assert endpoint.asked_in_vain == 2
    endpoint.silent, endpoint.now = False, 180
    assert token() == "token-2"
    endpoint.silent, endpoint.now = True, 480
    for _ in range(2):
        with pytest.raises(httpx.ConnectError):
            token()
    assert endpoint.asked_in_vain == 4
