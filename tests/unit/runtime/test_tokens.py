"""Bearer tokens: one issuer, asymmetric signatures, every claim checked, refused when in doubt."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from shared.runtime.access import Principal, Role
from shared.runtime.secret_files import UnsafeSecretFile
from shared.runtime.token_binding import ProofMissing
from shared.runtime.tokens import KEY_FILE, ServiceToken, TokenIssuer, TokenRefused, TokenVerifier

NOW = 1_772_000_000
ISSUER, AUDIENCE = "urn:loket:test-issuer", "loket"


class Seconds:
    """Wall time that a test sets."""

    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    """Wall time, standing still."""
    return Seconds()


@pytest.fixture
def issuer(tmp_path: Path, seconds: Seconds) -> TokenIssuer:
    """An issuer with a data folder of its own."""
    return TokenIssuer(tmp_path, ISSUER, AUDIENCE, seconds)


@pytest.fixture
def verifier(issuer: TokenIssuer, seconds: Seconds) -> TokenVerifier:
    """The verifier of that issuer's tokens."""
    return TokenVerifier(ISSUER, AUDIENCE, issuer.public_keys, seconds)


def _signed(
    tmp_path: Path, change: Callable[[dict[str, object]], None], header: dict[str, str] | None = None
) -> str:
    """A token signed with the issuer's own key, after `change` to the claims of a valid one."""
    key = ECKey.import_key(json.loads((tmp_path / KEY_FILE).read_text()))
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "handler-1",
        "nbf": NOW,
        "exp": NOW + 60,
        "loket_roles": ["case_handler"],
        "loket_national": True,
    }
    change(claims)
    standard = {"alg": "ES256", "typ": "at+jwt", "kid": key.thumbprint()}
    return jwt.encode({**standard, **(header or {})}, claims, key, default_type=None)


def test_a_desk_role_has_national_scope(issuer: TokenIssuer, verifier: TokenVerifier) -> None:
    """The desk works for all municipalities."""
    principal = verifier.principal(issuer.issue(Role.CASE_HANDLER, "handler-1"))
    assert principal == Principal("handler-1", frozenset({Role.CASE_HANDLER}), national=True)


def test_a_municipality_has_its_own_scope(issuer: TokenIssuer, verifier: TokenVerifier) -> None:
    """And no other."""
    principal = verifier.principal(issuer.issue(Role.MUNICIPALITY, "utrecht-1", "0344"))
    assert principal.municipalities == {"0344"}
    assert not principal.national


def test_an_applicant_has_no_scope(issuer: TokenIssuer, verifier: TokenVerifier) -> None:
    """Only the own cases, which the services know by the subject."""
    principal = verifier.principal(issuer.issue(Role.APPLICANT, "applicant-1"))
    assert not principal.national
    assert not principal.municipalities


@pytest.mark.parametrize(("role", "subject"), [(Role.MUNICIPALITY, "m-1"), (Role.APPLICANT, "a name")])
def test_a_token_without_its_scope_or_with_a_name_is_not_made(
    issuer: TokenIssuer, role: Role, subject: str
) -> None:
    """A municipality names its code; a subject is a pseudonymous id."""
    with pytest.raises(ValueError, match=r"municipality|pseudonymous"):
        issuer.issue(role, subject)


@pytest.mark.parametrize("municipality", ["99", "Utrecht", "03441"])
def test_a_municipality_is_named_by_its_code(issuer: TokenIssuer, municipality: str) -> None:
    """Nobody is let in with another name for it, so no token is made."""
    with pytest.raises(ValueError, match="four digits"):
        issuer.issue(Role.CASE_HANDLER, "handler-1", municipality)


def test_a_token_expires(issuer: TokenIssuer, verifier: TokenVerifier, seconds: Seconds) -> None:
    """Half a minute of leeway for clocks that differ, no more."""
    token = issuer.issue(Role.AUDITOR, "auditor-1", lifetime=timedelta(minutes=5))
    seconds.now += 329
    assert verifier.principal(token).subject == "auditor-1"
    seconds.now += 2
    with pytest.raises(TokenRefused):
        verifier.principal(token)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "urn:somebody:else"),
        ("iss", None),
        ("aud", "another-api"),
        ("aud", None),
        ("exp", NOW - 60),
        ("exp", None),
        ("exp", "tomorrow"),
        ("nbf", NOW + 120),
        ("nbf", None),
        ("sub", None),
        ("sub", ""),
        ("sub", "a name"),
        ("loket_roles", None),
        ("loket_roles", []),
        ("loket_roles", ["emperor"]),
        ("loket_roles", "case_handler"),
        ("loket_municipalities", "0344"),
        ("loket_national", "yes"),
    ],
)
def test_a_wrong_claim_is_refused(
    tmp_path: Path, verifier: TokenVerifier, issuer: TokenIssuer, claim: str, value: object
) -> None:
    """Signed by the right key, but for another issuer, audience, time, or with claims we cannot read."""

    def change(claims: dict[str, object]) -> None:
        claims.pop(claim, None)
        if value is not None:
            claims[claim] = value

    assert verifier.principal(_signed(tmp_path, lambda _: None)).subject == "handler-1"
    with pytest.raises(TokenRefused):
        verifier.principal(_signed(tmp_path, change))


def test_a_token_may_hold_from_the_beginning_of_time(
    tmp_path: Path, verifier: TokenVerifier, issuer: TokenIssuer
) -> None:
    """As the realm of `infra/keycloak` says `nbf`: its server has the claim from a constant."""
    token = _signed(tmp_path, lambda claims: claims.update(nbf=0))
    assert verifier.principal(token).subject == "handler-1"


@pytest.mark.parametrize("typ", ["JWT", "", "dpop+jwt"])
def test_another_kind_of_token_is_refused(
    tmp_path: Path, verifier: TokenVerifier, issuer: TokenIssuer, typ: str
) -> None:
    """An identity token is no access token."""
    with pytest.raises(TokenRefused):
        verifier.principal(_signed(tmp_path, lambda _: None, {"typ": typ}))


def test_a_symmetric_signature_is_refused(verifier: TokenVerifier, issuer: TokenIssuer) -> None:
    """HMAC with the public key as its secret is the classic forgery."""
    public = next(iter(issuer.public_keys()))
    secret = OctKey.import_key(json.dumps(public.as_dict()).encode())
    kid = public.kid or ""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "x",
        "nbf": NOW,
        "exp": NOW + 60,
        "loket_roles": ["system"],
    }
    forged = jwt.encode({"alg": "HS256", "typ": "at+jwt", "kid": kid}, claims, secret)
    with pytest.raises(TokenRefused):
        verifier.principal(forged)


def test_an_unsigned_token_is_refused(verifier: TokenVerifier) -> None:
    """`alg: none` is no algorithm."""
    parts = [{"alg": "none", "typ": "at+jwt"}, {"sub": "x", "loket_roles": ["system"]}]
    head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    with pytest.raises(TokenRefused):
        verifier.principal(f"{head}.{body}.")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", "....", "e30.e30.e30", "\x00"])
def test_nonsense_is_refused(verifier: TokenVerifier, token: str) -> None:
    """Whatever cannot be read is refused, never an error of ours."""
    with pytest.raises(TokenRefused):
        verifier.principal(token)


def test_another_key_is_refused(tmp_path: Path, verifier: TokenVerifier, seconds: Seconds) -> None:
    """A token of the right shape from an issuer with another key."""
    other = TokenIssuer(tmp_path / "other", ISSUER, AUDIENCE, seconds)
    with pytest.raises(TokenRefused):
        verifier.principal(other.issue(Role.OPERATOR, "operator-1"))


def test_unknown_keys_are_looked_up_twice_a_minute_at_most(tmp_path: Path, seconds: Seconds) -> None:
    """A rotated key is found, and a flood of forged tokens does not become a flood of fetches."""
    old, new = (TokenIssuer(tmp_path / name, ISSUER, AUDIENCE, seconds) for name in ("old", "new"))
    fetched: list[KeySet] = []

    def keys() -> KeySet:
        fetched.append((old if not fetched else new).public_keys())
        return fetched[-1]

    verifier = TokenVerifier(ISSUER, AUDIENCE, keys, seconds)
    assert verifier.principal(old.issue(Role.AUDITOR, "auditor-1")).subject == "auditor-1"
    assert verifier.principal(new.issue(Role.AUDITOR, "auditor-1")).subject == "auditor-1"
    for _ in range(20):
        with pytest.raises(TokenRefused):
            verifier.principal(old.issue(Role.AUDITOR, "auditor-1"))
    assert len(fetched) == 2


def test_a_remembered_signature_does_not_outlive_the_token(
    issuer: TokenIssuer, verifier: TokenVerifier, seconds: Seconds
) -> None:
    """Times are checked at every use, also when the signature was checked before."""
    token = issuer.issue(Role.AUDITOR, "auditor-1", lifetime=timedelta(minutes=5))
    assert verifier.principal(token).subject == "auditor-1"
    seconds.now += 600
    with pytest.raises(TokenRefused):
        verifier.principal(token)


def test_signatures_are_forgotten_with_a_new_key_set(tmp_path: Path, seconds: Seconds) -> None:
    """Once the issuer has dropped a key, nothing signed with it is accepted any more."""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = TokenIssuer(tmp_path / "old", ISSUER, AUDIENCE, seconds)
    new = TokenIssuer(tmp_path / "new", ISSUER, AUDIENCE, seconds)
    sets = iter([old.public_keys(), new.public_keys(), new.public_keys()])
    verifier = TokenVerifier(ISSUER, AUDIENCE, lambda: next(sets), seconds)
    signed_with_old = old.issue(Role.AUDITOR, "auditor-1")
    verifier.principal(signed_with_old)
    verifier.principal(new.issue(Role.AUDITOR, "auditor-2"))
    with pytest.raises(TokenRefused):
        verifier.principal(signed_with_old)


def test_the_issuers_key_is_for_its_owner_alone(
    tmp_path: Path, issuer: TokenIssuer, seconds: Seconds
) -> None:
    """Mode 0600 when made, refused when it has become readable."""
    key = tmp_path / KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o640)
    with pytest.raises(UnsafeSecretFile):
        TokenIssuer(tmp_path, ISSUER, AUDIENCE, seconds)


def test_a_restart_keeps_the_key(tmp_path: Path, issuer: TokenIssuer, verifier: TokenVerifier) -> None:
    """Tokens given out before are still good."""
    again = TokenIssuer(tmp_path, ISSUER, AUDIENCE, lambda: float(NOW))
    assert verifier.principal(again.issue(Role.RDW, "rdw-1")).has(Role.RDW)


def test_a_service_renews_its_own_token_in_time(seconds: Seconds) -> None:
    """At half its life, not at every use."""
    made: list[str] = []

    def make() -> str:
        made.append(f"token-{len(made)}")
        return made[-1]

    token = ServiceToken(make, timedelta(hours=1), seconds)
    assert [token(), token()] == ["token-0", "token-0"]
    seconds.now += 1801
    assert token() == "token-1"


DER = b"not a certificate, but the bytes of one"
PEM = f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(DER).decode()}\n-----END CERTIFICATE-----\n"
RFC_9440 = f":{base64.b64encode(DER).decode()}:"
THUMBPRINT = base64.urlsafe_b64encode(hashlib.sha256(DER).digest()).rstrip(b"=").decode()


def _bound(tmp_path: Path, confirmation: object) -> str:
    return _signed(tmp_path, lambda claims: claims.update(cnf=confirmation))


@pytest.mark.parametrize("certificate", [quote(PEM), PEM, RFC_9440])
def test_a_bound_token_is_accepted_with_its_certificate(
    tmp_path: Path, verifier: TokenVerifier, certificate: str
) -> None:
    """As nginx escapes it, or by RFC 9440 (RFC 8705, `x5t#S256`)."""
    token = _bound(tmp_path, {"x5t#S256": THUMBPRINT})
    assert verifier.principal(token, certificate).subject == "handler-1"


@pytest.mark.parametrize("certificate", [None, "", "::", "%%%", quote(PEM) + "AA", ":AAAA:", "é"])
def test_a_bound_token_is_refused_without_it(
    tmp_path: Path, verifier: TokenVerifier, certificate: str | None
) -> None:
    """Also with another one, and with what cannot be read."""
    with pytest.raises(ProofMissing):
        verifier.principal(_bound(tmp_path, {"x5t#S256": THUMBPRINT}), certificate)


@pytest.mark.parametrize(
    "confirmation",
    [
        {},
        {"jkt": THUMBPRINT},
        {"x5t#S256": THUMBPRINT, "jkt": THUMBPRINT},
        {"x5t#S256": None},
        {"x5t#S256": ""},
        {"jwk": {"kty": "EC"}},
    ],
)
def test_what_cannot_be_checked_is_refused(
    tmp_path: Path, verifier: TokenVerifier, confirmation: object
) -> None:
    """DPoP, a key in the token, and whatever is bound to more than the certificate."""
    with pytest.raises(ProofMissing):
        verifier.principal(_bound(tmp_path, confirmation), quote(PEM))


@pytest.mark.parametrize("confirmation", [None, "x5t", 1, []])
def test_a_binding_that_is_none_is_refused(
    tmp_path: Path, verifier: TokenVerifier, confirmation: object
) -> None:
    """Never taken for a token that is bound to nothing."""
    with pytest.raises(TokenRefused):
        verifier.principal(_bound(tmp_path, confirmation), quote(PEM))


def test_a_token_that_is_bound_to_nothing_needs_no_proof(
    issuer: TokenIssuer, verifier: TokenVerifier
) -> None:
    """Whatever certificate its bearer has."""
    token = issuer.issue(Role.AUDITOR, "auditor-1")
    assert verifier.principal(token, RFC_9440).subject == "auditor-1"
