"""What Schemathesis does not look at by itself; it loads this file by the name in its settings."""

from __future__ import annotations

from typing import Final

import schemathesis

STATED: Final = {
    "bool_type",
    "enum",
    "extra_forbidden",
    "json_invalid",
    "list_type",
    "literal_error",
    "missing",
    "model_type",
    "string_pattern_mismatch",
    "string_too_long",
    "string_too_short",
    "string_type",
    "too_long",
    "too_short",
    "uuid_parsing",
}
"""Rules that a JSON schema can say, by the names that our problems give them; not that 53.0 is no
whole number, and not which positions there are."""


def _fits(case: schemathesis.Case) -> bool:
    """Whether every part of the request is what the document asks for."""
    meta = case.meta
    return (
        meta is not None
        and meta.generation.mode.is_positive
        and all(part.mode.is_positive for part in meta.components.values())
    )


def _could_be_said(fault: dict[str, str], case: schemathesis.Case) -> bool:
    """Not that a field belongs to what another one says, nor of what a link put where no document asks for it."""
    if fault["rule"] == "extra_forbidden" and _linked(case):
        return False
    return fault["rule"] in STATED and not fault["message"].startswith("is required when")


def _linked(case: schemathesis.Case) -> bool:
    """Whether it stands in a chain, in which answers are merged into the next body."""
    return case.meta is not None and case.meta.phase.name.value == "stateful"


@schemathesis.check
def refused_by_a_rule_that_the_document_states(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """A request that fits the document is never refused by a rule of which the document could have told."""
    if response.status_code != 400 or not _fits(case):
        return
    stated = [fault for fault in response.json().get("errors", ()) if _could_be_said(fault, case)]
    assert not stated, f"the document does not say so: {stated}"
