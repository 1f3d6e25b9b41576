"""The operations that the services' own OpenAPI documents declare: what generated tests walk over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from shared.runtime.access import Role

Document = Mapping[str, Any]
KEY, IF_MATCH = "Idempotency-Key", "If-Match"


@dataclass(frozen=True)
class Operation:
    """One method on one path of one service, with the piece of the document that declares it."""

    service: str
    method: str
    template: str
    declared: Document
    schemas: Document
    """The named schemas of the same document."""

    def __str__(self) -> str:
        return f"{self.service}.{self.declared['operationId']}"

    @property
    def roles(self) -> frozenset[Role]:
        """Who may use it."""
        return frozenset(map(Role, self.declared["x-roles"]))

    @property
    def changes_something(self) -> bool:
        """Whether the document asks for an idempotency key."""
        return self._asks_for(KEY)

    @property
    def asks_for_version(self) -> bool:
        """Whether the document asks for `If-Match`."""
        return self._asks_for(IF_MATCH)

    @property
    def responses(self) -> Mapping[str, Document]:
        """The declared answers by status."""
        found: Mapping[str, Document] = self.declared["responses"]
        return found

    @property
    def success(self) -> Document:
        """The declared answer to what succeeds."""
        return next(answer for status, answer in self.responses.items() if status.startswith("2"))

    @property
    def body(self) -> Document | None:
        """The schema of its body; None: it has none."""
        if "requestBody" not in self.declared:
            return None
        return self.resolved(self.declared["requestBody"]["content"]["application/json"]["schema"])

    @property
    def answer(self) -> Document:
        """The schema of what it answers in JSON; empty where the document says nothing of it."""
        return self.resolved(self.success.get("content", {}).get("application/json", {}).get("schema", {}))

    def parameters(self, where: str) -> Sequence[Document]:
        """Its parameters in `path`, `query` or `header`."""
        return [one for one in self.declared.get("parameters", ()) if one["in"] == where]

    def names(self, where: str) -> set[str]:
        """Their names."""
        return {one["name"] for one in self.parameters(where)}

    def path(self, **ids: object) -> str:
        """Its path with these ids, and ids of nothing where none is given."""
        given = {name: uuid4() for name in self.names("path")} | ids
        return f"/{self.service}/v1{self.template.format(**given)}"

    def resolved(self, schema: Document) -> Document:
        """The schema itself, when it is named by reference."""
        reference = schema.get("$ref")
        return schema if reference is None else self.schemas[reference.rpartition("/")[2]]

    def _asks_for(self, header: str) -> bool:
        return any(one["name"] == header and one["required"] for one in self.parameters("header"))


def operations_of(service: str, document: Document) -> Iterator[Operation]:
    """Every operation of a document."""
    schemas = document["components"]["schemas"]
    for template, methods in document["paths"].items():
        for method, declared in methods.items():
            yield Operation(service, method.upper(), template, declared, schemas)
