"""Reading XML of others defensively: no declarations of types or entities, and bounds on size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

LARGEST_BYTES: Final = 64 * 1024 * 1024
DEEPEST: Final = 64


class UnreadableDocument(Exception):
    """The file is not XML as we accept it; says why, and quotes nothing of it."""


@dataclass(slots=True)
class Element:
    """One element by its local name; namespaces are left aside, because the feed's own schemas differ in them."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[Element]:
        """Every element of that name below this one, in document order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, *path: str) -> Element | None:
        """The first element along a path of names, each anywhere below the one before."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found

    def text_at(self, *path: str) -> str:
        """The text there, without blanks around it; empty when there is no such element."""
        found = self.first(*path)
        return "" if found is None else found.text.strip()


def read_document(content: bytes) -> Element:
    """The root element. Raises UnreadableDocument."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableDocument(f"larger than {LARGEST_BYTES} bytes")
    tree = _Tree()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.characters
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as fault:
        raise UnreadableDocument(f"not well-formed at line {fault.lineno}") from None
    return tree.root


class _Tree:
    """Builds the elements as the parser meets them."""

    def __init__(self) -> None:
        self._above = Element("", {})
        self._open = [self._above]

    @property
    def root(self) -> Element:
        """The document's own element."""
        return self._above.children[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._open) > DEEPEST:
            raise UnreadableDocument(f"deeper than {DEEPEST} elements")
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], local)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        """The innermost element ends."""
        self._open.pop()

    def characters(self, text: str) -> None:
        """Text inside the innermost element."""
        self._open[-1].text += text


def _refuse_declaration(*_: object) -> NoReturn:
    raise UnreadableDocument("declares a document type or an entity")
