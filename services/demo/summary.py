"""What came of the main job, in numbers: for people as a table, for programs as one JSON object."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec
from rich.console import Console
from rich.table import Table

from services.demo.deviations import deviations_of
from services.demo.observed import CaseFile, Observed


class Summary(msgspec.Struct, frozen=True, rename="camel"):
    """The summary. Every number is counted in what the services answered, none in the plan."""

    applications: int
    granted: int
    """Cases by outcome, as they stand now."""
    refused: int
    undecided: int
    affected: int
    """Refused, and granted under the new thresholds: by the log's own account."""
    reissued: int
    changed_since: int
    """Affected cases that changed between the start of the reassessment and their turn."""
    objectors: int
    """Objectors among the affected."""
    non_objectors: int
    letters: int
    """Letters that were sent."""
    register_entries: int
    """Decisions on which the register gives a plate access."""
    first_threshold_set: UUID
    threshold_set: UUID
    threshold_set_valid_from: date
    plan_digest: str | None
    proof_holds: bool
    events: dict[str, int]
    """By log: its last position, as audit has read and verified it."""
    deviations: tuple[str, ...]
    """Where anything is not as planned, in sentences."""

    @property
    def holds(self) -> bool:
        """Whether everything is as it should be."""
        return self.proof_holds and not self.deviations


def summary_of(observed: Observed) -> Summary:
    """Count what was found."""
    campaign = observed.campaign
    states = Counter(file.case.state for file in observed.files)
    affected = set(campaign.proof.affected)
    objectors = {file.case.case_id for file in observed.files if file.objection is not None} & affected
    return Summary(
        applications=len(observed.files),
        granted=states["granted"],
        refused=states["refused"],
        undecided=states["undecided"],
        affected=len(affected),
        reissued=len(campaign.proof.reissued),
        changed_since=len(campaign.proof.changed_since),
        objectors=len(objectors),
        non_objectors=len(affected) - len(objectors),
        letters=sum(letter.state == "sent" for file in observed.files for letter in file.letters),
        register_entries=len({decision for file in observed.files for decision in _bases_of(file)}),
        first_threshold_set=campaign.first_set_id,
        threshold_set=campaign.threshold_set.threshold_set_id,
        threshold_set_valid_from=campaign.threshold_set.valid_from,
        plan_digest=campaign.threshold_set.plan_digest,
        proof_holds=campaign.proof.holds,
        events={log.log: log.position for log in observed.logs},
        deviations=tuple(deviations_of(observed)),
    )


def print_summary(summary: Summary, *, as_json: bool = False) -> None:
    """On standard output: a table, or one JSON object."""
    if as_json:
        sys.stdout.write(msgspec.json.encode(summary).decode() + "\n")
        return
    console = Console()
    console.print(_table(summary), highlight=False)
    for deviation in summary.deviations:
        console.print(f"DEVIATION: {deviation}", highlight=False, markup=False)


def _bases_of(file: CaseFile) -> Iterator[UUID]:
    """The case's decisions on which access was given at the moments at which the register was asked."""
    for seen in (file.access.announced, file.access.renewed):
        if seen.basis.case_id == file.case.case_id and seen.basis.decision_id is not None:
            yield seen.basis.decision_id


def _table(summary: Summary) -> Table:
    table = Table(title="The main job", show_header=False, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    for what, found in _lines(summary):
        table.add_row(what, found)
    return table


def _lines(summary: Summary) -> Iterator[tuple[str, str]]:
    yield "applications", f"{summary.applications}"
    yield "  granted", f"{summary.granted}"
    yield "  refused", f"{summary.refused}"
    yield "  undecided", f"{summary.undecided}"
    yield "affected by the new thresholds", f"{summary.affected}"
    yield "  of whom objected", f"{summary.objectors}"
    yield "  of whom did not object", f"{summary.non_objectors}"
    yield "reissued", f"{summary.reissued}"
    yield "changed since", f"{summary.changed_since}"
    yield "letters sent", f"{summary.letters}"
    yield "register entries", f"{summary.register_entries}"
    yield "threshold set (SYNTHETIC)", f"{summary.threshold_set}"
    yield "  valid from", f"{summary.threshold_set_valid_from}"
    yield "events, verified by audit", ", ".join(f"{log} {last}" for log, last in summary.events.items())
    yield "proof", "holds" if summary.proof_holds else "DOES NOT HOLD"
    yield "deviations", f"{len(summary.deviations)}" if summary.deviations else "none"
