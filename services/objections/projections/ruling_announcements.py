"""Inline table: when the decision on an objection was announced by a letter of its own (Awb 7:12(2), 6:8).

One that was given in a decision on the exemption is announced with that, which `contested_decisions` keeps.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Table, Uuid, select

from services.objections.domain.appeal_instance import RemedyTerm
from services.objections.projections import metadata
from shared.contracts.envelope import Contract, Message
from shared.contracts.notifications import LetterSentOnPaper, ObjectionLetterSent
from shared.eventlog.append import RowWrite
from shared.eventlog.inline_rows import InlineRows

ruling_announcements = Table(
    "ruling_announcements",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("objection_id", Uuid, nullable=False, index=True),
    Column("announced_on", Date, nullable=False),
    Column("remedy_last_day", Date),
)

RULING_ANNOUNCEMENTS: Final = ruling_announcements.name
_OF: Final = ruling_announcements.c


def announcement_of(sent: ObjectionLetterSent) -> RowWrite | None:
    """The row that keeps it; None: what it confirms is no ruling, and nothing is to be contested."""
    if sent.remedy_last_day is None:
        return None
    return RowWrite(
        RULING_ANNOUNCEMENTS,
        "upsert",
        {"letter_id": sent.letter_id},
        {
            "case_id": sent.case_id,
            "objection_id": sent.objection_id,
            "announced_on": sent.sent_on,
            "remedy_last_day": sent.remedy_last_day,
        },
    )


def announced(connection: Connection, sent: ObjectionLetterSent) -> RowWrite | None:
    """The same, the first time that the letter is heard of: what was sent on paper since then stays."""
    known = select(_OF.letter_id).where(_OF.letter_id == sent.letter_id)
    return None if connection.execute(known).one_or_none() else announcement_of(sent)


def announced_again(connection: Connection, sent: LetterSentOnPaper) -> RowWrite | None:
    """That the letter bounced and was sent on paper; None: it announced no ruling, or not later than known.

    Awb 3:41, 6:8: the term to appeal runs from the later day. The letter itself was heard of before, from one log.
    """
    known = select(_OF.announced_on).where(_OF.letter_id == sent.letter_id)
    day = connection.execute(known).scalar_one_or_none()
    if day is None or sent.sent_on <= day:
        return None
    values = {"announced_on": sent.sent_on, "remedy_last_day": sent.remedy_last_day}
    return RowWrite(RULING_ANNOUNCEMENTS, "update", {"letter_id": sent.letter_id}, values)


def last_announced(connection: Connection, objection_id: UUID) -> RemedyTerm:
    """The term that the last ruling on the objection began; one given anew has a letter of its own."""
    query = select(_OF.announced_on, _OF.remedy_last_day).where(_OF.objection_id == objection_id)
    row = connection.execute(query.order_by(_OF.announced_on.desc()).limit(1)).one_or_none()
    return RemedyTerm() if row is None else RemedyTerm.as_announced(row.announced_on, row.remedy_last_day)


class RulingsAnnounced:
    """Folds what notifications published."""

    def apply(self, connection: Connection, _: Message, contract: Contract, /) -> None:
        """Take in one message, as the reactions do."""
        row = None
        if isinstance(contract, ObjectionLetterSent):
            row = announced(connection, contract)
        elif isinstance(contract, LetterSentOnPaper):
            row = announced_again(connection, contract)
        if row is not None:
            InlineRows(metadata, [row]).write(connection)
