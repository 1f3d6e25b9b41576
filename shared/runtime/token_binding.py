"""Tokens that are bound to a key (`cnf`, RFC 7800): accepted only from who proves to hold that key.

Of the ways to prove it one is known here: the certificate with which the client set up its connection (RFC 8705,
`x5t#S256`), as the proxy that ended that connection hands it on. Whatever else a token is bound to cannot be
checked (DPoP, `jkt`), so such a token is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

_THUMBPRINT: Final = "x5t#S256"
_ARMOUR: Final = "-----"


class ProofMissing(Exception):
    """The token is bound to a key, and nothing that can be checked proves that the caller holds it."""


def refuse_unproved(confirmation: Mapping[str, object], certificate: str | None) -> None:
    """Raises ProofMissing unless the one thing that the token is bound to is this certificate.

    `certificate` is what the proxy says: base64 between colons (RFC 9440), or PEM with its specials escaped
    (nginx, `$ssl_client_escaped_cert`); None: no proxy that is trusted said anything.
    """
    expected = confirmation.get(_THUMBPRINT)
    if set(confirmation) != {_THUMBPRINT} or not isinstance(expected, str) or certificate is None:
        raise ProofMissing
    if not hmac.compare_digest(expected.encode(), _thumbprint(certificate)):
        raise ProofMissing


def _thumbprint(certificate: str) -> bytes:
    """SHA-256 of the certificate's DER form, base64url without padding. Raises ProofMissing."""
    lines = [line for line in unquote(certificate).strip().split("\n") if not line.startswith(_ARMOUR)]
    try:
        der = base64.b64decode("".join(line.strip() for line in lines).strip(":"), validate=True)
    except (binascii.Error, ValueError) as malformed:
        raise ProofMissing from malformed
    if not der:
        raise ProofMissing
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=")
