"""The summary counts what was found, and says when anything does not hold."""

from __future__ import annotations

import json
from uuid import UUID

import msgspec
import pytest

from services.demo.kinds import Kind
from services.demo.plan import plan
from services.demo.summary import print_summary, summary_of
from tests.support.main_job import as_it_should_be, changed_case, with_campaign, with_file

RIGHT = as_it_should_be(plan(seed=7))


def test_the_numbers_are_those_of_the_sample_set() -> None:
    """Seventy-five of 600 are affected, eight of whom objected."""
    summary = summary_of(RIGHT)
    assert (summary.applications, summary.cases) == (600, 609)
    assert (summary.affected, summary.reissued, summary.changed_since) == (75, 75, 0)
    assert (summary.objectors, summary.non_objectors) == (8, 67)
    assert sum(summary.by_type.values()) == 609
    assert len(summary.by_type) == 12
    assert len(summary.by_category) == 9
    assert sum(summary.by_row.values()) == summary.by_type["NOT_AVAILABLE_EMISSION_FREE"]
    assert summary.letters == sum(len(file.letters) for file in RIGHT.files)
    given_back, revoked = 3, 3
    assert summary.register_entries == summary.granted - given_back + revoked
    assert summary.holds


def test_what_another_sample_set_is_owed_is_not_counted_here() -> None:
    """One folder can hold several, which share a campaign."""
    proof = msgspec.structs.replace(
        RIGHT.campaign.proof,
        affected=(*RIGHT.campaign.proof.affected, UUID(int=1)),
        reissued=(*RIGHT.campaign.proof.reissued, UUID(int=1)),
    )
    summary = summary_of(with_campaign(RIGHT, proof=proof))
    assert (summary.affected, summary.reissued) == (75, 75)


def test_numbers_are_counted_in_what_was_found_not_in_the_plan() -> None:
    """A case that was decided otherwise shows in the counts."""
    other, file = with_file(RIGHT, lambda file: file.case.state == "refused")
    other, _ = with_file(other, lambda one: one is file, case=changed_case(file, state="granted"))
    assert summary_of(other).granted == summary_of(RIGHT).granted + 1


def test_a_deviation_makes_it_not_hold() -> None:
    """Even when the proof holds."""
    wrong, _ = with_file(
        RIGHT, lambda file: file.planned is not None and file.planned.kind is Kind.GRANTED_VAN, letters=()
    )
    summary = summary_of(wrong)
    assert summary.proof_holds
    assert [one.partition(" has ")[2] for one in summary.deviations] == [
        "a decision with 0 letters",
        "a receipt with 0 letters",
    ]
    assert not summary.holds


def test_a_proof_that_fails_makes_it_not_hold() -> None:
    """Whatever else is right."""
    proof = msgspec.structs.replace(RIGHT.campaign.proof, holds=False)
    assert not summary_of(with_campaign(RIGHT, proof=proof)).holds


def test_as_json_it_is_one_object_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs; nothing else is written."""
    print_summary(summary_of(RIGHT), as_json=True)
    captured = capsys.readouterr()
    printed = json.loads(captured.out)
    assert (printed["affected"], printed["nonObjectors"], printed["deviations"]) == (75, 67, [])
    assert captured.err == ""


def test_as_a_table_it_names_every_deviation(capsys: pytest.CaptureFixture[str]) -> None:
    """For people."""
    wrong, file = with_file(RIGHT, lambda file: file.affected, letters=())
    print_summary(summary_of(wrong))
    out = " ".join(capsys.readouterr().out.split())
    assert "applications" in out
    assert f"DEVIATION: {file.name} has a decision with 0 letters" in out
