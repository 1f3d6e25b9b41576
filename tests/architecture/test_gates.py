"""A gate names its source, and a test names the gate."""

from __future__ import annotations

import pytest

from tests.support.gates import GATES, files_naming, gates_in_the_code


def test_every_gate_has_its_source() -> None:
    """A new code of refusal is entered in `tests/support/gates.py` with its article; one that is gone, taken out."""
    assert set(GATES) == set(gates_in_the_code())


@pytest.mark.parametrize("gate", GATES)
def test_a_test_names_the_gate(gate: str) -> None:
    """A test expects that code: a gate that nobody tried may stand open."""
    assert files_naming().get(gate)
