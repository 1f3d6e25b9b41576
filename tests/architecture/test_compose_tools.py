"""What an operator runs by hand from the compose file is a command of ours, with the passwords that it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from services.cli import app
from services.embedded import SERVICES
from tests.support import compose
from tests.support.compose import Container

NAMES = [each.name for each in SERVICES]
OPENS = {
    "verify": {f"{name}_password" for name in NAMES},
    "forget-access-log": {f"{name}_owner_password" for name in NAMES},
    "accept-restore": {f"{name}_password" for name in NAMES},
    "import-zones": {"register_password"},
}
"""The secrets that each of them sees."""
WITH = {"accept-restore": ["decisions", "applications"], "import-zones": [__file__]}
"""What must be said after its name."""
ELSEWHERE = {
    "migrate": "runs by itself before the services (migrate-NAME)",
    "serve": "is the services",
    "up": "is for development, as the next four",
    "run": "",
    "demo": "",
    "token": "",
    "backup": "copies SQLite files; PostgreSQL has its own (docs/operations.md)",
}
"""Commands without a tool, and why."""
TOOLS = pytest.mark.parametrize("tool", compose.tools(), ids=lambda each: each.name)


def test_every_command_for_an_operator_is_there() -> None:
    """Or it is told why it is not."""
    commands = set(typer.main.get_command(app).commands)
    assert set(OPENS) == {each.name for each in compose.tools()}
    assert commands == set(OPENS) | set(ELSEWHERE)


@TOOLS
def test_it_runs_the_command_of_its_name(tool: Container) -> None:
    """What is said after its name on the command line of the platform comes to the command."""
    assert tool.stated["entrypoint"] == ["loket", tool.name]
    assert "command" not in tool.stated
    group = typer.main.get_command(app)
    name, command, _ = group.resolve_command(typer.Context(group), [tool.name])
    command.make_context(name, [*WITH.get(tool.name, [])])


@TOOLS
def test_it_sees_what_it_needs_and_reaches_nothing_else(tool: Container) -> None:
    """The databases, for the time of one run."""
    assert {mount.source for mount in tool.mounts("secrets")} == OPENS[tool.name]
    assert tool.stated["networks"] == ["databases"]
    assert tool.stated["restart"] == "no"


@TOOLS
def test_its_passwords_are_where_it_looks_for_them(tool: Container) -> None:
    """The file of every database that it opens is mounted there."""
    told = tool.environment
    mounted = {mount.target for mount in tool.mounts("secrets")}
    looked_for = {told["LOKET_DATABASE_PASSWORD_FILE"].format(service=name) for name in NAMES}
    passwords = {each for each in mounted if each.endswith("_password")}
    assert passwords <= looked_for | {told["LOKET_VAULT_PASSWORD_FILE"]}
    if told["LOKET_VAULT_PASSWORD_FILE"] != "/run/secrets/none":
        assert told["LOKET_VAULT_PASSWORD_FILE"] in mounted


def test_the_guide_names_each() -> None:
    """As it is run."""
    guide = (Path(compose.INFRA) / "README.md").read_text("utf-8")
    for tool in compose.tools():
        assert f"--rm {tool.name}" in guide, tool.name
