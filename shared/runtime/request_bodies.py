"""Reading JSON strictly, and the types in which bodies and answers are declared.

Stricter than the parser of the standard library: no duplicate keys, no NaN, no deep nesting, no
numbers or text that another system would read differently or could not store.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import re
from datetime import UTC, date, datetime
from typing import Annotated, Final, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError
from starlette.requests import Request

MAX_BODY_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 32
MAX_TEXT: Final = 20_000
_EXACT_INTEGER: Final = 2**53
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_NESTING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class MalformedBody(json.JSONDecodeError):
    """The body is not JSON as we accept it; the reason never quotes the body."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "", 0)


def parse_json(body: bytes) -> Json:
    """The value in `body`; raises MalformedBody."""
    if _depth(body) > MAX_DEPTH:
        raise MalformedBody("nested too deeply")
    try:
        value: Json = json.loads(
            body,
            object_pairs_hook=_without_duplicates,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
        canonical_json(value)
    except MalformedBody:
        raise
    except ValueError as malformed:
        raise MalformedBody("not well-formed") from malformed
    return value


def canonical_json(value: Json) -> bytes:
    """The same bytes for the same value: keys sorted, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if _NUL.search(text):
        raise MalformedBody("a NUL character")
    return text.encode("utf-8")


def fingerprint(key: bytes, method: str, path: str, body: Json) -> str:
    """HMAC-SHA256 of a request, hexadecimal: tells equal requests apart from others, says nothing else."""
    message = b"\n".join((method.encode(), path.encode(), canonical_json(body)))
    return hmac.new(key, message, hashlib.sha256).hexdigest()


class StrictRequest(Request):
    """A request whose JSON is read by the rules of this module."""

    async def json(self) -> Json:
        return parse_json(await self.body())


class Body(BaseModel):
    """Base of request bodies: camelCase names, unknown fields refused, text bounded."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        str_max_length=MAX_TEXT,
        hide_input_in_errors=True,
    )


class View(BaseModel):
    """Base of answers: built by Python names, written in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        frozen=True,
        hide_input_in_errors=True,
    )


def _iso_date_only(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as impossible:
            raise PydanticCustomError("legal_date", "is not a day of the calendar") from impossible
    raise PydanticCustomError("legal_date", "must be a calendar day as YYYY-MM-DD")


def _instant_only(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value[:10]):
        try:
            return datetime.fromisoformat(value)
        except ValueError as impossible:
            raise PydanticCustomError("instant", "is not an instant") from impossible
    raise PydanticCustomError("instant", "must be a date-time with an offset")


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise PydanticCustomError("instant", "must have an offset, such as Z")
    try:
        value.astimezone(UTC)
    except OverflowError as beyond:
        raise PydanticCustomError("instant", "lies outside the years 1 to 9999") from beyond
    return value


LegalDate = Annotated[
    date, BeforeValidator(_iso_date_only), WithJsonSchema({"type": "string", "format": "date"})
]
"""A legal day: an ISO date string and nothing else (0 is not 1970-01-01)."""

Instant = Annotated[
    datetime,
    BeforeValidator(_instant_only),
    AfterValidator(_with_offset),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant: an ISO date-time string with any offset."""

WholeNumber = Annotated[int, Strict()]
"""An integer; neither `"3"` nor `true` is one."""


def _depth(body: bytes) -> int:
    """How deep arrays and objects nest, found without parsing (brackets in text do not count)."""
    depth = deepest = 0
    for token in _NESTING.finditer(body):
        mark = token.group()
        if mark in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in b"]}":
            depth -= 1
    return deepest


def _without_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedBody("a key occurs twice in one object")
    return found


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > _EXACT_INTEGER:
        raise MalformedBody("an integer out of range")
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedBody("a number out of range")
    return number


def _refuse_constant(_: str) -> NoReturn:
    raise MalformedBody("not a JSON number")
