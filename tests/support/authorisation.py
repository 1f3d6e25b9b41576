"""The authorisation tables of all services together, and the page that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from services.embedded import SERVICES
from shared.runtime.access import Role
from shared.runtime.access_log_reading import ACCESS_LOG
from shared.runtime.authorisation import OUTCOMES, Permission, Reach, Standing
from shared.runtime.feed_routes import FEEDS
from shared.runtime.service import ServiceDefinition

ROLES: Final = tuple(Role)


def permissions_of(definition: ServiceDefinition) -> Sequence[Permission]:
    """Every line that holds at a service: its own, and those of the routes that all of them have."""
    return [*definition.authorisation, *ACCESS_LOG, *(FEEDS if definition.has_log else ())]


def permissions() -> Iterator[tuple[str, Permission]]:
    """Every line of every service, with the name of the service."""
    for definition in SERVICES:
        for permission in permissions_of(definition):
            yield definition.name, permission


def page() -> str:
    """The generated page."""
    lines = [
        "# Who may do what",
        "",
        "Made by `make docs` from the tables in `services/*/authorisation.py`. A role that is not named for an endpoint",
        "is told 403 `role_not_admitted`, before anything else of the request is looked at. One that is, finds what its",
        "*reach* says. [security.md](../security.md) tells what this rests on.",
        "",
        "## What a reach comes to",
        "",
        *_reaches(),
    ]
    for definition in SERVICES:
        lines += ["", f"## {definition.name}", "", *_table(definition.authorisation)]
    lines += ["", "## Every service", "", *_table(ACCESS_LOG)]
    lines += ["", "## Every service with a log", "", *_table(FEEDS)]
    return "\n".join([*lines, ""])


def _reaches() -> Iterator[str]:
    yield f"| Reach | {' | '.join(Standing)} |"
    yield f"|---|{'---|' * len(Standing)}"
    for reach in Reach:
        outcomes = OUTCOMES[reach]
        yield f"| *{reach.value}* | {' | '.join(outcomes.get(one, '') for one in Standing)} |"


def _table(permissions: Sequence[Permission]) -> Iterator[str]:
    yield f"| Endpoint | {' | '.join(role.value for role in ROLES)} | Processing activity |"
    yield f"|---|{'---|' * len(ROLES)}---|"
    for one in permissions:
        cells = " | ".join(one.reaches[role].value if role in one.reaches else "" for role in ROLES)
        activity = one.activity.name if one.activity else ""
        yield f"| `{one.endpoint}` | {cells} | {activity} |"
