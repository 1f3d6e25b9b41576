"""Refusals of the domain that are not facts: the caller asked for what cannot be done now.

A refusal that has legal meaning (a refused application, an inadmissible objection) is an event, not
one of these. The table of problems turns each class into one HTTP status.
"""

from __future__ import annotations


class DomainError(Exception):
    """Base: `code` is stable and machine-readable (snake_case), `detail` is for the reader of an API.

    Neither ever holds personal data: both go to the caller and into logs.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class NotInThisState(DomainError):
    """The act is not possible in the state the case is in (409)."""


class RuleBroken(DomainError):
    """A rule forbids the act whatever the state: a term, a limit, a separation of duties (409)."""


class NotYours(DomainError):
    """The caller may do such acts, but not on this case (403)."""


class NotThere(DomainError):
    """The thing does not exist, or belongs to another municipality, which looks the same (404)."""
