"""What the proxy answers itself with an error is a problem document in the form of the services."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from shared.runtime.edge import API_VERSION, STANDARD_HEADERS
from shared.runtime.problems import PROBLEM_MEDIA_TYPE, TYPE_PREFIX, ProblemBody
from tests.support import compose
from tests.support.problem_catalogue import catalogue

TEXT = (compose.INFRA / "proxy" / "nginx.conf").read_text("utf-8")
OF_OTHER_ANSWERS = frozenset({"404", "413", "429", "503"})
"""With which the services refuse for the same reasons; their codes are in the catalogue."""


def _map(variable: str) -> dict[str, str]:
    """What a `map` of the file gives, by status."""
    (body,) = re.findall(rf"map \$status \${variable} \{{(.*?)\n    \}}", TEXT, re.DOTALL)
    return {status: value.strip('"') for status, value in re.findall(r"^ +(\w+) (.+);$", body, re.MULTILINE)}


TITLES, CODES = _map("problem_title"), _map("problem_code")
STATUSES = [
    status
    for line in re.findall(r"error_page ([^/]+) /problem;", TEXT)
    for status in ([line.partition("=")[2]] if "=" in line else line.split())
]


def _document(status: str) -> str:
    """What is sent with a status, as nginx fills it in."""
    (template,) = re.findall(r"return 200 '(.+)';", TEXT)
    code = CODES.get(status, CODES["default"])
    values = {
        "problem_type": code.replace("_", "-"),
        "problem_title": TITLES.get(status, TITLES["default"]),
        "problem_code": code,
        "status": status,
    }
    return re.sub(r"\$(\w+)", lambda name: values[name[1]], template)


@pytest.mark.parametrize("status", STATUSES)
def test_it_has_the_form_of_the_services(status: str) -> None:
    """Every member that theirs have; its type is made from its code, of three words at most."""
    problem = msgspec.json.decode(_document(status), type=ProblemBody)
    assert set(json.loads(_document(status))) == {"type", "title", "status", "detail", "code"}
    assert problem.status == int(status)
    assert problem.type == TYPE_PREFIX + problem.code.replace("_", "-")
    assert re.fullmatch(r"[a-z]+(_[a-z]+){0,2}", problem.code)


def test_what_goes_wrong_at_the_proxy_is_told_so() -> None:
    """Too much, too often, and a service that is not there or does not answer; each by its own words."""
    assert {"413", "429", "502", "503", "504"} <= set(STATUSES)
    assert set(TITLES) == set(CODES)
    assert set(CODES) - {"default"} <= set(STATUSES)
    assert "proxy_intercept_errors" not in TEXT


@pytest.mark.parametrize("status", sorted(OF_OTHER_ANSWERS))
def test_the_same_reason_has_the_same_code(status: str) -> None:
    """Whether the proxy says it or a service."""
    assert f"`{CODES[status]}`" in catalogue()


def test_it_bears_the_headers_of_an_answer() -> None:
    """Under the media type of problems."""
    assert f"default_type {PROBLEM_MEDIA_TYPE};" in TEXT
    (place,) = re.findall(r"location = /problem \{(.*?)\n        \}", TEXT, re.DOTALL)
    stated = dict(re.findall(r"add_header (\S+) \"?([^\";]+)\"? always;", place))
    assert stated.pop("Retry-After") == "$come_back_after"
    assert stated["API-Version"] == API_VERSION
    assert stated.items() <= STANDARD_HEADERS.items()


def test_every_place_that_sets_headers_takes_those_of_foreign_traces_away() -> None:
    """One header set in a place takes away all that were set above it."""
    places = re.split(r"(?:server|location)\b[^{]*\{", TEXT)
    setting = [place for place in places if "proxy_set_header" in place]
    assert len(setting) == 2
    for place in setting:
        for name in ("traceparent", "tracestate", "baggage"):
            assert f'proxy_set_header {name} "";' in place
