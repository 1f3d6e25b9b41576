"""Every problem code that the code can answer with, read from the code itself.

A code is stable: clients decide by it. So the page that lists them is generated, and one that vanishes
or changes its status shows up as a difference. A place that takes its code from elsewhere is named in
`FROM_ELSEWHERE` with the reason; any other such place stops the making of the page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from services.decisions.domain.threshold_set import ThresholdSetState
from shared.errors import DomainError, NotInThisState, NotThere, NotYours, RuleBroken
from shared.eventlog.append import GuardFailed
from shared.runtime.problems import BASE_TABLE, FRAMEWORK_CODES, UNEXPECTED
from tests.support.source_tree import ROOT, Module, modules

REFUSALS: Mapping[str, type[DomainError]] = {
    kind.__name__: kind for kind in (NotInThisState, NotThere, NotYours, RuleBroken)
}
STATES_OF_A_SET = set(ThresholdSetState) - {ThresholdSetState.REPLACED}
"""In which a set can be when something is asked of it; replaced is how it is shown, and it is in force then."""
FROM_ELSEWHERE: Mapping[str, str] = {
    "shared/runtime/problems.py": "makes problems of the tables that are read here too",
    "services/decisions/api/national_scope.py": "is given the code by `there_for`",
    "services/applications/domain/exemption_application.py": "takes the codes of `Misplaced`",
    "services/decisions/domain/threshold_set.py": "names the state that the set is in",
    "services/audit/api/auditors.py": "is given the code of what else is not there",
    "shared/eventlog/inline_rows.py": "takes the codes of `Guard`",
}
INHERITED: Mapping[str, tuple[str, ...]] = {"shared/eventlog/claim.py": ("decisions", "objections")}
"""What is shared and refuses in the name of the services that build on it."""


@dataclass(frozen=True, order=True)
class KnownProblem:
    """A code with its status and title, and who answers with it."""

    code: str
    status: int
    title: str
    given_by: str


class CodeNotFound(Exception):
    """Somewhere a code is not written out, so that nobody can list it."""


@cache
def known_problems() -> Sequence[KnownProblem]:
    """Every problem, by code."""
    found = {KnownProblem(spec.code, spec.status, spec.title, "runtime") for spec in BASE_TABLE.values()}
    found.add(KnownProblem(UNEXPECTED.code, UNEXPECTED.status, UNEXPECTED.title, "runtime"))
    for status, (code, title) in FRAMEWORK_CODES.items():
        found.add(KnownProblem(code, status, title, "runtime"))
    found |= {_refusal(NotInThisState, f"threshold_set_{state}", "decisions") for state in STATES_OF_A_SET}
    for folder in ("services", "shared"):
        for module in modules(folder):
            path = module.path.relative_to(ROOT).as_posix()
            if not path.startswith("services/demo/"):
                found |= set(_of_module(module, path))
    return sorted(found)


def catalogue() -> str:
    """The generated page."""
    together: dict[tuple[str, int, str], set[str]] = {}
    for each in known_problems():
        together.setdefault((each.code, each.status, each.title), set()).add(each.given_by)
    rows = [
        f"| `{code}` | {status} | {title} | {', '.join(sorted(by))} |"
        for (code, status, title), by in sorted(together.items())
    ]
    return "\n".join(
        [
            "# Problems",
            "",
            "Made by `make docs` from the code. Every answer that is not a success is a problem by RFC 9457",
            "(`application/problem+json`); clients decide by its `code`, which never changes. A `runtime` code is",
            "answered by every service. In `errors` of `invalid_request` stands each fault with its place.",
            "",
            "| Code | Status | Title | Answered by |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _of_module(module: Module, path: str) -> Iterator[KnownProblem]:
    by = (path.split("/")[1],) if path.startswith("services/") else INHERITED.get(path, ("runtime",))
    for given_by, node in product(by, ast.walk(module.tree)):
        if isinstance(node, ast.Call) and (name := _called(node)) is not None:
            problem = _problem(name, node, given_by)
            if problem is not None:
                yield problem
            elif path not in FROM_ELSEWHERE and name in {"Problem", "ProblemSpec", "Guard", *REFUSALS}:
                raise CodeNotFound(f"{path}:{node.lineno}")


def _called(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else None


def _problem(name: str, call: ast.Call, given_by: str) -> KnownProblem | None:
    """What a call comes to; None when it is not one of ours, or its code is not written out."""
    constants = [_constant(argument) for argument in _spread(call)]
    named = {keyword.arg: _constant(keyword.value) for keyword in call.keywords}
    match name, constants:
        case (("Problem" | "ProblemSpec"), [int(status), str(code), str(title), *_]):
            return KnownProblem(code, status, title, given_by)
        case "there_for", [_, str(code)]:
            return _refusal(NotThere, code, given_by)
        case "Misplaced", [_, str(code), *_]:
            return _refusal(RuleBroken, code, given_by)
        case "Guard", _ if isinstance(code := named.get("code"), str):
            return _refusal(GuardFailed, code, given_by)
        case _, [str(code), *_] if name in REFUSALS:
            return _refusal(REFUSALS[name], code, given_by)
    return None


def _refusal(kind: type[Exception], code: str, given_by: str) -> KnownProblem:
    spec = BASE_TABLE[kind]
    return KnownProblem(code, spec.status, spec.title, given_by)


def _spread(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call, with those of a named tuple of words in its place."""
    for argument in call.args:
        if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Name):
            yield from _tuples().get(argument.value.id, ())
        else:
            yield argument


@cache
def _tuples() -> Mapping[str, Sequence[ast.expr]]:
    """Module-level tuples by name, such as the code and words that several refusals share."""
    return {
        target.id: statement.value.elts
        for module in modules("services")
        for statement in module.tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Tuple)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    }


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None
