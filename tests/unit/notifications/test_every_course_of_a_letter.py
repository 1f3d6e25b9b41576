"""Whatever a letter is about: it is drawn up, and sent once, on a day from which its remedy is counted.

The model counts that term on another calendar: six weeks after the day of sending, moved to an ordinary day (Awb 6:7,
6:8; Atw 1), for a decision that is open to objection or appeal and is not covered by proceedings that run (Awb 6:19).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice
from services.notifications.domain.letter import Letter, Notice, WrittenLetter
from services.notifications.domain.mandate import MANDATES
from shared.privacy.sealed import Sealed, SealedKind
from tests.support.announced_decisions import CASE, KEY, an_addressee
from tests.support.courses import ALLOWED, Course, Step, steps_taken
from tests.support.letter_samples import LETTERS
from tests.support.slow_calendar import next_ordinary
from tests.support.state_diagrams import diagrams

DRAWN_UP_ON = date(2026, 2, 19)
WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), text_hmac="ab" * 32, template="decision/1")
SIX_WEEKS = timedelta(weeks=6)
TERM_RUNS = {"objection", "appeal", "objection_beside_late_one"}
"""By what the letter says of the remedy: there is a last day for it."""


class CourseOfALetter(Course):
    """One letter; the model is the day on which it was sent."""

    notice: ClassVar[Notice]
    """What there is to tell."""

    @initialize(known=st.booleans())
    def drawn_up(self, known: bool) -> None:
        """About an objection or a step also before it is known whom it is for."""
        self.sent_on: date | None = None
        names_the_addressee = isinstance(self.notice, DecisionNotice | LeftOutNotice)
        self.letter = self.about(known or names_the_addressee)
        self.begin_with(self.letter)

    def about(self, known: bool) -> Letter:
        """The letter about what there is to tell."""
        return Letter.draw_up(
            case_id=CASE,
            notice=self.notice,
            addressee=an_addressee() if known else None,
            mandate=MANDATES[0].version,
            drawn_up_on=DRAWN_UP_ON,
        )

    @rule(known=st.booleans())
    def it_is_heard_of_again(self, known: bool) -> None:
        """There is one letter about a thing, under one id."""
        assert self.about(known).id == self.letter.id

    @rule(later=st.integers(0, 400))
    def it_is_sent(self, later: int) -> None:
        """Once; the law counts from that day."""
        on = DRAWN_UP_ON + timedelta(days=later)
        code = ALLOWED if self.sent_on is None else "letter_already_sent"
        if self.tried(lambda: self.letter.send(sent_on=on, written=WRITTEN), code):
            self.sent_on = on
            told = vars(self.letter.pending()[-1])
            assert (told["sent_on"], told["text_hmac"]) == (on, WRITTEN.text_hmac)
            runs = self.notice.remedy is not None and self.notice.remedy.value in TERM_RUNS
            assert told["remedy_last_day"] == (next_ordinary(on + SIX_WEEKS) if runs else None)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """Drawn up, or sent on the first of those days."""
        assert self.letter.state.value == ("drawn_up" if self.sent_on is None else "sent")
        assert self.letter.sent_on == self.sent_on


def test_every_course_of_a_letter() -> None:
    """Of each kind; every declared step was taken, and no other one."""
    steps = set[Step]()
    for notice, _ in LETTERS.values():
        CourseOfALetter.notice = notice
        steps |= set(steps_taken(CourseOfALetter, courses=8, acts=6))
    assert steps == set(diagrams()["A letter"])
