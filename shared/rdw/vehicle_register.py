"""The adapter to the vehicle register: RDW open data over its SODA 2 interface.

The interface takes the plate in the query string; that request is the only URL in which one stands.
So nothing here logs a URL, no exception carries one, and the client's own request log is silenced.
"""

from __future__ import annotations

import logging
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


@dataclass(frozen=True, slots=True)
class VehicleRegister:
    """Asks four data sets about one plate. Safe to use from several threads at once."""

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
        if plate.country != "NL":
            return RegisterAnswer(FOREIGN_SOURCE, VehicleFacts(), b"{}")
        bodies = {dataset: self._body(dataset, plate) for dataset in DATA_SETS}
        main, fuel, axles, bodywork = (rows_in(bodies[dataset]) for dataset in DATA_SETS)
        evidence = msgspec.json.encode({name: msgspec.Raw(body) for name, body in bodies.items()})
        return RegisterAnswer(RDW_SOURCE, facts_of(main, fuel, axles, bodywork), evidence)

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()

    def _body(self, dataset: str, plate: Plate) -> bytes:
        try:
            response = self.client.get(f"{dataset}.json", params={"kenteken": plate.number})
        except httpx.HTTPError as failure:
            reason = type(failure).__name__
        else:
            if response.status_code == httpx.codes.OK:
                return response.content
            raise RegisterSilent(f"HTTP {response.status_code}", _retry_after(response))
        raise RegisterSilent(reason)  # outside the handler: the failure's own text would name the plate


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
