"""The pages under docs/generated, made from the code: who tells whom what, and every event there is.

`make docs` writes them; a test fails when one is stale.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args, get_origin

from services.embedded import SERVICES
from shared.contracts.envelope import Contract
from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.privacy.vault import Vault, open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import SequentialIds
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts
from shared.runtime.settings import Settings
from tests.support import state_diagrams
from tests.support.problem_catalogue import catalogue as problem_catalogue
from tests.support.source_tree import ROOT, Module, class_constant, modules

PAGES = ROOT / "docs" / "generated"
GLOSSARY_LINE = re.compile(r"^\| `([A-Za-z]+)` \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Telling:
    """One service tells another of something."""

    teller: str
    contract: str
    hearer: str


def parts_of_services() -> Mapping[str, ServiceParts]:
    """What every service is made of, put together over empty databases and never started."""
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), nats="off", rdw_url="http://127.0.0.1:9")
        vault = open_vault(settings.vault_database(), settings.data / "master.key")
        try:
            return {each.name: each.build(_context(each, settings, vault)) for each in SERVICES}
        finally:
            vault.close()


def _context(definition: ServiceDefinition, settings: Settings, vault: Vault) -> ServiceContext:
    engine = open_engine(settings.database_of(definition.name))
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    return ServiceContext(
        name=definition.name,
        settings=settings,
        clock=clock,
        ids=SequentialIds(),
        engine=engine,
        positions=definition.metadata.tables["consumer_positions"],
        vault=vault,
        service_token=str,
        event_log=(
            EventLog(definition.name, engine, definition.metadata, clock.now, definition.inline)
            if definition.has_log
            else None
        ),
    )


def declared(parts: Mapping[str, ServiceParts]) -> set[Telling]:
    """What the publications say: this contract of this service is for those services."""
    return {
        Telling(teller, publication.contract.__name__, hearer)
        for teller, of in parts.items()
        for publication in of.publications
        for hearer in publication.consumers
    }


def heard(parts: Mapping[str, ServiceParts]) -> set[Telling]:
    """What the reactions say. A service without a log takes whole feeds, so what it hears is not listed."""
    return {
        Telling(teller, contract.__name__, hearer)
        for hearer, of in parts.items()
        for teller, reactions in of.reactions.items()
        for contract in reactions
    }


def context_map(parts: Mapping[str, ServiceParts]) -> str:
    """The page with the map of the services and a line for every contract."""
    tellings = sorted(declared(parts))
    pairs = sorted({(each.teller, each.hearer) for each in tellings})
    arrows = [
        f'    {teller} -->|"{"<br>".join(_contracts_between(tellings, teller, hearer))}"| {hearer}'
        for teller, hearer in pairs
    ]
    journals = [f"    {name} -.->|journal| audit" for name in parts if name != "audit"]
    lines = [f"| `{each.contract}` | {each.teller} | {each.hearer} |" for each in tellings]
    return "\n".join(
        [
            "# Context map",
            "",
            "Made by `make docs` from what the services publish and react to. A solid arrow is the published",
            "language (`shared/contracts`); a dotted one is the journal that audit alone reads.",
            "",
            "```mermaid",
            "flowchart LR",
            *arrows,
            *journals,
            "```",
            "",
            "| Contract | From | Heard by |",
            "|---|---|---|",
            *lines,
            "",
        ]
    )


def _contracts_between(tellings: list[Telling], teller: str, hearer: str) -> list[str]:
    return [each.contract for each in tellings if (each.teller, each.hearer) == (teller, hearer)]


def event_catalogue() -> str:
    """The page with every event: its topic, fields, Dutch term and the file it is declared in."""
    terms = {name: dutch.strip() for name, dutch, _, _ in GLOSSARY_LINE.findall(_glossary())}
    lines = [
        "# Event catalogue",
        "",
        "Made by `make docs` from the events as declared; each topic is a name for decades. What an event means",
        "and on which source it rests, is in the [glossary](../glossary.md).",
    ]
    for definition in SERVICES:
        rows = [_event_row(module, node, terms) for module, node in _events_of(definition.name)]
        if rows:
            lines += ["", f"## {definition.name}", "", "| Topic | Dutch | Fields | Declared in |"]
            lines += ["|---|---|---|---|", *sorted(rows)]
    return "\n".join([*lines, ""])


def _glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text("utf-8")


def _events_of(service: str) -> Iterator[tuple[Module, ast.ClassDef]]:
    for module in modules(f"services/{service}/domain"):
        for node in module.classes():
            if class_constant(node, "TOPIC") and {"Event", "FoundingEvent"} & _bases(node):
                yield module, node


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)}


def _event_row(module: Module, node: ast.ClassDef, terms: Mapping[str, str]) -> str:
    fields = [
        f"`{each.target.id}`"
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    topic = ast.literal_eval(class_constant(node, "TOPIC") or "''")
    path = module.path.relative_to(ROOT).as_posix()
    return f"| `{topic}` | {terms.get(node.name, '')} | {', '.join(fields)} | [{path}](../../{path}) |"


def contract_catalogue() -> str:
    """The page with every contract: its type and fields."""
    lines = [
        "# Published language",
        "",
        "Made by `make docs` from `shared/contracts`. Names in messages are camelCase.",
        "",
        "| Contract | Type | Fields | Meaning |",
        "|---|---|---|---|",
    ]
    for contract in sorted(Contract.__subclasses__(), key=lambda each: each.__name__):
        if contract.__module__.startswith("shared.contracts."):
            fields = ", ".join(f"`{field}`" for field in contract.__struct_encode_fields__)
            meaning = (inspect.getdoc(contract) or "").partition("\n")[0]
            lines.append(f"| `{contract.__name__}` | `{contract.TYPE}` | {fields} | {meaning} |")
    return "\n".join([*lines, ""])


def settings_table() -> str:
    """The page with every setting: its variable, what it takes, its default and what it is for."""
    lines = [
        "# Settings",
        "",
        "Made by `make docs` from `shared/runtime/settings.py`. Every setting is an environment variable; what is",
        "not set has its default, which is that of `loket up` on a developer's machine. No secret is a setting: a",
        "setting names the file that holds it. `LOKET_ENVIRONMENT=production` refuses what is for development.",
        "",
        "| Variable | Takes | Default | What it is |",
        "|---|---|---|---|",
    ]
    texts = _texts_of_settings()
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else f"`{field.default}`"
        lines.append(f"| `LOKET_{name.upper()}` | {_kind(field.annotation)} | {default} | {texts[name]} |")
    return "\n".join([*lines, ""])


def _texts_of_settings() -> Mapping[str, str]:
    """The docstring below each field, by the field's name."""
    (node,) = ast.parse(inspect.getsource(Settings)).body
    body = node.body if isinstance(node, ast.ClassDef) else []
    return {
        field.target.id: " ".join(ast.literal_eval(text.value).split()).replace("None:", "none:")
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def _kind(annotation: object) -> str:
    """What a setting takes, in a word."""
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    kinds = [each for each in get_args(annotation) or (annotation,) if each is not type(None)]
    return {str: "text", int: "number", float: "number", Path: "path"}.get(kinds[0], str(kinds[0]))


def pages() -> Mapping[str, str]:
    """Every generated page by its file name."""
    return {
        "context-map.md": context_map(parts_of_services()),
        "events.md": event_catalogue(),
        "contracts.md": contract_catalogue(),
        "problems.md": problem_catalogue(),
        "settings.md": settings_table(),
        "states.md": state_diagrams.page(),
    }


def write() -> None:
    """Write the pages anew."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
