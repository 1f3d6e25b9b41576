"""The table of problems."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError, field_validator
from starlette.exceptions import HTTPException

from shared.errors import DomainError, NotInThisState, NotThere, NotYours, RuleBroken
from shared.eventlog.append import DuplicateRow, GuardFailed, StaleRow
from shared.eventlog.log import AggregateNotFound, VersionConflict
from shared.runtime.problems import ProblemSpec, ProblemTable, faults_of
from shared.runtime.request_bodies import Body


class TermLapsed(RuleBroken):
    """A rule of some domain, without a row of its own in the table."""


class Own(Exception):
    """An exception that only one service knows."""


class Form(Body):
    """A body with rules that could quote what was sent."""

    plate: str
    kind: str = "a"
    days: int = Field(default=1, ge=1)

    @field_validator("plate")
    @classmethod
    def _known(cls, value: str) -> str:
        raise ValueError(f"{value} is not a plate")

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        raise ValueError("must be one of the kinds in the catalogue")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotInThisState("already_decided"), 409, "already_decided"),
        (TermLapsed("term_lapsed"), 409, "term_lapsed"),
        (NotYours("own_refusal"), 403, "own_refusal"),
        (NotThere("no_such_case"), 404, "no_such_case"),
        (DomainError("odd"), 409, "odd"),
        (AggregateNotFound("Note 1"), 404, "not_found"),
        (VersionConflict(uuid4(), 1, 2), 412, "version_conflict"),
        (GuardFailed("threshold_set_changed"), 409, "threshold_set_changed"),
        (StaleRow([]), 409, "changed_meanwhile"),
        (DuplicateRow(), 409, "already_there"),
        (HTTPException(405), 405, "method_not_allowed"),
        (Own(), 410, "gone_for_good"),
        (KeyError("secret"), 500, "unexpected_error"),
    ],
)
def test_each_error_has_its_answer(error: Exception, status: int, code: str) -> None:
    """By the most specific type that the table names; unknown errors are ours."""
    table = ProblemTable({Own: ProblemSpec(410, "gone_for_good", "Gone")})
    problem = table.problem_for(error)
    assert (problem.status, problem.code) == (status, code)


def test_an_unexpected_error_shows_nothing() -> None:
    """Neither its message nor its type."""
    answer = ProblemTable().problem_for(KeyError("GVD-01-X")).response()
    assert b"GVD" not in bytes(answer.body)
    assert b"KeyError" not in bytes(answer.body)


def test_a_problem_has_the_members_of_the_rules() -> None:
    """Status, title and detail always; a type of its own; the right media type."""
    answer = ProblemTable().problem_for(NotInThisState("already_decided", "The case is decided.")).response()
    assert answer.media_type == "application/problem+json"
    assert json.loads(bytes(answer.body)) == {
        "type": "urn:problem-type:loket:already-decided",
        "title": "Not possible in the present state",
        "status": 409,
        "detail": "The case is decided.",
        "code": "already_decided",
    }


def test_faults_name_place_and_rule_but_never_the_value() -> None:
    """All of them at once; a message that would quote what was sent is replaced."""
    with pytest.raises(ValidationError) as refused:
        Form.model_validate({"plate": "GVD-01-X", "kind": "zzz", "days": 0, "bsn": 111222333})
    faults = faults_of(refused.value.errors())
    assert {(fault.field, fault.rule) for fault in faults} == {
        ("plate", "value_error"),
        ("kind", "value_error"),
        ("days", "greater_than_equal"),
        ("bsn", "extra_forbidden"),
    }
    told = " ".join(fault.message for fault in faults)
    assert "GVD-01-X" not in told
    assert "111222333" not in told
    assert "must be one of the kinds in the catalogue" in told


def test_an_unknown_field_is_named_only_when_it_can_be_a_misspelt_one() -> None:
    """A name or a plate that was sent as the name of a field is not repeated."""
    with pytest.raises(ValidationError) as refused:
        Form.model_validate(
            {"palte": 1, "GVD-01-X": 1, "GVD01X": 1, "Testbedrijf 001": 1, "a@example.org": 1}
        )
    places = [fault.field for fault in faults_of(refused.value.errors()) if fault.rule == "extra_forbidden"]
    assert places == ["palte", "*", "*", "*", "*"]


def test_malformed_json_is_a_fault_of_the_body() -> None:
    """Whatever position the parser stopped at."""
    error = RequestValidationError(
        [
            {
                "type": "json_invalid",
                "loc": ("body", 17),
                "msg": "x",
                "input": {},
                "ctx": {"error": "not well-formed"},
            }
        ]
    )
    (fault,) = ProblemTable().problem_for(error).errors
    assert (fault.field, fault.message) == ("body", "cannot be read as JSON: not well-formed")
