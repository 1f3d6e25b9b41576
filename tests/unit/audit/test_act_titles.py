"""What acts are called for people."""

from __future__ import annotations

import ast

import pytest

from services.audit.domain.act_titles import DUTCH, dutch_title, english_title
from shared.contracts.register import RegisterAct
from tests.support.source_tree import modules

EVENTS = {
    node.name
    for module in modules("services/*/domain")
    for node in module.classes()
    if {ast.unparse(base) for base in node.bases} & {"Event", "FoundingEvent"}
}


@pytest.mark.parametrize(
    ("act", "english", "dutch"),
    [
        ("decisions.ExemptionRefused", "Exemption refused", "ontheffing geweigerd"),
        (
            "objections.ThresholdConsequenceFound",
            "Threshold consequence found",
            DUTCH["ThresholdConsequenceFound"],
        ),
        ("register.access-entered", "Access entered", "toegangsrecht ingeschreven"),
        ("decisions.SomethingNew", "Something new", None),
    ],
)
def test_an_act_reads_in_both_languages(act: str, english: str, dutch: str | None) -> None:
    """English from the stored name, Dutch from the glossary where it has the term."""
    assert (english_title(act), dutch_title(act)) == (english, dutch)


def test_every_recorded_act_has_its_dutch_term() -> None:
    """And no term is kept for an act that nobody records."""
    assert len(EVENTS) >= 20
    assert EVENTS | {act.value for act in RegisterAct} == set(DUTCH)
