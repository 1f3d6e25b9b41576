"""The adapter to the vehicle register: RDW open data over its SODA 2 interface.

The interface takes the plates in the query string; that request is the only URL in which one stands.
So nothing here logs a URL, no exception carries one, and the client's own request log is silenced.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx
import msgspec

from shared.rdw.register_record import RegisterAnswer, RegisterRow, facts_of
from shared.vocabulary import Plate, VehicleFacts

MAIN_RECORD: Final = "m9d7-ebf2"
"""Gekentekende voertuigen."""
FUEL: Final = "8ys7-d773"
"""Brandstof: a row for each fuel of a vehicle, or none."""
AXLES: Final = "3huj-srit"
"""Assen: a row for each axle."""
BODYWORK: Final = "jhie-znh9"
"""Carrosserie specifiek: the codes of the bodywork."""
DATA_SETS: Final = (MAIN_RECORD, FUEL, AXLES, BODYWORK)

RDW_SOURCE: Final = f"RDW open data {', '.join(DATA_SETS)}"
FOREIGN_SOURCE: Final = "none: not a Dutch plate"
"""The source of the empty facts of a foreign vehicle, about which the Dutch register knows nothing."""
NOT_ASKED: Final = RegisterAnswer(FOREIGN_SOURCE, VehicleFacts(), b"{}")

PLATES_PER_QUESTION: Final = 50
"""Few enough for a short address, and for a share of twenty rows of ROW_LIMIT for each vehicle."""
ROW_LIMIT: Final = 1_000
"""Stated in every question. An answer with so many rows may have been cut off, and counts as none."""
PLAIN_NUMBER: Final = re.compile(r"[A-Z0-9]+")
"""What is put between quotes in a question, and nothing else is."""

TIMEOUT_SECONDS: Final = 10.0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""A register on the machine itself is never asked through a proxy."""

logging.getLogger("httpx").setLevel(logging.WARNING)

Scalar = str | int | float | bool | None


class RegisterSilent(Exception):
    """The register gave no usable answer; ask again later. The message never names a plate."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        """Seconds that the register asked to wait for."""


class UnaskablePlate(RegisterSilent):
    """A number that is not capitals and digits alone: nobody was asked about any of the plates."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row of a data set, to be read and to be kept."""

    fields: RegisterRow
    written: msgspec.Raw
    """As the register wrote it."""


@dataclass(frozen=True, slots=True)
class VehicleRegister:
    """Asks four data sets about many plates at once. Safe to use from several threads at once."""

    client: httpx.Client

    @classmethod
    def at(
        cls, base_url: str, transport: httpx.BaseTransport | None = None, timeout: float = TIMEOUT_SECONDS
    ) -> VehicleRegister:
        """The register whose data sets lie under `base_url`/resource; `timeout` in seconds, per data set."""
        root = httpx.URL(base_url.rstrip("/").removesuffix("/resource") + "/resource/")
        by_proxy = root.host not in LOOPBACK
        return cls(httpx.Client(base_url=root, timeout=timeout, transport=transport, trust_env=by_proxy))

    def ask(self, plate: Plate) -> RegisterAnswer:
        """The facts and the whole answer. Raises RegisterSilent when the register does not answer."""
        return self.ask_all([plate])[plate]

    def ask_all(self, plates: Iterable[Plate]) -> dict[Plate, RegisterAnswer]:
        """The answer about each, by four requests for every PLATES_PER_QUESTION Dutch plates or fewer.

        Raises RegisterSilent, and answers about none, when one of the requests gets no usable answer.
        """
        each_once = list(dict.fromkeys(plates))
        dutch = [plate for plate in each_once if plate.country == "NL"]
        if not all(PLAIN_NUMBER.fullmatch(plate.number) for plate in dutch):
            raise UnaskablePlate("a plate that is not capitals and digits alone")
        answers = {plate: NOT_ASKED for plate in each_once if plate.country != "NL"}
        for start in range(0, len(dutch), PLATES_PER_QUESTION):
            answers |= self._answers(dutch[start : start + PLATES_PER_QUESTION])
        return answers

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()

    def _answers(self, plates: Collection[Plate]) -> dict[Plate, RegisterAnswer]:
        numbers = [plate.number for plate in plates]
        found = {dataset: rows_by_plate(self._body(dataset, numbers), numbers) for dataset in DATA_SETS}
        return {
            plate: answer_of({dataset: rows[plate.number] for dataset, rows in found.items()})
            for plate in plates
        }

    def _body(self, dataset: str, numbers: Iterable[str]) -> bytes:
        quoted = ",".join(f"'{number}'" for number in numbers)
        question = {"$where": f"kenteken in({quoted})", "$limit": str(ROW_LIMIT)}
        try:
            response = self.client.get(f"{dataset}.json", params=question)
        except httpx.HTTPError as failure:
            reason = type(failure).__name__
        else:
            if response.status_code == httpx.codes.OK:
                return response.content
            raise RegisterSilent(f"HTTP {response.status_code}", _retry_after(response))
        raise RegisterSilent(reason)  # outside the handler: the failure's own text would name the plates


def answer_of(found: Mapping[str, Collection[WrittenRow]]) -> RegisterAnswer:
    """What the data sets hold about one vehicle: its facts, and its rows as they were written."""
    main, fuel, axles, bodywork = ([row.fields for row in found[dataset]] for dataset in DATA_SETS)
    evidence = {dataset: [row.written for row in found[dataset]] for dataset in DATA_SETS}
    return RegisterAnswer(RDW_SOURCE, facts_of(main, fuel, axles, bodywork), msgspec.json.encode(evidence))


def rows_by_plate(body: bytes, numbers: Iterable[str]) -> dict[str, list[WrittenRow]]:
    """The rows of a data set's answer under the plate that each names; none under a plate it is silent on.

    Raises RegisterSilent when a row names no plate or one that was not asked about, or some may be missing.
    """
    found: dict[str, list[WrittenRow]] = {number: [] for number in numbers}
    rows = rows_in(body)
    if len(rows) >= ROW_LIMIT:
        raise RegisterSilent("an answer that may have been cut off")
    for row, written in zip(rows, msgspec.json.decode(body, type=list[msgspec.Raw]), strict=True):
        of_vehicle = found.get(row.get("kenteken", ""))
        if of_vehicle is None:
            raise RegisterSilent("a row about a vehicle that was not asked about")
        of_vehicle.append(WrittenRow(row, written))
    return found


def rows_in(body: bytes) -> tuple[RegisterRow, ...]:
    """The rows of a data set's answer, every value as text; nested values (links) are left out.

    Raises RegisterSilent when the body is not a JSON list of objects.
    """
    try:
        rows = msgspec.json.decode(body, type=list[dict[str, msgspec.Raw]])
    except msgspec.DecodeError:
        rows = None
    if rows is None:
        raise RegisterSilent("unreadable answer")
    return tuple(
        {name: text for name, raw in row.items() if (text := _text(raw)) is not None} for row in rows
    )


def _text(raw: msgspec.Raw) -> str | None:
    """The text of a scalar; a re-exported record may hold numbers where the register writes strings."""
    try:
        value = msgspec.json.decode(raw, type=Scalar)
    except msgspec.ValidationError:
        return None
    return None if value is None else str(value)


def _retry_after(response: httpx.Response) -> float | None:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdigit() else None
