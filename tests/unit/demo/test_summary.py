"""The summary counts what was found, and says when anything does not hold."""

from __future__ import annotations

import json

import msgspec
import pytest

from services.demo.plan import Kind, plan
from services.demo.summary import print_summary, summary_of
from tests.support.main_job import as_it_should_be, changed_case, with_campaign, with_file

RIGHT = as_it_should_be(plan(seed=7))


def test_the_numbers_are_those_of_the_sample_set() -> None:
    """Fifty of 220 are affected, five of whom objected."""
    summary = summary_of(RIGHT)
    assert (summary.applications, summary.granted, summary.refused, summary.undecided) == (220, 106, 90, 24)
    assert (summary.affected, summary.reissued, summary.changed_since) == (50, 50, 0)
    assert (summary.objectors, summary.non_objectors) == (5, 45)
    assert summary.letters == 196 + 50
    assert summary.register_entries == 106
    assert summary.holds


def test_numbers_are_counted_in_what_was_found_not_in_the_plan() -> None:
    """A case that was decided otherwise shows in the counts."""
    other, file = with_file(RIGHT, lambda file: file.case.state == "refused")
    other, _ = with_file(other, lambda one: one is file, case=changed_case(file, state="granted"))
    assert summary_of(other).granted == 107


def test_a_deviation_makes_it_not_hold() -> None:
    """Even when the proof holds."""
    wrong, _ = with_file(
        RIGHT, lambda file: file.planned is not None and file.planned.kind is Kind.GRANTED_VAN, letters=()
    )
    summary = summary_of(wrong)
    assert summary.proof_holds
    assert len(summary.deviations) == 1
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
    assert (printed["affected"], printed["nonObjectors"], printed["deviations"]) == (50, 45, [])
    assert captured.err == ""


def test_as_a_table_it_names_every_deviation(capsys: pytest.CaptureFixture[str]) -> None:
    """For people."""
    wrong, file = with_file(RIGHT, lambda file: file.affected, letters=())
    print_summary(summary_of(wrong))
    out = " ".join(capsys.readouterr().out.split())
    assert "applications" in out
    assert f"DEVIATION: {file.name} has a decision with 0 letters" in out
