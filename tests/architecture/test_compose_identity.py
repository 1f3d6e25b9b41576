"""The realm of the identity provider gives tokens that Loket accepts, and holds nobody and no secret."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from services.embedded import SERVICES
from shared.runtime.access import Role
from shared.runtime.tokens import JWT_TYP, TokenVerifier
from tests.support import compose

REALM: dict[str, Any] = json.loads((compose.INFRA / "keycloak" / "realm.json").read_text("utf-8"))
NAMES = [each.name for each in SERVICES]
CLIENTS = {each["clientId"]: each for each in REALM["clients"]}
SCOPES = {each["name"]: each for each in REALM["clientScopes"]}
MACHINES = {name: each for name, each in CLIENTS.items() if each.get("serviceAccountsEnabled")}
ISSUER, AUDIENCE = "https://loket.example.org/identity/realms/loket", "loket"


def test_its_roles_are_those_of_the_code() -> None:
    """By their spelling in tokens."""
    assert {each["name"] for each in REALM["roles"]["client"]["loket"]} == {str(role) for role in Role}


def test_it_holds_no_person() -> None:
    """Only the accounts of machines."""
    for user in REALM["users"]:
        assert user["username"] == f"service-account-{user['serviceAccountClientId']}"
        assert not {"credentials", "email", "firstName", "lastName"} & set(user)


def test_the_first_person_is_made_in_words_of_the_realm() -> None:
    """Realm, client, role and attributes that infra/README.md names are there, and so is what it says of the desk."""
    told = (compose.INFRA / "README.md").read_text("utf-8")
    profile = json.dumps(REALM["components"])
    assert set(re.findall(r"--target-realm (\w+)", told)) == {REALM["realm"]}
    (client, role) = re.findall(r"--cclientid (\w+) --rolename (\w+)", told)[0]
    assert role in {each["name"] for each in REALM["roles"]["client"][client]}
    attributes = set(re.findall(r"attributes\.(\w+)=", told))
    assert attributes == {"loket_municipalities", "loket_national"}
    assert all(each in profile for each in attributes)
    assert "export KC_CLI_PASSWORD" not in told, "set-password takes it for that of the person"
    (redirect,) = CLIENTS["desk"]["redirectUris"]
    assert f"`{redirect.replace('${LOKET_HOSTNAME}', 'HOST')}`" in told


def test_it_holds_no_secret() -> None:
    """A secret is a placeholder, which the start of the provider fills in from a file that is mounted there."""
    mounted = {mount.source for mount in compose.container("identity").mounts("secrets")}
    for name, client in CLIENTS.items():
        if client.get("bearerOnly"):
            assert "secret" not in client
        else:
            assert client["secret"] == "${{CLIENT_SECRET_{}}}".format(name.upper().replace("-", "_"))
            assert f"client_secret_{name}" in mounted
    assert set(re.findall(r"\$\{(\w+)\}", json.dumps(REALM))) - {"LOKET_HOSTNAME"} == {
        f"CLIENT_SECRET_{name.upper().replace('-', '_')}" for name in CLIENTS if name != AUDIENCE
    }


def test_every_service_is_a_client() -> None:
    """In the role of a service, by its own credentials, under the name that the compose file gives it."""
    roles = {user["serviceAccountClientId"]: user["clientRoles"]["loket"] for user in REALM["users"]}
    for name in NAMES:
        assert compose.container(name).environment["LOKET_CLIENT_ID"] == name
        assert roles[name] == [Role.SYSTEM]


@pytest.mark.parametrize("name", MACHINES)
def test_its_token_is_accepted(name: str) -> None:
    """What the mappers of the realm put into the token of a machine is what the verifier reads."""
    key = ECKey.generate_key("P-256")
    public = KeySet([ECKey.import_key({**key.as_dict(private=False), "kid": key.thumbprint()})])
    principal = TokenVerifier(ISSUER, AUDIENCE, lambda: public).principal(_token(name, key))
    assert principal.has(Role.SYSTEM) == (name in NAMES)
    assert principal.national != bool(principal.municipalities)


@pytest.mark.parametrize("name", [name for name in CLIENTS if name != AUDIENCE])
def test_nobody_gives_his_password_to_a_client(name: str) -> None:
    """People log in with the provider itself, by code and PKCE; machines by their credentials."""
    client = CLIENTS[name]
    assert not client["directAccessGrantsEnabled"]
    assert not client["implicitFlowEnabled"]
    assert client["standardFlowEnabled"] != client["serviceAccountsEnabled"]
    if client["standardFlowEnabled"]:
        assert client["attributes"]["pkce.code.challenge.method"] == "S256"
        assert {"loket", "loket-desk"} <= set(client["defaultClientScopes"])


def test_nobody_sets_his_own_scope() -> None:
    """The municipalities of a person are an administrator's to set."""
    ((profile,),) = [
        each["config"]["kc.user.profile.config"]
        for each in REALM["components"]["org.keycloak.userprofile.UserProfileProvider"]
    ]
    stated = {each["name"]: each for each in json.loads(profile)["attributes"]}
    for mapper in SCOPES["loket-desk"]["protocolMappers"]:
        assert stated[mapper["config"]["user.attribute"]]["permissions"] == {
            "view": ["admin"],
            "edit": ["admin"],
        }


def _token(client: str, key: ECKey) -> str:
    """As the provider would make it: by the mappers of the client and its scopes."""
    stated = MACHINES[client]
    assert stated["attributes"]["access.token.header.type.rfc9068"] == "true"
    alg = stated["attributes"]["access.token.signed.response.alg"]
    now = int(time.time())
    claims: dict[str, Any] = {"iss": ISSUER, "iat": now, "exp": now + REALM["accessTokenLifespan"]}
    scopes = [SCOPES[name] for name in stated["defaultClientScopes"]]
    for mapper in [mapper for each in (*scopes, stated) for mapper in each["protocolMappers"]]:
        assert mapper["config"]["access.token.claim"] == "true"
        claims |= _claim(mapper, client)
    return jwt.encode({"alg": alg, "typ": JWT_TYP, "kid": key.thumbprint()}, claims, key)


def _claim(mapper: dict[str, Any], client: str) -> dict[str, Any]:
    config = mapper["config"]
    match mapper["protocolMapper"]:
        case "oidc-sub-mapper":
            return {"sub": "3f0b8f1e-7a55-4a9e-9f7b-2d9a3e1c5b77"}
        case "oidc-audience-mapper":
            return {"aud": config["included.client.audience"]}
        case "oidc-usermodel-client-role-mapper":
            (user,) = [each for each in REALM["users"] if each["serviceAccountClientId"] == client]
            return {config["claim.name"]: user["clientRoles"][config["usermodel.clientRoleMapping.clientId"]]}
        case "oidc-hardcoded-claim-mapper":
            return {config["claim.name"]: json.loads(config["claim.value"])}
        case other:
            raise AssertionError(f"a machine's token needs no {other}")
