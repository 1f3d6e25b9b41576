"""The OpenAPI document of a service, brought in line with the NL API Design Rules.

FastAPI's own document promises answers that we do not give (422 for invalid input) and is silent
about those that we do (problems, headers, roles). What a route demands is written beside it when it is
declared (`described`); the rest is added here for all operations alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.alias_generators import to_camel

from shared.runtime import idempotency
from shared.runtime.access import Role
from shared.runtime.asked import ETAG_PATTERN, IF_MATCH
from shared.runtime.edge import API_VERSION
from shared.runtime.problems import PROBLEM_MEDIA_TYPE
from shared.runtime.settings import Settings

CORRELATION: Final = "Loket-Correlation-Id"
POSITION: Final = "Loket-Position"
WAIT_FOR: Final = "Loket-Wait-For"

Node = dict[str, Any]
"""A piece of the document. It is JSON made by FastAPI, so its inside has no static type."""

UUID_PATTERN: Final = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
POSITION_PATTERN: Final = "(?:0|[1-9][0-9]{0,17})"

_PROBLEM: Final = "Problem"
_WORDS: Final[Mapping[str, str]] = {
    "400": "The request is not valid; `errors` lists every fault.",
    "401": "No valid bearer token.",
    "403": "Not allowed for this role or person.",
    "404": "Not found, or not within your scope.",
    "408": "The body did not come in time.",
    "409": "Not possible in the present state, or the same request is still running.",
    "410": "The person this is about was erased.",
    "412": "The version named in `If-Match` is not the present one.",
    "413": "The body is larger than 1 MiB.",
    "415": "The body is not said to be `application/json`.",
    "422": "The `Idempotency-Key` was used for another request.",
    "428": "`If-Match` is missing.",
    "429": "This caller asks too often; `Retry-After` says when there is room again.",
    "503": "Not now, or not up to the awaited position within two seconds; try again.",
}
_BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "command": ("400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "503"),
    "query": ("400", "401", "403", "404", "429", "503"),
    "search": ("400", "401", "403", "404", "408", "413", "415", "429", "503"),
}

_POSITION_WORDS: Final[Mapping[str, str]] = {
    "command": "Where the act stands, for `Loket-Wait-For`.",
    "query": "Up to where the answer shows each log that is read here.",
    "search": "Up to where the answer shows each log that is read here.",
}

_SAID: Final = {"pattern", "format", "enum", "const"}
_TEXT: Final = r"^[^\u0000]*$"
_SOMETHING: Final = r"^[^\u0000]*[^\u0000\s\u0085][^\u0000]*$"
"""A text of which something is left when the blanks around it are taken away (U+0085 is one here)."""


def described(name: str, kind: str, roles: Collection[Role], *, if_match: bool = False) -> Node:
    """What a route demands, as members of its operation."""
    parameters: list[Node] = []
    if kind == "command":
        words = "Ties this act to others that belong to it (UUID)."
        parameters.append(_header(CORRELATION, words, UUID_PATTERN))
        words = "1 to 255 visible characters."
        parameters.append(_header(idempotency.HEADER, words, idempotency.KEY_PATTERN, required=True))
    if if_match:
        words = 'The `ETag` that was read, such as `"3"`.'
        parameters.append(_header(IF_MATCH, words, ETAG_PATTERN, required=True))
    if kind == "query":
        words = "Positions to wait for, such as `decisions=1234`."
        parameters.append(_header(WAIT_FOR, words, f"[a-z]+={POSITION_PATTERN}"))
    return {
        "x-name": name,
        "x-kind": kind,
        "x-roles": sorted(role.value for role in roles),
        "parameters": parameters,
        "security": [{"bearer": []}],
    }


def openapi_document(app: FastAPI, service: str, settings: Settings, logs: Collection[str] = ()) -> Node:
    """The whole document of one service, which reads those `logs`: a caller may wait for a position of each."""
    document = get_openapi(
        title=app.title,
        version=API_VERSION,
        description=app.description,
        routes=app.routes,
        servers=[{"url": settings.published_url(service)}],
    )
    document["info"]["contact"] = {
        "name": settings.contact_name,
        "url": settings.contact_url,
        "email": settings.contact_email,
    }
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for generated in ("HTTPValidationError", "ValidationError"):
        schemas.pop(generated, None)
    schemas[_PROBLEM] = _problem_schema()
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for operation in _operations(document):
        _complete(operation)
    _name_logs(document, logs)
    _tag_versions(document)
    _name_operations(document)
    _join_nullables(document)
    state_text(schemas)
    return document


def _operations(document: Node) -> Iterator[Node]:
    for path in document.get("paths", {}).values():
        yield from path.values()


def _complete(operation: Node) -> None:
    """Add the answers and headers that every operation of its kind has."""
    responses = operation.setdefault("responses", {})
    responses.pop("422", None)
    kind = operation.pop("x-kind", "query")
    declared = [status for status in responses if not status.startswith("2")]
    for status in (*declared, *_statuses(kind, operation)):
        responses[status] = _problem_response(status)
    for status, response in responses.items():
        headers = response.setdefault("headers", {})
        headers["API-Version"] = _response_header("Version of this API.")
        if status.startswith("2"):
            headers[POSITION] = _response_header(_POSITION_WORDS[kind])
        if status.startswith("2") and kind == "command":
            headers["ETag"] = _response_header("The new version.")
    operation["responses"] = dict(sorted(responses.items()))


def _name_logs(document: Node, logs: Collection[str]) -> None:
    """Say for positions of which logs a read waits; a service that reads none is asked to wait for none."""
    one = f"(?:{'|'.join(sorted(logs))})={POSITION_PATTERN}"
    for operation in _operations(document):
        for parameter in [each for each in operation["parameters"] if each["name"] == WAIT_FOR]:
            parameter["schema"]["pattern"] = f"^{one}(?:, ?{one})*$"
            if not logs:
                operation["parameters"].remove(parameter)


def _tag_versions(document: Node) -> None:
    """Say which reads carry an `ETag`: those of a resource below which some command asks for `If-Match`."""
    paths: Node = document.get("paths", {})
    changed = [
        path.rpartition("/")[0]
        for path, methods in paths.items()
        if any(_demands_version(operation) for operation in methods.values())
    ]
    for path in set(changed) & paths.keys():
        headers = paths[path]["get"]["responses"]["200"]["headers"]
        headers["ETag"] = _response_header("The version that was read, for `If-Match`.")


def _statuses(kind: str, operation: Node) -> list[str]:
    return [*_BY_KIND[kind], *(("412", "428") if _demands_version(operation) else ())]


def _demands_version(operation: Node) -> bool:
    return any(parameter["name"] == IF_MATCH for parameter in operation.get("parameters", ()))


def _name_operations(document: Node) -> None:
    """Operation ids from the endpoints' names; where two agree, the path tells them apart."""
    found = Counter(operation["x-name"] for operation in _operations(document))
    for path, methods in document.get("paths", {}).items():
        for operation in methods.values():
            name = operation.pop("x-name")
            if found[name] > 1:
                words = [word for word in path.replace("-", "/").split("/") if word.isalpha()]
                name = "_".join([name, *words])
            operation["operationId"] = to_camel(name)


def _join_nullables(node: Node) -> None:
    """Write `anyOf: [T, null]` as one schema, so that `format` stands where linters look for it."""
    for part in node.values():
        for inner in part if isinstance(part, list) else [part]:
            if isinstance(inner, dict):
                _join_nullables(inner)
    match node.get("anyOf"):
        case [{"type": str(kind)} as schema, {"type": "null"}]:
            del node["anyOf"]
            node.update({**schema, "type": [kind, "null"]})


def state_text(schemas: Node) -> None:
    """Say of every free text in a request what `request_bodies` asks of it: no NUL, and more than blanks.

    Only what callers send takes no other property than those it names.
    """
    for schema in schemas.values():
        if schema.get("additionalProperties") is False:
            for text in _texts(schema.get("properties", {})):
                text["pattern"] = _SOMETHING if text.get("minLength") else _TEXT


def _texts(node: object) -> Iterator[Node]:
    """The strings in it of which nothing says yet what stands in them."""
    if isinstance(node, list):
        for inner in node:
            yield from _texts(inner)
    if isinstance(node, dict):
        kind = node.get("type")
        if (kind == "string" or (isinstance(kind, list) and "string" in kind)) and not _SAID & node.keys():
            yield node
        for inner in node.values():
            yield from _texts(inner)


def _header(name: str, text: str, pattern: str, *, required: bool = False) -> Node:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": text,
        "schema": {"type": "string", "pattern": f"^(?:{pattern})$"},
    }


def _response_header(text: str) -> Node:
    return {"description": text, "schema": {"type": "string"}}


def _problem_response(status: str) -> Node:
    schema = {"$ref": f"#/components/schemas/{_PROBLEM}"}
    return {"description": _WORDS[status], "content": {PROBLEM_MEDIA_TYPE: {"schema": schema}}}


def _problem_schema() -> Node:
    text = {"type": "string"}
    fault = {"type": "object", "required": ["field", "rule", "message"]}
    return {
        "type": "object",
        "description": "A problem by RFC 9457, with a stable machine-readable code.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": {"type": "string", "format": "uri"},
            "code": text,
            "errors": {
                "type": "array",
                "items": {**fault, "properties": {"field": text, "rule": text, "message": text}},
            },
        },
    }
