"""How the register's tables follow from three logs, whatever the order in which their messages came.

Letters are folded first, then decisions, then applications: with that order every right comes into being that
could in any order, and all that a person's erasure takes away is taken away last. Tokens of plates are made
with the vault's key; here the vehicle stands in for them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from services.register.projections.access_rights import AccessRegister, access_rights
from services.register.projections.entries import EntryBook, register_entries, register_head
from services.register.projections.erasures import erased_cases
from services.register.projections.heard import announcements_heard, decisions_heard
from services.register.projections.vehicle_records import (
    VehicleRecords,
    plates_applied_for,
    vehicle_records,
)
from shared.contracts.applications import ApplicationSubmitted
from shared.contracts.envelope import Contract, Message
from shared.contracts.register import RegisterAct
from shared.privacy.sealed import Sealed
from shared.runtime.folding import Compared, HeardFold, Otherwise

_NO_INSTANT: Final = datetime(1970, 1, 1, tzinfo=UTC)


class VehiclesOfKeys:
    """Knows the vehicle behind a sealed plate by the key it is sealed under, which is that of its case."""

    def __init__(self) -> None:
        self._vehicles: dict[UUID, UUID] = {}

    def apply(self, _: Connection, __: Message, contract: Contract, /) -> None:
        """Take in one message of applications."""
        if isinstance(contract, ApplicationSubmitted) and contract.vehicle_id is not None:
            self._vehicles[contract.plate.key_id] = contract.vehicle_id

    def of(self, plate: Sealed) -> str:
        """What stands in for the token of the plate."""
        return str(self._vehicles.get(plate.key_id, plate.key_id))


def heard_folds() -> tuple[HeardFold, ...]:
    """The register's own projections, over whole logs; its clock plays no part in what is compared."""
    vehicles = VehiclesOfKeys()
    register = AccessRegister(vehicles.of, EntryBook(lambda: _NO_INSTANT))
    of_rights = (access_rights, decisions_heard, announcements_heard, register_entries, register_head)
    of_vehicles = (plates_applied_for, vehicle_records, erased_cases)
    return (
        HeardFold("vehicles behind plates", "applications", vehicles),
        HeardFold("access_register", "notifications", register, of_rights),
        HeardFold("access_register", "decisions", register, of_rights),
        HeardFold("vehicle_records", "applications", VehicleRecords(vehicles.of), of_vehicles),
    )


_same_plate = plates_applied_for.alias()

_TOKENS: Final = "made with the vault's key; compared is "


def _is_token_of(token: ColumnElement[str | None], case_id: ColumnElement[UUID]) -> Otherwise:
    of_case = select(plates_applied_for.c.plate_token).where(plates_applied_for.c.case_id == case_id)
    return Otherwise(f"{_TOKENS}whether it is that of its case", token == of_case.scalar_subquery())


def _never_began(decision_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Another decision took its place by the day it would have begun."""
    return exists().where(
        decisions_heard.c.decision_id == decision_id,
        access_rights.c.decision_id == decision_id,
        decisions_heard.c.replaced_from <= access_rights.c.valid_from,
    )


def _ended_earlier() -> ColumnElement[bool]:
    """It was revoked from this day, and then from an earlier one."""
    return exists().where(
        decisions_heard.c.decision_id == register_entries.c.decision_id,
        decisions_heard.c.replaced_from < register_entries.c.effective_on,
        register_entries.c.act == RegisterAct.ACCESS_REVOKED,
    )


_REPLACED: Final = "what was replaced by the day it began was never entered where that was heard first"

REGISTER_COMPARED: Final = (
    Compared(
        plates_applied_for,
        otherwise={
            "plate_token": Otherwise(
                f"{_TOKENS}the first case with the same one",
                select(_same_plate.c.case_id)
                .where(_same_plate.c.plate_token == plates_applied_for.c.plate_token)
                .order_by(_same_plate.c.case_id)
                .limit(1)
                .correlate(plates_applied_for)
                .scalar_subquery(),
            )
        },
    ),
    Compared(
        decisions_heard,
        otherwise={"plate_token": _is_token_of(decisions_heard.c.plate_token, decisions_heard.c.case_id)},
    ),
    Compared(
        access_rights,
        otherwise={"plate_token": _is_token_of(access_rights.c.plate_token, access_rights.c.case_id)},
        may_lack=_never_began(access_rights.c.decision_id),
        why_lacking=_REPLACED,
    ),
    Compared(
        register_entries,
        key=("entry_id",),
        otherwise={
            "position": Otherwise("the order in which messages of several logs came"),
            "recorded_at_micros": Otherwise("the register's own clock when they came"),
        },
        may_lack=or_(
            exists().where(erased_cases.c.case_id == register_entries.c.case_id),
            _never_began(register_entries.c.decision_id),
            _ended_earlier(),
        ),
        why_lacking=f"{_REPLACED}, nor what was heard after the person's erasure",
    ),
    Compared(
        register_head,
        otherwise={
            "position": Otherwise(
                "the order of entries is the register's own; compared is whether it is their number",
                register_head.c.position == select(func.count(register_entries.c.entry_id)).scalar_subquery(),
            ),
            "recorded_at_micros": Otherwise(
                "the register's own clock; compared is whether it is that of the last entry",
                register_head.c.recorded_at_micros
                == select(
                    func.coalesce(func.max(register_entries.c.recorded_at_micros), 0)
                ).scalar_subquery(),
            ),
        },
    ),
)

REGISTER_EXCUSED: Final = dict.fromkeys(
    ("zone_imports", "imported_zones"),
    "taken over from the national road data by an operator, on record in no log",
)
