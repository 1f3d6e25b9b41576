"""Rights of access by plate token: how they come and go, and what the cameras ask of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    Row,
    String,
    Table,
    Uuid,
    delete,
    insert,
    select,
    update,
)

from services.register.domain.access_right import (
    AccessRight,
    Announcement,
    DecisionHeard,
    Hours,
    right_of,
)
from services.register.projections import metadata
from services.register.projections.entries import EntryBook, entered_by
from services.register.projections.erasures import is_erased
from services.register.projections.heard import (
    announcement_heard,
    decision_heard,
    hours_columns,
    hours_of,
    keep_announcement,
    keep_decision,
    mark_replaced,
    replaced_by,
    replacing,
    resumptions_of,
)
from shared.contracts.decisions import (
    DayExemptionCancelled,
    DecisionTaken,
    GrantSuspended,
    GrantSuspensionEnded,
    InterimAccessEnded,
    InterimAccessGiven,
    LeftOutOfConsideration,
)
from shared.contracts.envelope import Contract, Message
from shared.contracts.notifications import LetterSent
from shared.privacy.refusals import Erased
from shared.privacy.sealed import Sealed
from shared.vocabulary import ExemptionType, Outcome

access_rights = Table(
    "access_rights",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("zone", String(16), primary_key=True),
    Column("plate_token", String(64), nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("exemption_type", String(64), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("revoked_from", Date),
    Column("starts_at_micros", BigInteger),
    Column("ends_at_micros", BigInteger),
    Index("access_rights_by_plate", "plate_token"),
)
"""A revoked right stays: the register also answers for an instant in the past."""


class AccessRegister:
    """Brings both halves of a right together, whichever comes first."""

    def __init__(self, token_of: Callable[[Sealed], str], book: EntryBook) -> None:
        self._token_of = token_of
        self._book = book

    def apply(self, connection: Connection, message: Message, contract: Contract, /) -> None:
        """Take in one message of either log; what the register has no use for changes nothing."""
        match contract:
            case DecisionTaken():
                self._when_decision_taken_await_its_announcement(connection, message, contract)
            case LeftOutOfConsideration():
                self._when_left_out_of_consideration_know_that_it_gives_nothing(connection, contract)
            case DayExemptionCancelled():
                self._when_day_exemption_cancelled_end_its_right(connection, message, contract)
            case LetterSent():
                self._when_letter_sent_give_its_decision_effect(connection, message, contract)
            case _:
                self._apply_of_courts(connection, message, contract)

    def _apply_of_courts(self, connection: Connection, message: Message, contract: Contract) -> None:
        """What a judge of interim relief gave or took for the time being (Awb 8:81)."""
        match contract:
            case InterimAccessGiven():
                self._when_interim_access_given_enter_it(connection, message, contract)
            case InterimAccessEnded():
                self._when_interim_access_ended_end_its_right(connection, message, contract)
            case GrantSuspended():
                self._when_grant_suspended_end_it_for_the_time_being(connection, message, contract)
            case GrantSuspensionEnded():
                self._when_suspension_ended_give_the_rest_of_it(connection, message, contract)
            case _:
                pass

    def _when_decision_taken_await_its_announcement(
        self, connection: Connection, message: Message, decision: DecisionTaken
    ) -> None:
        """It takes effect at once if its announcement came first, or a court announced it itself (Awb 8:79)."""
        self._book.hold(connection)
        heard = self._decision_half(connection, decision)
        keep_decision(connection, heard)
        if decision.announced_on is not None:
            keep_announcement(
                connection,
                Announcement(
                    heard.decision_id, decision.announced_on, message.event_id, message.correlation_id
                ),
            )
        announcement = announcement_heard(connection, heard.decision_id)
        if announcement is not None:
            self._take_effect(connection, heard, announcement)

    def _when_left_out_of_consideration_know_that_it_gives_nothing(
        self, connection: Connection, left_out: LeftOutOfConsideration
    ) -> None:
        """Like a refusal: a decision on an objection may replace it."""
        self._book.hold(connection)
        keep_decision(
            connection,
            DecisionHeard(
                decision_id=left_out.decision_id,
                case_id=left_out.case_id,
                exemption_type=left_out.exemption_type,
                outcome=Outcome.REFUSED,
                plate_token=None,
                valid_until=None,
                replaces=None,
                municipality=left_out.municipality,
            ),
        )

    def _when_day_exemption_cancelled_end_its_right(
        self, connection: Connection, message: Message, cancelled: DayExemptionCancelled
    ) -> None:
        """It was given back before its day: it gives no access, also when its letter comes later."""
        self._book.hold(connection)
        heard = decision_heard(connection, cancelled.decision_id)
        if heard is not None:
            since = Announcement(
                cancelled.decision_id, cancelled.cancelled_on, message.event_id, message.correlation_id
            )
            self._end(connection, heard, since)

    def _when_interim_access_given_enter_it(
        self, connection: Connection, message: Message, given: InterimAccessGiven
    ) -> None:
        """A judge gave it for the time being and told the parties: it waits for no letter (Awb 8:81, 8:84)."""
        self._book.hold(connection)
        erased = is_erased(connection, given.case_id)
        heard = DecisionHeard(
            decision_id=given.relief_id,
            case_id=given.case_id,
            exemption_type=given.exemption_type,
            outcome=Outcome.GRANTED,
            plate_token=None if erased else self._token_unless_erased(given.plate),
            valid_until=given.valid_until,
            replaces=None,
            municipality=given.municipality,
        )
        ruling = Announcement(given.relief_id, given.given_on, message.event_id, message.correlation_id)
        keep_decision(connection, heard)
        keep_announcement(connection, ruling)
        self._take_effect(connection, heard, ruling)

    def _when_interim_access_ended_end_its_right(
        self, connection: Connection, message: Message, ended: InterimAccessEnded
    ) -> None:
        """It lapsed (Awb 8:85)."""
        self._book.hold(connection)
        heard = decision_heard(connection, ended.relief_id)
        if heard is not None:
            since = Announcement(ended.relief_id, ended.ends_from, message.event_id, message.correlation_id)
            self._replace(connection, heard, since)

    def _when_grant_suspended_end_it_for_the_time_being(
        self, connection: Connection, message: Message, suspended: GrantSuspended
    ) -> None:
        """From that day it gives no access (Awb 8:81); after the last day that a judge named, it does again."""
        self._book.hold(connection)
        heard = decision_heard(connection, suspended.decision_id)
        if heard is None:
            return
        since = Announcement(
            suspended.relief_id, suspended.suspended_from, message.event_id, message.correlation_id
        )
        self._end(connection, heard, since)
        if suspended.suspended_until is not None:
            again = max(suspended.suspended_until + timedelta(days=1), suspended.suspended_from)
            self._resume(connection, heard.resumed_as(suspended.relief_id), replace(since, sent_on=again))

    def _when_suspension_ended_give_the_rest_of_it(
        self, connection: Connection, message: Message, ended: GrantSuspensionEnded
    ) -> None:
        """It lapsed (Awb 8:85): what is left of the grant gives access again, where it stands."""
        self._book.hold(connection)
        heard = decision_heard(connection, ended.decision_id)
        if heard is None or ended.resumes_on is None:
            return
        resumption = heard.resumed_as(uuid5(ended.relief_id, "lapsed"))
        again = Announcement(
            resumption.decision_id, ended.resumes_on, message.event_id, message.correlation_id
        )
        self._resume(connection, resumption, again)

    def _resume(self, connection: Connection, rest: DecisionHeard, since: Announcement) -> None:
        """To the end of the grant, or until what was announced already takes its place (Awb 3:40)."""
        keep_decision(connection, rest)
        keep_announcement(connection, since)
        for renewal in replacing(connection, rest.resumes):
            announced = announcement_heard(connection, renewal.decision_id)
            if announced is not None:
                ends_from = renewal.ends_earlier_from(announced.sent_on)
                self._replace(connection, rest, replace(announced, sent_on=ends_from))
        rest = decision_heard(connection, rest.decision_id) or rest
        if rest.valid_until is None or since.sent_on <= rest.valid_until:
            self._take_effect(connection, rest, since)

    def _when_letter_sent_give_its_decision_effect(
        self, connection: Connection, message: Message, letter: LetterSent
    ) -> None:
        """It waits if its decision was not heard of yet. A second letter about it changes nothing."""
        self._book.hold(connection)
        if announcement_heard(connection, letter.decision_id) is not None:
            return
        announcement = Announcement(
            letter.decision_id, letter.sent_on, message.event_id, message.correlation_id
        )
        keep_announcement(connection, announcement)
        heard = decision_heard(connection, letter.decision_id)
        if heard is not None:
            self._take_effect(connection, heard, announcement)

    def _decision_half(self, connection: Connection, decision: DecisionTaken) -> DecisionHeard:
        erased = is_erased(connection, decision.case_id)
        return DecisionHeard(
            decision_id=decision.decision_id,
            case_id=decision.case_id,
            exemption_type=decision.exemption_type,
            outcome=decision.outcome,
            plate_token=None if erased else self._token_unless_erased(decision.plate),
            valid_until=decision.valid_until,
            replaces=decision.replaces_decision_id,
            municipality=decision.municipality,
            hours=_hours(decision),
            effective_from=decision.effective_from,
        )

    def _token_unless_erased(self, plate: Sealed) -> str | None:
        try:
            return self._token_of(plate)
        except Erased:
            return None

    def _take_effect(
        self, connection: Connection, decision: DecisionHeard, announcement: Announcement
    ) -> None:
        ending = replace(announcement, sent_on=decision.ends_earlier_from(announcement.sent_on))
        for earlier in replaced_by(connection, decision):
            self._end(connection, earlier, ending)
        right = right_of(decision, announcement)
        if right is None:
            return
        connection.execute(insert(access_rights), _columns(right))
        self._book.enter(connection, right, announcement)
        if right.revoked_from is not None and decision.replaced_by is not None:
            renewed = announcement_heard(connection, decision.replaced_by)
            self._book.revoke(connection, right, renewed or announcement)

    def _end(self, connection: Connection, earlier: DecisionHeard, because: Announcement) -> None:
        """What a decision gave, and what stands for the rest of it after a suspension (Awb 8:81)."""
        self._replace(connection, earlier, because)
        for rest in resumptions_of(connection, earlier.decision_id):
            self._replace(connection, rest, because)

    def _replace(self, connection: Connection, earlier: DecisionHeard, renewed: Announcement) -> None:
        if earlier.replaced_from is not None and earlier.replaced_from <= renewed.sent_on:
            return
        mark_replaced(connection, earlier.decision_id, renewed)
        given = access_rights.c.decision_id == earlier.decision_id
        for right in map(_right, connection.execute(select(access_rights).where(given)).all()):
            ended = right.replaced_from(renewed.sent_on)
            if ended != right:
                connection.execute(update(access_rights).where(given).values(revoked_from=ended.revoked_from))
                self._book.revoke(connection, ended, renewed)


def rights_of(
    connection: Connection, plate_token: str, known_at: datetime | None = None
) -> tuple[AccessRight, ...]:
    """The rights of a plate; with `known_at` as the register's entries had them by then."""
    query = select(access_rights).where(access_rights.c.plate_token == plate_token)
    rights = tuple(map(_right, connection.execute(query.order_by(access_rights.c.decision_id)).all()))
    if known_at is None:
        return rights
    entered = entered_by(connection, [right.decision_id for right in rights], known_at)
    return tuple(
        replace(right, revoked_from=entered[right.decision_id])
        for right in rights
        if right.decision_id in entered
    )


def forget_rights(connection: Connection, case_id: UUID) -> None:
    """Take out what is looked up by plate for a case whose person is erased; the entries stay."""
    connection.execute(delete(access_rights).where(access_rights.c.case_id == case_id))


def _hours(decision: DecisionTaken) -> Hours | None:
    if decision.valid_from is None or decision.valid_to is None:
        return None
    return Hours(decision.valid_from, decision.valid_to)


def _columns(right: AccessRight) -> dict[str, object]:
    return {
        "decision_id": right.decision_id,
        "zone": right.zone,
        "plate_token": right.plate_token,
        "case_id": right.case_id,
        "exemption_type": right.exemption_type,
        "valid_from": right.valid_from,
        "valid_until": right.valid_until,
        "revoked_from": right.revoked_from,
        **hours_columns(right.hours),
    }


def _right(row: Row[tuple[object, ...]]) -> AccessRight:
    return AccessRight(
        decision_id=row.decision_id,
        case_id=row.case_id,
        exemption_type=ExemptionType(row.exemption_type),
        plate_token=row.plate_token,
        zone=row.zone,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_from=row.revoked_from,
        hours=hours_of(row.starts_at_micros, row.ends_at_micros),
    )
