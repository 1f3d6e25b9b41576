"""What comes in on paper and is entered by the desk (op papier; Awb 2:13, 4:1, 4:2): paper stays available.

It counts from the day on which it was received, and not from that on which somebody came to enter it (Awb 4:13).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.applications.domain.application_acts import EnteredFromPaper, MissingItem
from shared.errors import RuleBroken

NOBODY_LOGS_IN_AS: Final = "on-paper:"
"""Begins the subject of who applied on paper: random, unknown to any issuer of tokens, so that nobody logs in as it."""

LONGEST_BEFORE_ENTRY: Final = timedelta(days=365)
"""SYNTHETIC: what is said to have come longer ago than this is a slip of the pen."""


def subject_on_paper(drawn: UUID) -> str:
    """The pseudonymous subject of somebody who applied on paper and is not known here otherwise."""
    return f"{NOBODY_LOGS_IN_AS}{drawn}"


def check_day_of_receipt(entered: EnteredFromPaper | None, on: date, received_on: date) -> None:
    """Raise RuleBroken where what belongs to an application is said to have come before it."""
    if entered is not None and on < received_on:
        raise RuleBroken(
            "received_before_application", f"the application itself came on {received_on} (Awb 4:1, 4:5)"
        )


def check_signature_missing(asked: Collection[MissingItem], *, signed: bool) -> None:
    """Raise RuleBroken where a signature is asked or supplied that is not missing (ondertekening, Awb 4:2(1))."""
    if signed and MissingItem.SIGNATURE in asked:
        raise RuleBroken("signature_not_missing", "the application is signed already (Awb 4:2(1))")


def check_authorisation_asked(asked: Collection[MissingItem], *, represented: bool, on_paper: bool) -> None:
    """Raise RuleBroken where a written mandate is asked of nobody; on paper, who signed may represent somebody."""
    if MissingItem.AUTHORISATION in asked and not (represented or on_paper):
        raise RuleBroken(
            "nobody_represents",
            "the applicant applied in person: there is no authorisation to ask (Awb 2:1(2))",
        )
