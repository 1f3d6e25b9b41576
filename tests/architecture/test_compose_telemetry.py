"""What is scraped, shown and alarmed is what the services measure."""

from __future__ import annotations

import json
import re

import pytest
from ruamel.yaml import YAML

from services.decisions.workers.campaign_proof import UNPROVED
from services.embedded import SERVICES
from shared.runtime.telemetry import Metrics
from tests.support import compose

CAMPAIGN = {
    "campaign_considered",
    "campaign_left",
    "campaign_reissued",
    "campaign_for_a_person",
    "campaign_paused",
}
NAMES = [each.name for each in SERVICES]
DASHBOARD = json.loads((compose.INFRA / "grafana" / "dashboards" / "loket.json").read_text("utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]


def _yaml(path: str) -> dict[str, object]:
    return YAML(typ="safe").load((compose.INFRA / path).read_text("utf-8"))


def _alerts() -> list[str]:
    (group,) = _yaml("prometheus/alerts.yml")["groups"]
    return [rule["expr"] for rule in group["rules"]]


def _measured() -> dict[str, set[str]]:
    """Every series that the services have, with its labels."""
    found = {}
    for metric in Metrics().registry._names_to_collectors.items():
        name, collector = metric
        extra = {"le"} if name.endswith("_bucket") else set()
        found[name] = set(collector._labelnames) | extra
    return found


@pytest.mark.parametrize("query", [*QUERIES, *_alerts()])
def test_what_is_asked_for_is_measured(query: str) -> None:
    """A mistyped metric, or a label that it has not, shows an empty panel for ever."""
    measured = _measured()
    asked = set(re.findall(r"\bloket_\w+", query))
    assert asked <= set(measured)
    known = set().union(*(measured[name] for name in asked), {"job", "instance", "service"})
    assert set(re.findall(r"(\w+)=\"", query)) <= known
    for labels in re.findall(r"(?:by|on) \(([^)]*)\)", query):
        assert set(re.split(r",\s*", labels)) <= known


@pytest.mark.parametrize(
    "what",
    [
        "loket_consumer_lag_seconds",
        "loket_stopped",
        "loket_progress",
        "loket_log_position",
        "loket_http_request_seconds_bucket",
        "loket_append_seconds_bucket",
        "loket_parked",
        "loket_relay_lag_seconds",
        "loket_projection_lag_seconds",
        "loket_feed_reachable",
        "loket_worker_seconds_since_step",
        "proved_",
    ],
)
def test_the_dashboard_shows_what_an_operator_asks_first(what: str) -> None:
    """How old what waits is, what stands still, how far a campaign is, how far the logs are, how long an answer takes."""
    assert [query for query in QUERIES if what in query]


@pytest.mark.parametrize(
    "what",
    [
        "loket_consumer_lag_seconds",
        "loket_feed_reachable",
        "loket_relay_lag_seconds",
        "loket_projection_lag_seconds",
        "loket_parked",
        "loket_stopped",
        "loket_database_answers",
        "loket_lease_held",
        "loket_worker_seconds_since_step",
        "campaign_left",
        "proved_missed",
        "loket_append_seconds_bucket",
        "loket_http_request_seconds_bucket",
    ],
)
def test_somebody_is_told_of_what_goes_wrong(what: str) -> None:
    """Nobody looks at a dashboard all day."""
    assert [expression for expression in _alerts() if what in expression]


def test_every_figure_of_a_campaign_that_is_asked_for_is_told() -> None:
    """A mistyped name after `of` would be 0 for ever."""
    told = {*UNPROVED, *CAMPAIGN}
    for expression in [*QUERIES, *_alerts()]:
        for names in re.findall(r"\bof=~?\"([^\"]*)\"", expression):
            assert any(re.fullmatch(names, name) for name in told), names


def test_every_replica_of_every_service_is_scraped() -> None:
    """Each address that its name has, at its port and below its path, on a network that both are on."""
    (job,) = _yaml("prometheus/prometheus.yml")["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    assert found["names"] == NAMES
    assert (found["type"], str(found["port"])) == ("A", compose.container(NAMES[0]).environment["LOKET_PORT"])
    by_target = {each["target_label"]: each for each in job["relabel_configs"]}
    assert by_target["__metrics_path__"]["replacement"] == "/$1/v1/metrics"
    assert {tuple(each["source_labels"]) for each in by_target.values()} == {("__meta_dns_name",)}
    for name in [*NAMES, "prometheus"]:
        assert "telemetry" in compose.container(name).stated["networks"]


def test_a_service_without_any_replica_is_missed() -> None:
    """Its name has no address then, so that nothing of it is there that could be down."""
    (alarm,) = [each for each in _alerts() if each.startswith("absent(")]
    assert re.findall(r"service=\"(\w+)\"", alarm) == NAMES


def test_alarms_are_told_to_somebody() -> None:
    """Prometheus finds who tells, on a network that both are on; whom it tells, a file of the operator says."""
    (found,) = _yaml("prometheus/prometheus.yml")["alerting"]["alertmanagers"]
    assert found["static_configs"] == [{"targets": ["alertmanager:9093"]}]
    container = compose.container("alertmanager")
    assert set(container.stated["networks"]) & set(compose.container("prometheus").stated["networks"])
    told = _yaml("prometheus/alertmanager.yml")
    (receiver,) = told["receivers"]
    assert told["route"]["receiver"] == receiver["name"]
    (hook,) = receiver["webhook_configs"]
    assert hook["url_file"] in {mount.target for mount in container.mounts("secrets")}


def test_traces_are_sent_to_the_collector() -> None:
    """To the port on which it takes them."""
    receivers = _yaml("telemetry/collector.yaml")["receivers"]
    port = receivers["otlp"]["protocols"]["http"]["endpoint"].rpartition(":")[2]
    for name in NAMES:
        assert (
            compose.container(name).environment["LOKET_OTLP_ENDPOINT"] == f"http://telemetry:{port}/v1/traces"
        )


def test_the_dashboard_reads_where_it_is_scraped() -> None:
    """The source of every panel is the one that is provisioned; the dashboard is where it is looked for."""
    (source,) = _yaml("grafana/provisioning/datasources/prometheus.yaml")["datasources"]
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {source["uid"]}
    (provider,) = _yaml("grafana/provisioning/dashboards/loket.yaml")["providers"]
    targets = {mount.source: mount.target for mount in compose.container("grafana").mounts("configs")}
    assert targets["grafana_dashboard"] == f"{provider['options']['path']}/loket.json"
