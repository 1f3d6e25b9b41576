"""A small model of one objection, which knows only the law: it counts days one by one, and keeps no events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from services.objections.domain.hearing import WaiverGround
from services.objections.domain.objection_acts import ObjectionState
from tests.support.objections import LAST_DAY
from tests.support.slow_calendar import next_ordinary

DAY: Final = timedelta(days=1)
PENDING, FOUND = ObjectionState.PENDING, ObjectionState.CONSEQUENCE_FOUND
STATE_AFTER: Final = {"dismissed": ObjectionState.DISMISSED, "upheld": ObjectionState.UPHELD}
RULINGS: Final = frozenset({"dismissed", "upheld", "no_interest", "late", "not_repaired"})
FORETOLD: Final = {
    WaiverGround.MANIFESTLY_INADMISSIBLE: {"no_interest", "late", "not_repaired"},
    WaiverGround.MANIFESTLY_UNFOUNDED: {"dismissed"},
    WaiverGround.FULLY_GRANTED: {"upheld"},
}


class Law:
    """The model: what is known of one objection, and what the law allows next."""

    def __init__(self, received_on: date) -> None:
        self.received_on = self.today = received_on
        self.state = PENDING
        self.announced = False
        self.excused = False
        self.taken_up = False
        self.granted_meanwhile = False
        self.committee = False
        self.advice: str | None = None
        self.committee_on: date | None = None
        self.committee_too_late = False
        self.adjourned = False
        self.named: list[tuple[date, date]] = []
        self.suspended: dict[date, set[date]] = {}
        self.request: tuple[date, date] | None = None
        self.repair: str | None = None
        self.invited_on: date | None = None
        self.held = False
        self.waived: WaiverGround | None = None
        self.answer_until: date | None = None
        self.wanted: bool | None = None
        self.court: tuple[date, date | None] | None = None
        self.annulled_grant = False
        self.granted_in_a_decision = False

    @property
    def twelve_weeks(self) -> bool:
        """Whether a committee makes the six weeks twelve (Awb 7:10(1), 7:13(2))."""
        return self.committee and not self.committee_too_late

    @property
    def court_day(self) -> date | None:
        return self.court[1] if self.court is not None else None

    @property
    def term_known(self) -> bool:
        return self.announced or self.court is not None

    @property
    def runs(self) -> bool:
        return self.state in {PENDING, FOUND}

    @property
    def late(self) -> bool:
        return self.announced and self.received_on > LAST_DAY

    @property
    def needs_excuse(self) -> bool:
        """Whether it came late, and nobody said why that is excused."""
        return self.late and not self.excused

    def has_to_say(self, ruling: str) -> str | None:
        """What has to be said of a committee's advice, if anything."""
        if not self.committee:
            return None
        return next(one for one in (None, "departs", "not awaited") if self.knows_the_advice(ruling, one))

    def needs_no_excuse_but(self, excuse: bool) -> bool:
        """Whether what is said of lateness is what has to be said."""
        if excuse:
            return self.late
        return not self.late or self.excused

    def counted(self, begin: date, running: int, *, rolled: bool) -> tuple[date, date]:
        """The day on which a term ends as counted, and the last day after the calendar has moved it."""
        stands_still = set().union(*self.suspended.values())
        end, day = begin + running * DAY, begin
        while day < (last := next_ordinary(end) if rolled else end):
            day += DAY
            if day in stands_still:
                end = (end if day <= end else last) + DAY
        return end, last

    def day_at(self, where: str) -> date:
        """A day on which something begins or ends; today, where there is none."""
        terms: dict[str, Callable[[], date]] = {}
        if self.term_known:
            terms["statutory"] = lambda: self.statutory()[1]
            terms["six weeks"] = lambda: self.statutory(weeks=6)[1]
            terms["last day"] = self.last_day
            terms["longest"] = self.longest_adjournment
        if self.request is not None:
            asked, until = self.request
            terms |= {"request": lambda: asked, "set term": lambda: until}
        if (invited := self.invited_on) is not None:
            terms["invitation"] = lambda: invited
        if (answer := self.answer_until) is not None:
            terms["answer"] = lambda: answer
        return terms.get(where, lambda: self.today)()

    def statutory(self, weeks: int | None = None) -> tuple[date, date]:
        begin = self.court[0] if self.court else self.received_on if self.late else LAST_DAY
        return self.counted(begin, 7 * (weeks or (12 if self.twelve_weeks else 6)), rolled=True)

    def last_day(self) -> date:
        if self.court_day is not None:
            return self.court_day
        named = [self.counted(told, (day - told).days, rolled=False)[1] for told, day in self.named]
        return max([self.statutory()[1], *named])

    def longest_adjournment(self) -> date:
        day = self.statutory()[0] + 42 * DAY
        return day if self.twelve_weeks else next_ordinary(day)

    def known_and_running(self) -> bool:
        return self.runs and self.term_known and self.court_day is None and self.repair != "runs"

    def told_too_late(self, told_on: date, named: tuple[date, date] | None) -> bool:
        """Whether the letter on a committee, or on an adjournment to a named day, left when the term was over."""
        if not self.known_and_running():
            return False
        if named is None:
            told_of = self.committee and not self.committee_too_late
            return told_of and told_on > self.statutory(weeks=6)[1]
        others = [one for one in self.named if one != named]
        without = [self.counted(told, (day - told).days, rolled=False)[1] for told, day in others]
        return named in self.named and told_on > max([self.statutory()[1], *without])

    def begins_anew(self, ruled_on: date, named_day: date | None) -> None:
        """A court says from when, or until when, is to be decided: nothing counted before moves that."""
        self.court = (ruled_on, named_day)
        self.named, self.suspended = [], {}
        self.adjourned = self.committee_too_late = False

    def bears_out(self, ground: WaiverGround | None) -> bool:
        """Whether what the objector said, or did not say in the set term, goes with that ground."""
        asked = self.answer_until
        match ground:
            case WaiverGround.NO_REACTION:
                return asked is not None and self.wanted is None and self.today > asked
            case WaiverGround.NOT_WANTED:
                return not self.wanted and (asked is None or self.wanted is not None)
            case _:
                return True

    def hears(self, ruling: str, waiver: WaiverGround | None) -> bool:
        """Whether there was a hearing, or a ground of the law that fits the ruling."""
        if self.held:
            return waiver is None
        ground = waiver or self.waived
        fits = ground is not None and ruling in FORETOLD.get(ground, set(RULINGS))
        return fits and self.bears_out(ground)

    def knows_the_advice(self, ruling: str, says: str | None) -> bool:
        """Whether what is said of a committee's advice is what has to be said."""
        if not self.committee:
            return says is None
        if self.advice is None:
            return says == "not awaited"
        follows = self.advice == STATE_AFTER.get(ruling, ObjectionState.INADMISSIBLE).value
        return says == "departs" or (follows and says is None)

    def allows_ruling(self, ruling: str, waiver: WaiverGround | None, excuse: bool) -> bool:
        worse = self.annulled_grant and ruling != "upheld"
        if self.state is not PENDING or worse or not self.hears(ruling, waiver):
            return False
        match ruling:
            case "dismissed":
                return self.repair != "runs" and self.needs_no_excuse_but(excuse)
            case "upheld":
                return not self.granted_meanwhile and self.needs_no_excuse_but(excuse)
            case "late":
                return self.late and not self.excused
            case "not_repaired":
                return self.repair == "lapsed"
            case _:
                return True


def days_between(first: date, end: date) -> set[date]:
    """From that day until the other, which is not one of them."""
    return {first + number * DAY for number in range((end - first).days)}
