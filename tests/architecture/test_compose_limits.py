"""What an operator may set can be set, and what the parts of the stack take of each other is there."""

from __future__ import annotations

import re

import pytest

from services.embedded import SERVICES
from shared.database import open_engine
from shared.runtime.settings import Settings
from tests.support import compose

NAMES = [each.name for each in SERVICES]
NOT_TO_BE_SET = {
    "data": "the image says where its keys are mounted (LOKET_DATA in the Dockerfile)",
    "clock": "in production it is the machine's",
    "audience": "stands in the realm of the identity provider",
    "issuer_keys": "they are fetched from the identity provider (LOKET_ISSUER_KEYS_URL)",
    "issuer_metadata_url": "it would lead to the address outside, which services do not reach",
    "service_token": "it is asked of the identity provider (LOKET_TOKEN_URL)",
    "client_certificate_header": "the proxy of this stack ends no mutual TLS, and would hand on what a client says",
    "crash_at": "for tests",
}
"""Settings that the compose file leaves alone, and why."""
REPLICAS = 2
"""Of each service, so that one can be renewed beside the other."""
OF_A_TOOL = len(NAMES) + 1
"""A tool opens each database once at a time."""
SUPERUSERS = 3
"""What PostgreSQL keeps for them (superuser_reserved_connections)."""
HEALTH_AND_A_PERSON = 5


def test_every_setting_can_be_set_or_it_is_told_why_not() -> None:
    """Those of the mail server at the service that sends letters, all others everywhere."""
    stated = compose.container("notifications").settings()
    assert set(Settings.model_fields) == set(stated) | set(NOT_TO_BE_SET)
    assert not set(stated) & set(NOT_TO_BE_SET)
    for name in NAMES:
        lacking = set(stated) - set(compose.container(name).settings())
        assert all(each.startswith(("smtp_", "nats_login")) for each in lacking), name


@pytest.mark.parametrize("variable", sorted(compose.container("notifications").taken_over))
def test_the_example_shows_the_default(variable: str) -> None:
    """Of what is taken over from .env, where there is a default."""
    name = variable.removeprefix("LOKET_").lower()
    default = Settings.model_fields[name].default
    if default is not None:
        shown = Settings.model_validate({name: compose.example()[variable]})
        assert getattr(shown, name) == default


def test_there_are_connections_for_everybody() -> None:
    """Two replicas of every service and of what the vault is asked, the identity provider, one tool, and some to spare."""
    (there,) = re.findall(r"max_connections=(\d+)", " ".join(compose.container("postgres").command))
    each = [Settings.model_validate(compose.container(name).settings()) for name in NAMES]
    services = REPLICAS * sum(one.database_connections + one.vault_connections for one in each)
    identity = int(compose.container("identity").environment["KC_DB_POOL_MAX_SIZE"])
    assert services + identity + OF_A_TOOL + SUPERUSERS + HEALTH_AND_A_PERSON <= int(there)


@pytest.mark.parametrize("most", [2, 10, 40])
def test_a_service_takes_no_more_than_it_may(most: int) -> None:
    """Those that stay open, and those beyond them."""
    engine = open_engine("postgresql+psycopg://nobody@127.0.0.1/none", most)
    assert engine.pool.size() + engine.pool._max_overflow == most
