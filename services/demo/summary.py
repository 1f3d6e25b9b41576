"""What came of the main job, in numbers: for people as a table, for programs as one JSON object."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

import msgspec
from rich.console import Console
from rich.table import Table

from services.demo.campaign_rows import Row
from services.demo.deviations import deviations_of
from services.demo.deviations_of_report import categories_in
from services.demo.observed import CaseFile, Observed


class Summary(msgspec.Struct, frozen=True, rename="camel"):
    """The summary. Every number is counted in what the services answered, none in the plan."""

    applications: int
    """Handed in; the cases are these and those in which converted ones go on."""
    cases: int
    granted: int
    """Cases by outcome, as they stand now."""
    refused: int
    undecided: int
    by_type: dict[str, int]
    """Cases by type of exemption."""
    by_category: dict[str, int]
    """By category of the fourth bimonthly letter to the Chamber, as the monitor of decisions counts them."""
    by_row: dict[str, int]
    """Cases by row of the campaign's table, as they stood when the second set entered into force."""
    expired: int
    """Exemptions on thresholds that had expired when the last set entered into force, two years later."""
    affected: int
    """Refused, and granted under the new thresholds: by the log's own account."""
    reissued: int
    changed_since: int
    """Affected cases that changed between the start of the reassessment and their turn."""
    objectors: int
    """Objectors among the affected."""
    non_objectors: int
    objections: dict[str, int]
    """All objections by state."""
    appeals: dict[str, int]
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
    """By log: its last position, as audit has read and verified it; of the whole folder."""
    deviations: tuple[str, ...]
    """Where anything is not as planned, in sentences."""

    @property
    def holds(self) -> bool:
        """Whether everything is as it should be."""
        return self.proof_holds and not self.deviations


def summary_of(observed: Observed) -> Summary:
    """Count what was found; affected, reissued and changed of this sample set alone."""
    campaign, files = observed.campaign, observed.files
    ours = {file.case.case_id for file in files}
    states = Counter(file.case.state for file in files)
    affected = set(campaign.proof.affected) & ours
    objectors = {file.case.case_id for file in files if file.objection is not None} & affected
    return Summary(
        applications=len(files) - sum(file.target_id is not None for file in files),
        cases=len(files),
        granted=states["granted"],
        refused=states["refused"],
        undecided=states["undecided"],
        by_type=_sorted(Counter(file.case.exemption_type.value for file in files)),
        by_category=_sorted(Counter({k.value: many for k, many in categories_in(observed.monitor).items()})),
        by_row=_sorted(Counter(file.standing for file in files if file.standing is not None)),
        expired=sum(file.last_standing == Row.GRANTED_EXPIRED for file in files),
        affected=len(affected),
        reissued=len(ours.intersection(campaign.proof.reissued)),
        changed_since=len(ours.intersection(case.case_id for case in campaign.proof.changed_since)),
        objectors=len(objectors),
        non_objectors=len(affected) - len(objectors),
        objections=_sorted(Counter(file.objection.state for file in files if file.objection is not None)),
        appeals=_sorted(Counter(file.appeal.state for file in files if file.appeal is not None)),
        letters=sum(letter.state == "sent" for file in files for letter in file.letters),
        register_entries=len({decision for file in files for decision in _bases_of(file)}),
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


def _sorted(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))


def _bases_of(file: CaseFile) -> Iterator[UUID]:
    """The case's decisions on which access was given at the moments at which the register was asked."""
    for seen in file.access.values():
        if seen.basis.case_id == file.case.case_id and seen.basis.decision_id is not None:
            yield seen.basis.decision_id


def _table(summary: Summary) -> Table:
    table = Table(title="The main job", show_header=False, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    for what, found in _lines(summary):
        table.add_row(what, found)
    return table


def _counts(found: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for what, many in found.items():
        yield f"  {what.lower().replace('_', ' ').replace('.', ': ')}", f"{many}"


def _lines(summary: Summary) -> Iterator[tuple[str, str]]:
    yield "applications", f"{summary.applications}"
    yield "cases, with conversions", f"{summary.cases}"
    yield from _counts(summary.by_type)
    yield (
        "by category of letter 4 (refused day exemptions not counted)",
        f"{sum(summary.by_category.values())}",
    )
    yield from _counts(summary.by_category)
    yield "by row of the campaign", f"{sum(summary.by_row.values())}"
    yield from _counts(summary.by_row)
    if summary.expired:
        yield "expired before the last set, two years later", f"{summary.expired}"
    yield "affected by the new thresholds", f"{summary.affected}"
    yield "  of whom objected", f"{summary.objectors}"
    yield "  of whom did not object", f"{summary.non_objectors}"
    yield "reissued", f"{summary.reissued}"
    yield "changed since", f"{summary.changed_since}"
    yield "objections", ", ".join(f"{state} {many}" for state, many in summary.objections.items())
    yield "appeals", ", ".join(f"{state} {many}" for state, many in summary.appeals.items())
    yield "letters sent", f"{summary.letters}"
    yield "register entries", f"{summary.register_entries}"
    yield "threshold set (SYNTHETIC)", f"{summary.threshold_set}"
    yield "  valid from", f"{summary.threshold_set_valid_from}"
    yield "events, verified by audit", ", ".join(f"{log} {last}" for log, last in summary.events.items())
    yield "proof", "holds" if summary.proof_holds else "DOES NOT HOLD"
    yield "deviations", f"{len(summary.deviations)}" if summary.deviations else "none"
