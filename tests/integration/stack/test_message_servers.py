"""The message servers with the configuration of the compose file: who may do what, and what a lost one changes."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.runtime.bus import Bus, BusUnavailable, Outgoing
from tests.support import compose
from tests.support.generated_docs import parts_of_services
from tests.support.message_cluster import (
    BINARY,
    HEARD_SECONDS,
    MessageCluster,
    configuration,
    message_cluster,
)
from tests.support.nats import eventually
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.skipif(not compose.has_openssl(), reason="secrets are made with openssl")

BusOf = Callable[[str], Bus]


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every secret."""
    return compose.make_secrets(tmp_path_factory.mktemp("cluster") / "secrets")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, secrets: Path) -> Iterator[MessageCluster]:
    """Three servers."""
    with message_cluster(tmp_path_factory.mktemp("servers"), secrets, 3) as running:
        yield running


@pytest.fixture
def bus_of(cluster: MessageCluster) -> Iterator[BusOf]:
    """Gives the bus of a service."""
    with ExitStack() as stack:

        def open_bus(service: str) -> Bus:
            bus = cluster.bus(service, replicas=3)
            stack.callback(bus.close)
            return bus

        yield open_bus


def _message(name: str) -> Outgoing:
    return Outgoing(name, {}, name.encode())


def _made(bus: Bus, log: str) -> int:
    """Make the stream, as soon as the cluster has agreed on a leader; its last sequence."""
    found: list[int] = []

    def made() -> bool:
        try:
            found.append(bus.ensure_stream(log).last_sequence)
        except BusUnavailable:
            return False
        return True

    eventually(made, 60)
    return found[-1]


def test_the_configuration_is_one(tmp_path: Path, secrets: Path) -> None:
    """The server itself says so, without starting."""
    tried = [str(BINARY), "-t", "--config", str(configuration(tmp_path, secrets))]
    done = subprocess.run(tried, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _accounts() -> Mapping[str, str]:
    """What is written for each service."""
    text = (compose.INFRA / "nats" / "nats.conf").read_text("utf-8")
    found = re.split(r"\n  ([A-Z]+) \{\n", text)
    return {name.lower(): body for name, body in zip(found[1::2], found[2::2], strict=True)}


def test_permissions_are_what_the_services_publish_and_react_to() -> None:
    """Nobody reads a stream to which he does not listen, and nobody writes one of another."""
    accounts, parts = _accounts(), parts_of_services()
    listens = {name: {*one.reactions, *one.remote} for name, one in parts.items()}
    assert set(accounts) == {name for name, heard in listens.items() if heard}
    for name, text in accounts.items():
        publishes = {name} if parts[name].publications else set()
        assert set(re.findall(r'"loket\.(\w+)"', text)) == publishes, name
        assert set(re.findall(r"STREAM\.CREATE\.(\w+)", text)) == publishes, name
        assert set(re.findall(r'"of\.(\w+)\.>"', text)) == listens[name], name
        imported = re.findall(
            r'account: (\w+), subject: "\$JS\.API\.(\S+)" \}, to: "of\.(\w+)\.(\S+)" \}', text
        )
        assert {theirs for *_, theirs, _ in imported} == listens[name]
        for account, there, log, here in imported:
            assert (account.lower(), there) == (log, here)
        to = {other.upper() for other, heard in listens.items() if name in heard and publishes}
        exported = re.findall(r'\{ service: "\$JS\.API\.(\S+)",.* accounts: \[(.*)\] \}', text)
        assert {subject.removesuffix(".>").split(".")[-1] for subject, _ in exported} == publishes
        assert all(set(readers.split(", ")) == to for _, readers in exported), name


def test_a_stream_outlives_the_server_that_leads_it(cluster: MessageCluster, bus_of: BusOf) -> None:
    """Kept on three, a stream loses nothing and goes on when one is killed; the killed one catches up."""
    writer, reader = bus_of("decisions"), bus_of("register")
    _made(writer, "decisions")
    last = writer.publish_batch("decisions", [_message("before")], 0)
    leader = cluster.leader_of("decisions")
    cluster.kill(leader)
    last = _published(writer, "without", last)
    cluster.start(leader)
    _published(writer, "after", last)
    assert _read(reader, "decisions", 3) == [b"before", b"without", b"after"]


def _published(bus: Bus, name: str, last: int) -> int:
    """Publish, also if the first tries fall into the election of a leader."""
    found: list[int] = []

    def published() -> bool:
        try:
            state = bus.ensure_stream("decisions")
            if state.last_sequence == last:
                bus.publish_batch("decisions", [_message(name)], last)
            found.append(last + 1)
        except BusUnavailable:
            return False
        return True

    eventually(published, 90)
    return found[-1]


def _read(bus: Bus, log: str, many: int) -> list[bytes]:
    found: list[bytes] = []

    def read() -> bool:
        try:
            found[:] = [each.body for each in bus.subscribe(log, 1).fetch(many, 2)]
        except BusUnavailable:
            return False
        return len(found) == many

    eventually(read, 60)
    return found


def test_streams_are_emptied_by_taking_the_volumes_of_all_three_away(
    cluster: MessageCluster, bus_of: BusOf
) -> None:
    """The third step of putting a backup back (docs/operations.md): nobody may empty them over the wire."""
    writer, reader = bus_of("notifications"), bus_of("register")
    _made(writer, "notifications")
    lost = [_message(name) for name in ("kept", "of the future that is no more")]
    writer.publish_batch("notifications", lost, 0)
    cluster.start_anew()
    assert _made(writer, "notifications") == 0
    writer.publish_batch("notifications", [_message("after the restore")], 0)
    assert _read(reader, "notifications", 1) == [b"after the restore"]


def test_the_volumes_that_are_to_be_taken_away_are_those_of_the_message_servers() -> None:
    """What docs/operations.md tells to type names every server and every volume of theirs."""
    servers = sorted(name for name in compose.document()["services"] if name.startswith("nats-"))
    volumes = [f"{compose.document()['name']}_{name}" for name in compose.document()["volumes"]]
    typed = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert f"docker compose rm --stop --force {' '.join(servers)}\n" in typed
    assert f"docker volume rm {' '.join(each for each in volumes if '_nats-' in each)}\n" in typed


@pytest.mark.parametrize(
    ("service", "subject"),
    [
        ("decisions", "loket.objections"),
        ("decisions", "$JS.API.STREAM.CREATE.objections"),
        ("decisions", "$JS.API.STREAM.DELETE.decisions"),
        ("decisions", "$JS.API.STREAM.PURGE.decisions"),
        ("decisions", "$JS.API.STREAM.UPDATE.decisions"),
        ("decisions", "$JS.API.STREAM.MSG.DELETE.decisions"),
        ("register", "$JS.API.CONSUMER.CREATE.objections.c"),
        ("register", "$JS.API.CONSUMER.MSG.NEXT.objections.c"),
        ("register", "$JS.API.STREAM.MSG.GET.decisions"),
        ("register", "of.objections.STREAM.INFO.objections"),
        ("register", "loket.register"),
        ("applications", "_INBOX_decisions.x"),
    ],
)
def test_a_service_does_no_more_than_it_needs(cluster: MessageCluster, service: str, subject: str) -> None:
    """It writes its own stream, reads those that it listens to, and takes nothing away from any."""
    assert cluster.denies(service, subject)


@pytest.fixture
def written(bus_of: BusOf) -> Callable[[], int]:
    """There is a message in the streams of decisions and of objections; gives how many the latter holds."""
    for log in ("decisions", "objections"):
        bus = bus_of(log)
        if not _made(bus, log):
            bus.publish_batch(log, [_message("first")], 0)
    return lambda: _made(bus, "objections")


@pytest.mark.parametrize("subject", ["loket.objections", "_INBOX_objections.x"])
def test_nothing_is_delivered_where_another_listens(
    cluster: MessageCluster, written: Callable[[], int], subject: str
) -> None:
    """By a consumer that pushes, by a pull or by any other answer: what a reader asks for stays within two accounts."""
    before, about = written(), "of.decisions"
    for config in ({"name": "push", "deliver_subject": subject}, {"name": "pull"}):
        create = f"{about}.CONSUMER.CREATE.decisions.{config['name']}"
        asked = {
            "stream_name": "decisions",
            "config": {**config, "ack_policy": "none", "deliver_policy": "all"},
        }
        cluster.answer("register", create, asked)
    answered = [
        (f"{about}.CONSUMER.MSG.NEXT.decisions.pull", {"batch": 1}),
        (f"{about}.STREAM.INFO.decisions", {}),
    ]
    assert cluster.heard("objections", "_INBOX_objections.>", "register", subject, answered) == []
    assert written() == before


def test_a_stream_takes_nothing_out_of_another_account(
    cluster: MessageCluster, written: Callable[[], int]
) -> None:
    """Who makes his stream a copy of another's, or the target of what is published there, copies nothing."""
    assert written()
    sources = [{"name": "objections"}, {"name": "objections", "external": {"api": "of.objections"}}]
    config = {
        "name": "applications",
        "subjects": ["loket.applications", "loket.objections"],
        "sources": sources,
    }
    made = cluster.answer("applications", "$JS.API.STREAM.CREATE.applications", config)
    if "error" not in made:
        time.sleep(HEARD_SECONDS)
        state = cluster.answer("applications", "$JS.API.STREAM.INFO.applications", {})["state"]
        assert state["messages"] == 0


def test_a_consumer_is_of_the_stream_that_its_subject_names(cluster: MessageCluster, written: object) -> None:
    """Naming another in what is asked comes to nothing."""
    asked = {"stream_name": "objections", "config": {"name": "c", "ack_policy": "none"}}
    said = cluster.answer("register", "of.decisions.CONSUMER.CREATE.decisions.c", asked)
    assert "error" in said


def test_nobody_hears_the_answers_to_another(cluster: MessageCluster) -> None:
    """They come on subjects of their own."""
    assert cluster.denies("applications", "_INBOX_decisions.>", listening=True)
    assert not cluster.denies("decisions", "_INBOX_decisions.>", listening=True)


def test_a_wrong_password_comes_to_nothing(cluster: MessageCluster) -> None:
    """The bus goes on trying, as it does without a server."""
    bus = Bus(cluster.url, "decisions", 3, ("decisions", "guessed"))
    bus.start()
    with pytest.raises(AssertionError):
        eventually(lambda: bus.connected, 2)
    bus.close()
