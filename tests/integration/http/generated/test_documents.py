"""What the documents of all services declare of every operation."""

from __future__ import annotations

from typing import Final

from shared.runtime.dated_pages import PLACE
from tests.support.operations import IF_MATCH, KEY, Operation
from tests.support.valid_requests import BUILDERS
from tests.support.whole_house import House

POSTS_THAT_CHANGE_NOTHING: Final = {"register.checkAccess"}
"""Searches and access checks. Whoever adds one says here that it changes nothing."""
FEEDS: Final = {"readFeed", "readJournal", "readEntries"}
"""What services show each other, by log position; not lists."""
WHOLE_COLLECTIONS: Final = {
    "decisions.exemptionTypes",
    "decisions.viewsInCase",
    "applications.documents",
    "notifications.lettersOfCase",
    "audit.causes",
    "audit.effects",
    "audit.readLogs",
    "audit.timeline",
}
"""Answers with `items` that are not paged: what they hold is bounded by what they are about."""


def _is_list(operation: Operation) -> bool:
    return "items" in operation.answer.get("properties", {}) and str(operation) not in WHOLE_COLLECTIONS


def _is_feed(operation: Operation) -> bool:
    return operation.declared["operationId"] in FEEDS


def test_every_post_is_a_command_with_a_key_or_is_known_to_change_nothing(house: House) -> None:
    """The document says which: it asks for an idempotency key."""
    posts = [one for one in house.operations if one.method == "POST"]
    assert {str(one) for one in posts if not one.changes_something} == POSTS_THAT_CHANGE_NOTHING
    others = [one for one in house.operations if one.method != "POST"]
    assert [str(one) for one in others if one.changes_something] == []


def test_every_command_has_a_builder_of_valid_requests(house: House) -> None:
    """A new command is not left out of the tests that need one."""
    assert {str(one) for one in house.operations if one.changes_something} == set(BUILDERS)


def test_every_operation_documents_its_problems(house: House) -> None:
    """Each in the one media type and schema."""
    always = {"400", "401", "403", "404", "503"}
    of_commands = {"409", "413", "415", "422"}
    for operation in house.operations:
        expected = always | (of_commands if operation.changes_something else set())
        expected |= {"412", "428"} if operation.asks_for_version else set()
        assert expected <= operation.responses.keys(), operation
        for status, answer in operation.responses.items():
            if not status.startswith("2"):
                schema = answer["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (operation, status)


def test_every_answer_documents_its_headers(house: House) -> None:
    """The version of the API, the position, and the entity tag of what was changed."""
    for operation in house.operations:
        assert all("API-Version" in answer["headers"] for answer in operation.responses.values()), operation
        assert "Loket-Position" in operation.success["headers"], operation
        if operation.changes_something:
            assert "ETag" in operation.success["headers"], operation


def test_what_asks_for_a_version_can_be_read_with_its_version(house: House) -> None:
    """The path above the command is a read that documents its entity tag."""
    reads = {(one.service, one.template): one for one in house.operations if one.method == "GET"}
    for operation in house.operations:
        if operation.asks_for_version:
            above = reads[operation.service, operation.template.rpartition("/")[0]]
            assert "ETag" in above.success["headers"], operation


def test_every_read_can_wait_and_every_command_takes_a_correlation(house: House) -> None:
    """Headers are declared."""
    for operation in house.operations:
        wanted = "Loket-Wait-For" if operation.method == "GET" else "Loket-Correlation-Id"
        if operation.method == "GET" or operation.changes_something:
            assert wanted in operation.names("header"), operation
        assert {KEY, IF_MATCH}.isdisjoint(operation.names("header")) or operation.changes_something


def test_every_list_is_asked_for_and_shown_in_the_one_shape(house: House) -> None:
    """`after` and `limit` with the same bounds; `items` and `next`, and nothing else.

    After an id, or in a list by day after a day and an id.
    """
    lists = [one for one in house.operations if _is_list(one)]
    assert len(lists) >= 8
    for operation in lists:
        parameters = {one["name"]: one["schema"] for one in operation.parameters("query")}
        assert parameters["limit"] == {
            "type": "integer",
            "minimum": 1,
            "maximum": 500,
            "default": 100,
            "title": "Limit",
        }, operation
        after = parameters["after"]
        assert after.get("format") == "uuid" or after["pattern"] == PLACE, operation
        assert operation.answer["properties"].keys() == {"items", "next"}, operation


def test_nothing_else_is_paged(house: House) -> None:
    """A page of another shape would be a second way of doing the same."""
    for operation in house.operations:
        if not _is_list(operation) and not _is_feed(operation):
            assert {"after", "limit", "next"}.isdisjoint(operation.names("query")), operation
            assert "next" not in operation.answer.get("properties", {}), operation
