"""The pages under docs/generated, made from the code: who tells whom what, and every event there is.

In the pages under docs/domain the state diagrams are made too, between their marks. `make docs` writes all of it; a
test fails when something is stale.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from services.embedded import SERVICES
from shared.contracts.envelope import Contract
from shared.database import open_engine
from shared.eventlog.log import EventLog
from shared.privacy.vault import Vault, open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import SequentialIds
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts
from shared.runtime.settings import Settings
from tests.support import authorisation, gates, settings_table, state_diagrams
from tests.support.problem_catalogue import catalogue as problem_catalogue
from tests.support.source_tree import ROOT, Module, class_constant, modules
from tests.support.stories import STORIES, Story

PAGES = ROOT / "docs" / "generated"
DOMAIN_PAGES = ROOT / "docs" / "domain"
README = ROOT / "README.md"
DIAGRAM = re.compile(r"(?<=<!-- diagram: )(?P<title>[^>]+)( -->\n).*?(?=<!-- end of diagram -->)", re.DOTALL)
"""A state diagram in a page that somebody wrote: between two marks, of which the first names it."""
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


def acts_of(service: str) -> Sequence[str]:
    """The acts that a service records, by name."""
    return [node.name for _, node in _events_of(service)]


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


def outcomes() -> str:
    """The page with every way in which a case or the proceedings about it can end."""
    lines = [
        f"| {outcome} | {each.sentence} | {', '.join(_states_of(each))} | `{each.counted.value}` "
        f"| {_in_code(each.letters)} | {_in_code([kind.__name__ for kind in each.told])} |"
        for outcome, each in STORIES.items()
    ]
    return "\n".join(
        [
            "# Outcomes",
            "",
            "Made by `make docs` from the stories that `tests/integration/stories/test_outcomes.py` plays through the",
            "doors of all services. *Counted as* is the category of the fourth bimonthly letter to the Chamber (29",
            "September 2025), a projection and never a state. Every case begins with `ApplicationSubmitted` and",
            "`VehicleFactsReceived`, mostly with `DocumentAttached`; `LetterSent` follows each letter about a decision,",
            "`ObjectionLetterSent` one about the end of an objection; these are left out under *told*. That twelve day exemptions in a year are the limit, also when twenty are asked for at once, is in",
            "`tests/integration/decisions/test_day_exemptions.py`; that a campaign renews everybody once, in",
            "`tests/integration/decisions/test_campaign.py`; every refusal of an act, in [gates](gates.md).",
            "",
            "| Outcome | Story | State | Counted as | Letters | Told |",
            "|---|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


def _states_of(story: Story) -> Iterator[str]:
    yield f"case `{story.state.value}`"
    if story.objection is not None:
        yield f"objection `{story.objection.value}`"
    if story.appeal is not None:
        yield f"appeal `{story.appeal.value}`"


def _in_code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def pages() -> Mapping[str, str]:
    """Every generated page by its file name."""
    return {
        "context-map.md": context_map(parts_of_services()),
        "events.md": event_catalogue(),
        "contracts.md": contract_catalogue(),
        "problems.md": problem_catalogue(),
        "settings.md": settings_table.page(),
        "states.md": state_diagrams.page(),
        "gates.md": gates.page(),
        "outcomes.md": outcomes(),
        "authorisation.md": authorisation.page(),
    }


def with_diagrams(text: str) -> str:
    """The page with each of its diagrams as the code declares it now."""
    return DIAGRAM.sub(lambda mark: f"{mark[1]}{mark[2]}{state_diagrams.drawn(mark['title'])}\n", text)


def write() -> None:
    """Write the pages anew, and the diagrams and the table in those that somebody wrote."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, "utf-8")
    for page in DOMAIN_PAGES.glob("*.md"):
        page.write_text(with_diagrams(page.read_text("utf-8")), "utf-8")
    README.write_text(settings_table.with_table(README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    write()
