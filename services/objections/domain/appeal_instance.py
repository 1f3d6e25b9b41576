"""At which court an appeal is, who lodged it, and whether it came in time (Awb 6:7 to 6:13, 6:24, 8:1, 8:104).

The court judges both, so that nothing here is refused: it is shown. Choices where the sources are silent:

- The day on which a court sent its ruling (Awb 8:79) begins the term of higher appeal. Where it was not told, the
  term is not known: an appeal within six weeks after the day of the ruling is in time all the same.
- Of one against a decision on an objection the last day is the one that the letter states (Awb 3:45).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.errors import RuleBroken
from shared.law.terms import Channel, appeal_term, received_in_time


class Instance(StrEnum):
    """The court that an appeal is lodged at."""

    DISTRICT_COURT = "district_court"
    """Rechtbank, against the decision on an objection (beroep, Awb 8:1)."""
    COUNCIL_OF_STATE = "council_of_state"
    """Afdeling bestuursrechtspraak van de Raad van State, against a ruling (hoger beroep, Awb 8:104, 8:105)."""


class Appellant(StrEnum):
    """Who lodged it."""

    OBJECTOR = "objector"
    """Who objected."""
    OTHER_PARTY = "other_party"
    """Another interested party (belanghebbende, Awb 1:2), who did not object."""
    AUTHORITY = "authority"
    """The authority (bestuursorgaan), which can contest a ruling alone (Awb 8:104)."""


class Timeliness(StrEnum):
    """Whether an appeal came in time, as far as is known here."""

    IN_TIME = "in_time"
    LATE = "late"
    """For the court to judge: who is reasonably not in default is heard all the same (Awb 6:11)."""
    TO_BE_JUDGED = "to_be_judged"
    """By post in the week after the term, without a legible postmark: a person judges when it was posted (Awb 6:9(2))."""
    NOT_KNOWN = "not_known"
    """It is not known when the term began."""


class Standing(StrEnum):
    """Whether who lodged it could, as far as is known here."""

    OBJECTED = "objected"
    DID_NOT_OBJECT = "did_not_object"
    """For the court to judge: who cannot reasonably be blamed for it is heard all the same (Awb 6:13)."""
    AUTHORITY = "authority"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class RemedyTerm:
    """The term to contest a decision or a ruling (Awb 6:7, 6:8(1)); what is not known of it is None."""

    announced_on: date | None = None
    last_day: date | None = None
    not_before: date | None = None
    """A last day that the real one is never before."""

    @classmethod
    def as_announced(cls, announced_on: date | None, stated: date | None) -> RemedyTerm:
        """Of a decision on an objection: the day that its letter states, or else six weeks after it."""
        if announced_on is None:
            return cls()
        return cls(announced_on, stated or appeal_term(announced_on).last_day)

    @classmethod
    def of_ruling(cls, ruled_on: date, sent_on: date | None) -> RemedyTerm:
        """Of a ruling: six weeks from the day after it was sent (Awb 6:24, 8:79)."""
        if sent_on is None:
            return cls(not_before=appeal_term(ruled_on).last_day)
        return cls(sent_on, appeal_term(sent_on).last_day)


@dataclass(frozen=True, slots=True)
class Filing:
    """How an appeal was lodged."""

    instance: Instance = Instance.DISTRICT_COURT
    against_appeal_id: UUID | None = None
    """The appeal on which the contested ruling was given; None: a decision on an objection is contested."""
    appellant: Appellant | None = None
    """None: the court did not tell."""
    posted_on: date | None = None
    """Day of the postmark, where it came by post (Awb 6:9(2))."""
    channel: Channel | None = None
    """None: not by post, as far as was told."""
    posted_in_time: bool | None = None
    """What a person judged of post without a legible postmark; None: nobody has."""
    term: RemedyTerm = RemedyTerm()
    direct: bool = False
    """Whether it is an objection that was sent on (rechtstreeks beroep, Awb 7:1a(5), (6))."""
    fee_free: bool = False
    """Of such a one: no court fee is levied (Awb 7:1a(6))."""

    def check(self) -> None:
        """Awb 8:1, 8:104: the authority does not contest what it decided itself. Raises RuleBroken."""
        if self.appellant is Appellant.AUTHORITY and self.instance is Instance.DISTRICT_COURT:
            raise RuleBroken(
                "authority_contests_rulings", "the authority contests the ruling of a court alone (Awb 8:104)"
            )

    def timeliness(self, lodged_on: date) -> Timeliness:
        """Awb 6:9: whether what the court received on that day came in time."""
        channel = Channel.POST if self.posted_on else self.channel or Channel.ELECTRONIC
        sure = self.term.last_day or self.term.not_before
        if sure is None:
            return Timeliness.NOT_KNOWN
        in_time = received_in_time(sure, channel, lodged_on, self.posted_on)
        if in_time is None:
            in_time = self.posted_in_time
        if in_time:
            return Timeliness.IN_TIME
        if self.term.last_day is None:
            return Timeliness.NOT_KNOWN
        return Timeliness.LATE if in_time is False else Timeliness.TO_BE_JUDGED


def standing_of(appellant: Appellant | None) -> Standing:
    """Awb 6:13, 6:24: who did not object does not appeal, unless that cannot be held against them."""
    match appellant:
        case Appellant.OBJECTOR:
            return Standing.OBJECTED
        case Appellant.OTHER_PARTY:
            return Standing.DID_NOT_OBJECT
        case Appellant.AUTHORITY:
            return Standing.AUTHORITY
        case None:
            return Standing.NOT_KNOWN
