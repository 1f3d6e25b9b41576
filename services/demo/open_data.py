"""A stand-in that answers as RDW open data does, from a folder of records.

`GET /resource/{data set}.json?kenteken=XY123Z` gives the rows as a JSON list; a plate that is not
registered gives an empty list with 200. `$where=kenteken in('XY123Z','AB456C')` asks about several plates
at once; no other `$where` is understood. Files are named `<data set>.<plate>.json` and are read when they
are asked for, so a file that appears is served at once. As at the register itself the plates stand in
the query: serve this without an access log, and never trace it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from services.demo.records import (
    AXLES,
    BODYWORK,
    BODYWORK_SPECIFICATION,
    FUEL,
    MAIN_RECORD,
    VEHICLE_CLASS,
    Row,
)

DATA_SETS: Final = frozenset({MAIN_RECORD, FUEL, AXLES, BODYWORK, BODYWORK_SPECIFICATION, VEHICLE_CLASS})
DEFAULT_LIMIT: Final = 1_000
UNDERSTOOD: Final = frozenset({"$limit", "$offset", "$order", "$where"})
WHOLE_PLATE: Final = re.compile(r"[A-Z0-9]+")
SEVERAL_PLATES: Final = re.compile(r"kenteken in\('[A-Z0-9]+'(,'[A-Z0-9]+')*\)")
QUOTED_PLATE: Final = re.compile(r"'([A-Z0-9]+)'")


def open_data(folder: Path, *, too_many_every: int = 0) -> Starlette:
    """The application over `folder`; with `too_many_every` = n each n-th request is answered with 429."""
    requests = count(1)

    async def rows(request: Request) -> JSONResponse:
        if too_many_every and next(requests) % too_many_every == 0:
            return _fault(429, "throttled", "Too many requests", {"Retry-After": "1"})
        return await run_in_threadpool(_answer, folder, request)

    return Starlette(routes=[Route("/resource/{data_set}.json", rows, methods=["GET"])])


def _answer(folder: Path, request: Request) -> JSONResponse:
    data_set = request.path_params["data_set"]
    if data_set not in DATA_SETS:
        return _fault(404, "dataset.missing", "Not found")
    asked = dict(request.query_params)
    clauses = {name: value for name, value in asked.items() if name.startswith("$")}
    fields = {name: value for name, value in asked.items() if not name.startswith("$")}
    where = clauses.get("$where")
    if not clauses.keys() <= UNDERSTOOD or not (where is None or SEVERAL_PLATES.fullmatch(where)):
        understood = "$limit, $offset, $order and $where=kenteken in('...','...')"
        return _fault(400, "query.soql.unsupported", f"Only {understood} are understood here")
    try:
        limit, offset = int(clauses.get("$limit", DEFAULT_LIMIT)), int(clauses.get("$offset", 0))
    except ValueError:
        limit = offset = -1
    if min(limit, offset) < 0:
        return _fault(400, "query.soql.invalid", "$limit and $offset are whole numbers from 0")
    plates = _plates(fields.get("kenteken"), where)
    found = (row for row in _records(folder, data_set, plates) if _matches(row, fields, plates))
    return JSONResponse(list(islice(_ordered(found, clauses.get("$order")), offset, offset + limit)))


def _plates(one: str | None, where: str | None) -> Collection[str] | None:
    """The plates that are asked about; None: all that there are."""
    if where is not None:
        return set(QUOTED_PLATE.findall(where))
    return None if one is None else {one}


def _records(folder: Path, data_set: str, plates: Collection[str] | None) -> Iterator[Row]:
    """Rows in the order of the file names; where plates are named only their files are opened."""
    if plates is None:
        files = sorted(folder.glob(f"{data_set}.*.json"))
    else:
        whole = sorted(plate for plate in plates if WHOLE_PLATE.fullmatch(plate))
        files = [named for plate in whole if (named := folder / f"{data_set}.{plate}.json").is_file()]
    for file in files:
        yield from json.loads(file.read_text("utf-8"))


def _matches(row: Row, fields: Mapping[str, str], plates: Collection[str] | None) -> bool:
    asked_about = plates is None or row.get("kenteken") in plates
    return asked_about and all(row.get(name) == value for name, value in fields.items())


def _ordered(rows: Iterator[Row], order: str | None) -> Iterator[Row]:
    """`:id` is the order of the files; `field` or `field DESC` sorts, rows without it last."""
    if order is None or order.startswith(":"):
        return rows
    field, _, direction = order.partition(" ")
    have: list[Row] = []
    lack: list[Row] = []
    for row in rows:
        (have if field in row else lack).append(row)
    have.sort(key=lambda row: row[field], reverse=direction.strip().upper() == "DESC")
    return iter(have + lack)


def _fault(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"code": code, "error": True, "message": message}, status, headers)
