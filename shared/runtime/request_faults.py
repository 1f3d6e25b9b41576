"""What can be wrong with a request beside its body and its known parameters.

The validator reads what an endpoint declares and looks at nothing else. Here the rest is looked at:
unknown parameters, headers, the media type, a body where none is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from shared.runtime.asked import IF_MATCH, entity_tag
from shared.runtime.problems import UNNAMED, Fault, Problem, is_field_name
from shared.runtime.request_bodies import Json

JSON_MEDIA_TYPE = "application/json"


def query_names(dependant: Dependant) -> frozenset[str]:
    """The query parameters that an endpoint and what it depends on declare."""
    own = {parameter.alias for parameter in dependant.query_params}
    return frozenset(own.union(*(query_names(inner) for inner in dependant.dependencies)))


def faults_of_query(request: Request, known: Collection[str]) -> Iterator[Fault]:
    """A parameter that is not known, or that stands there twice; named when it can be a misspelt one."""
    for name in dict.fromkeys(request.query_params.keys()):
        if name not in known:
            shown = name if is_field_name(name) else UNNAMED
            yield Fault(f"query.{shown}", "extra_forbidden", "is not a known parameter")
        elif len(request.query_params.getlist(name)) > 1:
            yield Fault(f"query.{name}", "repeated", "must stand there once")


def faults_of_if_match(request: Request) -> Iterator[Fault]:
    """`If-Match` that is not one strong entity tag."""
    sent = request.headers.get(IF_MATCH)
    if sent is not None and entity_tag(sent) is None:
        yield Fault(f"header.{IF_MATCH}", "etag", 'must be one strong entity tag, such as "3"')


def faults_of_absent_body(value: Json | bytes) -> Iterator[Fault]:
    """Something is said where nothing is asked; an empty object says nothing."""
    if value is not None and value != {}:
        yield Fault("body", "not_expected", "this request has no body")


def must_be_json(request: Request) -> None:
    """Raises 415 for a body that does not say that it is JSON."""
    media_type, _, _ = request.headers.get("Content-Type", "").partition(";")
    if media_type.strip().lower() != JSON_MEDIA_TYPE:
        raise Problem(
            415,
            "unsupported_media_type",
            "The body must be JSON",
            f"Send `Content-Type: {JSON_MEDIA_TYPE}`.",
            headers={"Accept": JSON_MEDIA_TYPE},
        )
