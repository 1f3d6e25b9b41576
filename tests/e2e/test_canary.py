"""Nothing personal of the sample set stands in clear anywhere: files, bus, log lines, traces, answers.

The main job is played with everything logged that can be logged and every span exported; then every
byte that was left behind is searched for every name, address, e-mail address, enterprise number, plate
and ground of objection. The folder of records is left out: it plays the vehicle register, which is not
ours. So are the reads in which somebody who may see a person opens the seal; they show that what is
looked for is really there.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import msgspec
import pytest

from services.demo.applications import Application
from services.demo.plan import plan
from services.demo.planned import PlannedCase
from shared.runtime.access import Role
from tests.support.canaries import Canaries, Found
from tests.support.loket_process import LoketProcess, serving
from tests.support.played_folders import SEED, SIZE, Prepared, play_on
from tests.support.span_collector import SpanCollector

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

LOGS: Final = ("applications", "decisions", "objections", "notifications")
SERVICES: Final = (*LOGS, "register", "audit")
REGISTER_STAND_IN: Final = "rdw-records"
PLAN: Final = plan(SEED, SIZE)
OBJECTOR: Final = next(case for case in PLAN if case.objecting is not None and case.applicant.email)
CANARIES: Final = Canaries.of(PLAN)
FIRST_DAY: Final = date(2026, 1, 2)
TELLING: Final = f"Hierover belde {OBJECTOR.applicant.name}, eigenaar van {OBJECTOR.vehicle.plate}."
"""Reasons as nobody should write them."""
TELLING_KINDS: Final = frozenset({"refusal", "objection_dismissed"})
"""The letters in which they stand."""


@dataclass(frozen=True)
class LeftBehind:
    """What is there after the main job: folders and files, and what was answered to whoever asked."""

    data: Path
    logs: tuple[Path, ...]
    spans: tuple[Path, ...]
    pages: dict[str, bytes]
    """Feeds, journals, metrics, documents and lists, by path."""
    problems: dict[str, httpx.Response]
    """Refusals of requests full of personal values, by what was wrong with them."""
    opened: bytes
    """A case and its letter as the case handler reads them."""
    read: tuple[str, ...]
    """What staff wrote about a person, as those who may read it see it."""


@pytest.fixture(scope="module")
def left_behind(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> LeftBehind:
    """Play the rest of the main job, ask and provoke all that can be asked and provoked, and stop."""
    folder = tmp_path_factory.mktemp("canary")
    data, log, spans = prepared.copy(folder), folder / "loket.log", folder / "spans"
    with (
        SpanCollector(spans) as collector,
        serving(data, log, log_level="DEBUG", otlp_endpoint=collector.endpoint) as loket,
    ):
        assert play_on(loket).deviations == ()
        with loket.http() as http:
            problems = dict(_provoked(http, loket))
            pages = dict(_pages(http, loket))
            opened = _opened(http, loket)
            read = _write_about_a_person(http, loket)
            problems |= _failures(http, loket)
            _apply_with_a_telling_key(http, loket)
        loket.stop()
    return LeftBehind(data, (prepared.log, log), (prepared.spans, spans), pages, problems, opened, read)


def test_what_is_looked_for_is_there_when_the_seal_is_opened(left_behind: LeftBehind) -> None:
    """The case handler reads name, address, e-mail address, number and plate; so they were stored."""
    found = {one.what for one in CANARIES.in_bytes(left_behind.opened, "opened")}
    assert set(_values_of(OBJECTOR)) <= found


def test_who_may_read_reasons_reads_the_name_in_them(left_behind: LeftBehind) -> None:
    """A finding, a refusal's letter and a ruling: so they were stored, and are looked for in all the rest."""
    assert len(left_behind.read) == 3
    assert all(TELLING in " ".join(text.split()) for text in left_behind.read)


def test_no_file_of_the_data_folder_shows_a_person(left_behind: LeftBehind) -> None:
    """Databases with their write-ahead logs, the vault, the store of the bus, keys and notes."""
    files = [
        file
        for file in sorted(left_behind.data.rglob("*"))
        if file.is_file() and REGISTER_STAND_IN not in file.relative_to(left_behind.data).parts
    ]
    names = {file.name for file in files}
    assert {f"{service}.db" for service in SERVICES} | {"vault.db", "1.blk"} <= names
    assert _found_in(files) == []


def test_no_log_line_shows_a_person(left_behind: LeftBehind) -> None:
    """At the level of debugging, over the whole play and over errors that nobody expected."""
    lines = [
        json.loads(line)
        for log in left_behind.logs
        for line in log.read_text().splitlines()
        if line[0] == "{"
    ]
    assert "debug" in {line["level"] for line in lines}
    assert any("error" in line for line in lines)
    assert _found_in(left_behind.logs) == []


def test_no_trace_shows_a_person(left_behind: LeftBehind) -> None:
    """Names, attributes and events of all spans, as they were exported."""
    files = [file for folder in left_behind.spans for file in folder.iterdir()]
    exported = b"".join(file.read_bytes() for file in files)
    assert b"POST /applications" in exported
    assert b"http.route" in exported
    assert CANARIES.in_bytes(exported, "spans") == []


def test_no_feed_journal_metric_or_document_shows_a_person(left_behind: LeftBehind) -> None:
    """What other services, auditors, operators and the public read."""
    assert {f"/{log}/v1/journal" for log in LOGS} <= {path.partition("?")[0] for path in left_behind.pages}
    found = [one for path, page in left_behind.pages.items() for one in CANARIES.in_bytes(page, path)]
    assert found == []


def test_no_problem_shows_what_was_sent(left_behind: LeftBehind) -> None:
    """A refusal never repeats the personal value on which it rests."""
    statuses = {what: answer.status_code for what, answer in left_behind.problems.items()}
    assert all(status >= 400 for status in statuses.values()), statuses
    assert statuses["a table that is gone"] >= 500
    found = [
        one for what, answer in left_behind.problems.items() for one in CANARIES.in_bytes(_raw(answer), what)
    ]
    assert found == []


# The search itself can fail


@pytest.mark.parametrize(
    ("how", "written"),
    [
        ("in clear", lambda value: value),
        ("as UTF-16", lambda value: value.decode().encode("utf-16-le")),
        ("as UTF-16", lambda value: value.decode().encode("utf-16-be")),
        ("as base64", base64.b64encode),
        ("as base64", lambda value: base64.b64encode(b"a" + value + b"z")),
        ("as base64", lambda value: base64.urlsafe_b64encode(b"??" + value)),
        ("as base64", lambda value: b"https://example.org/a/" + base64.b64encode(value).rstrip(b"=")),
        ("as hexadecimal", lambda value: value.hex().encode()),
        ("as hexadecimal", lambda value: b"f" + value.hex().upper().encode()),
    ],
)
def test_the_search_finds_every_value_however_it_is_written(how: str, written: object) -> None:
    """Each kind of value of a case, in the middle of other bytes."""
    assert callable(written)
    for value in _values_of(OBJECTOR):
        content = b"\x00\x07 " + written(value.encode()) + b" \xff"
        assert Found("here", how, value) in CANARIES.in_bytes(content, "here"), value


@pytest.mark.parametrize("written", ["{plate}", "{low}", "{dashed}", "{dashed_low}", "NL{plate}Z", "{hash}"])
def test_the_search_finds_plates_in_any_spelling(written: str) -> None:
    """Lower case, dashes, and glued to its neighbours as columns of a row are."""
    plate = OBJECTOR.vehicle.plate
    dashed = f"{plate[0]}-{plate[1:4]}-{plate[4:]}"
    spelled = written.format(
        plate=plate,
        low=plate.lower(),
        dashed=dashed,
        dashed_low=dashed.lower(),
        hash="0a" * 32 + plate,
    )
    assert {one.what for one in CANARIES.in_bytes(spelled.encode(), "here")} == {plate}


def test_the_search_finds_a_value_planted_in_a_row_of_a_database(
    left_behind: LeftBehind, tmp_path: Path
) -> None:
    """A column of one row, in a copy of a database file of the play."""
    file = tmp_path / "decisions.db"
    file.write_bytes((left_behind.data / "decisions.db").read_bytes())
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "UPDATE cases SET advice = ? WHERE case_id = (SELECT min(case_id) FROM cases)",
            (OBJECTOR.applicant.name,),
        )
    assert {one.what for one in _found_in([file])} == {OBJECTOR.applicant.name}


def test_the_search_finds_a_value_planted_in_a_log_line(left_behind: LeftBehind, tmp_path: Path) -> None:
    """One line among those of the play."""
    file = tmp_path / "loket.log"
    line = json.dumps({"message": f"GET /resource?kenteken={OBJECTOR.vehicle.plate}"})
    file.write_bytes(left_behind.logs[-1].read_bytes() + line.encode())
    assert {one.what for one in _found_in([file])} == {OBJECTOR.vehicle.plate}


def _values_of(case: PlannedCase) -> list[str]:
    who = case.applicant
    values = [who.name, who.street_and_number, who.postcode, who.town, who.email, case.vehicle.plate]
    return [value for value in (*values, who.chamber_of_commerce_number) if value is not None]


def _found_in(files: Iterator[Path] | list[Path] | tuple[Path, ...]) -> list[Found]:
    return [one for file in files for one in CANARIES.in_bytes(file.read_bytes(), file.name)]


def _raw(answer: httpx.Response) -> bytes:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return head.encode() + b"\n\n" + answer.content


# What can be asked


def _pages(http: httpx.Client, loket: LoketProcess) -> Iterator[tuple[str, bytes]]:
    for service in SERVICES:
        for path in ("openapi.json", "livez", "readyz", "metrics"):
            yield from _page(http, f"/{service}/v1/{path}", {})
    audit = loket.bearer(Role.SYSTEM, "service:audit")
    for path in (
        *(f"/{log}/v1/{feed}" for log in LOGS for feed in ("feed", "journal")),
        "/register/v1/entries",
    ):
        for after in range(0, 2_000, 500):
            yield from _page(http, f"{path}?after={after}&limit=500", audit)
    desk = loket.bearer(Role.CASE_HANDLER, "case-handler-1")
    reviewer = loket.bearer(Role.REVIEWER, "reviewer-1")
    yield from _page(http, "/decisions/v1/cases?limit=500", desk)
    yield from _page(http, "/applications/v1/applications?limit=500", desk)
    yield from _page(http, "/decisions/v1/reassessments", reviewer)
    yield from _page(http, "/audit/v1/logs", loket.bearer(Role.AUDITOR, "auditor-1"))


def _page(http: httpx.Client, path: str, headers: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    answer = http.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.text)
    yield path, _raw(answer)


def _opened(http: httpx.Client, loket: LoketProcess) -> bytes:
    who = OBJECTOR.applicant.subject
    own = loket.bearer(Role.APPLICANT, who)
    with closing(sqlite3.connect(f"file:{loket.data / 'applications.db'}?mode=ro", uri=True)) as database:
        ((case_id,),) = database.execute(
            "SELECT case_id FROM application_cases WHERE applicant_subject = ?", (who,)
        ).fetchall()
    case = http.get(f"/applications/v1/applications/{case_id}", headers=own)
    letters = http.get(f"/notifications/v1/letters?caseId={case_id}", headers=own).json()["items"]
    letter = http.get(f"/notifications/v1/letters/{letters[0]['id']}", headers=own)
    return case.content + b"\n" + letter.content


# What can be provoked


def _provoked(http: httpx.Client, loket: LoketProcess) -> Iterator[tuple[str, httpx.Response]]:
    """Requests with personal values where they do not belong, and what was answered."""
    own = loket.bearer(Role.APPLICANT, OBJECTOR.applicant.subject)
    keeper = loket.bearer(Role.MUNICIPALITY, "municipality-0344", "0344")
    desk = loket.bearer(Role.CASE_HANDLER, "case-handler-1")
    name, plate, email = OBJECTOR.applicant.name, OBJECTOR.vehicle.plate, OBJECTOR.applicant.email
    key = {"Idempotency-Key": "canary"}
    for what, body in _invalid_applications():
        headers = {**own, **key, "Content-Type": "application/json"}
        yield what, http.post("/applications/v1/applications", content=body, headers=headers)
    objection = {"caseId": name, "decisionId": plate, "grounds": "", "channel": OBJECTOR.grounds}
    yield "objection", http.post("/objections/v1/objections", json=objection, headers={**own, **key})
    for what, body in (
        ("plate of an access check", {"plate": f"{plate} {name} {email}", "zone": "0344"}),
        ("zone of an access check", {"plate": plate, "zone": plate}),
        ("instant of an access check", {"plate": plate, "zone": "0344", "at": name}),
    ):
        yield what, http.post("/register/v1/access-checks", json=body, headers=keeper)
    yield "path", http.get(f"/register/v1/plates/{plate}", headers=keeper)
    yield "path outside", http.get(f"/{name}", headers=keeper)
    yield "method", http.request("PUT", f"/applications/v1/applications/{plate}", headers=desk)
    yield "id in a path", http.get(f"/applications/v1/applications/{plate}", headers=desk)
    yield "query", http.get("/notifications/v1/letters", params={"caseId": email}, headers=own)
    yield "state in a query", http.get("/applications/v1/applications", params={"state": name}, headers=desk)
    yield "token", http.get("/decisions/v1/cases", headers={"Authorization": f"Bearer {email}"})
    yield "position", http.get("/decisions/v1/cases", headers={**desk, "Loket-Wait-For": name})
    yield "clock", http.post("/dev/v1/clock", json={"to": name})
    yield "clock's fields", http.post("/dev/v1/clock", json={plate: name})


def _failures(http: httpx.Client, loket: LoketProcess) -> dict[str, httpx.Response]:
    """An application that cannot be stored, because somebody has taken a table away."""
    own = loket.bearer(Role.APPLICANT, OBJECTOR.applicant.subject)
    headers = {**own, "Idempotency-Key": "canary", "Content-Type": "application/json"}
    body = Application.as_planned(OBJECTOR).body(FIRST_DAY)
    with closing(sqlite3.connect(loket.data / "applications.db", timeout=10)) as database:
        database.execute("ALTER TABLE plate_tokens RENAME TO taken_away")
        answer = http.post(
            "/applications/v1/applications", content=msgspec.json.encode(body), headers=headers
        )
        database.execute("ALTER TABLE taken_away RENAME TO plate_tokens")
    return {"a table that is gone": answer}


def _apply_with_a_telling_key(http: httpx.Client, loket: LoketProcess) -> None:
    """A client that makes its idempotency keys of what it sends."""
    own = loket.bearer(Role.APPLICANT, OBJECTOR.applicant.subject)
    key = f"{OBJECTOR.vehicle.plate}/{OBJECTOR.applicant.email}"
    headers = {**own, "Idempotency-Key": key, "Content-Type": "application/json"}
    body = msgspec.json.encode(Application.as_planned(OBJECTOR).body(FIRST_DAY))
    answer = http.post("/applications/v1/applications", content=body, headers=headers)
    assert answer.status_code == 201


def _write_about_a_person(http: httpx.Client, loket: LoketProcess) -> tuple[str, ...]:
    """A refusal on another ground, a finding, its retraction and a ruling, all with a name in their reasons."""
    own = loket.bearer(Role.APPLICANT, OBJECTOR.applicant.subject)
    desk = loket.bearer(Role.CASE_HANDLER, "case-handler-1")
    handler = loket.bearer(Role.OBJECTION_HANDLER, "objection-handler-1")
    applied = _made(
        http, "/applications/v1/applications", Application.as_planned(OBJECTOR).body(FIRST_DAY), own
    )
    case_id, case = applied["id"], f"/decisions/v1/cases/{applied['id']}"
    _read(http, case, desk, version=2)
    other = {"outcome": "refused", "ground": "other", "reasons": TELLING}
    _made(http, f"{case}/decisions", other, desk, version=2)
    [refusal] = _read(http, case, desk, state="refused")["decisions"]
    letters = f"/notifications/v1/letters?caseId={case_id}"
    _until(lambda: any(line["decisionId"] for line in http.get(letters, headers=own).json()["items"]))
    objection = {
        "caseId": case_id,
        "decisionId": refusal["decisionId"],
        "grounds": "Het werk kan niet wachten.",
    }
    place = f"/objections/v1/objections/{_made(http, '/objections/v1/objections', objection, own)['id']}"
    finding = {"vehicleCategory": "N1", "parameter": "payload_kg", "reasons": TELLING}
    _made(http, f"{place}/threshold-findings", finding, handler, version=1)
    found = _read(http, place, handler, state="consequence_found")["finding"]["reasons"]
    _made(http, f"{place}/threshold-finding-retractions", {"reasons": TELLING}, handler, version=2)
    _made(
        http,
        f"{place}/hearing-waivers",
        {"ground": "manifestly_unfounded", "reasons": TELLING},
        handler,
        version=3,
    )
    _made(http, f"{place}/rulings", {"ruling": "dismissed", "reasons": TELLING}, handler, version=4)

    def sent() -> list[str]:
        lines = [
            line for line in http.get(letters, headers=own).json()["items"] if line["kind"] in TELLING_KINDS
        ]
        read = [http.get(f"/notifications/v1/letters/{line['id']}", headers=own).json() for line in lines]
        return [letter["text"] for letter in read if letter["text"] is not None]

    _until(lambda: len(sent()) == 2)
    return (found, *sent())


def _made(
    http: httpx.Client, path: str, body: object, headers: dict[str, str], version: int | None = None
) -> dict[str, str]:
    named = {**headers, "Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    if version is not None:
        named["If-Match"] = f'"{version}"'
    answer = http.post(path, content=msgspec.json.encode(body), headers=named)
    assert answer.status_code == 201, (path, answer.text)
    made: dict[str, str] = answer.json()
    return made


def _read(http: httpx.Client, path: str, headers: dict[str, str], **shown: object) -> dict[str, Any]:
    """What is read there once it shows this; services hear from each other in their own time."""

    def reads() -> dict[str, Any]:
        answer = http.get(path, headers=headers)
        return answer.json() if answer.status_code == 200 else {}

    _until(lambda: shown.items() <= reads().items())
    return reads()


def _until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _invalid_applications() -> Iterator[tuple[str, bytes]]:
    who, plate = OBJECTOR.applicant, OBJECTOR.vehicle.plate
    applicant: dict[str, object] = {
        "name": who.name,
        "streetAndNumber": who.street_and_number,
        "postcode": who.postcode,
        "town": who.town,
        "email": who.email,
        "chamberOfCommerceNumber": who.chamber_of_commerce_number,
    }
    good = {
        "exemptionType": "NOT_AVAILABLE_EMISSION_FREE",
        "applicant": applicant,
        "vehicle": {"plate": plate},
    }
    wrong: dict[str, object] = {
        "unknown type": {**good, "exemptionType": who.name},
        "values in the wrong place": {
            **good,
            "applicant": {**applicant, "postcode": who.email, "email": who.name, "name": who.name * 500},
        },
        "a plate that is none": {**good, "vehicle": {"plate": f"{plate}{plate}{plate}", "country": plate}},
        "names as fields": {**good, who.name: plate, plate: who.name, "applicant": {who.email: who.town}},
        "a text for an object": {**good, "applicant": who.name, "vehicle": plate},
        "a text for a number": {**good, "statedDailyRangeKm": who.name},
        "a list": [good, who.name],
        "a number for a name": {**good, "applicant": {**applicant, "name": 90000001}},
    }
    for what, body in wrong.items():
        yield what, json.dumps(body).encode()
    yield "not JSON", f"name={who.name}&plate={plate}".encode()
    yield "half JSON", json.dumps(good).encode()[:-9]
    yield "a field twice", f'{{"{who.name}": 1, "{who.name}": 2}}'.encode()
    yield "not UTF-8", json.dumps(good).encode() + who.name.encode("utf-16-le")
