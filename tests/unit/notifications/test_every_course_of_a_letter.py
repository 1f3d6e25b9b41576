"""Whatever a letter is about: it is sent once, and again on paper when it comes back; its remedy counts from there.

The model counts that term on another calendar: six weeks after the day of sending, moved to an ordinary day (Awb 6:7,
6:8; Atw 1), for a decision that is open to objection or appeal and is not covered by proceedings that run (Awb 6:19).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice
from services.notifications.domain.delivery import AttemptPlan, BounceReason, LetterChannel, MailFailure
from services.notifications.domain.letter import Letter, Notice, WrittenLetter
from services.notifications.domain.mandate import MANDATES
from services.notifications.domain.recipient import Recipient, RecipientRole
from shared.privacy.sealed import Sealed, SealedKind
from tests.support.announced_decisions import CASE, KEY, an_addressee
from tests.support.courses import ALLOWED, BEGINNING, Course, Step, steps_taken
from tests.support.letter_samples import LETTERS
from tests.support.slow_calendar import next_ordinary
from tests.support.state_diagrams import diagrams

DRAWN_UP_ON = date(2026, 2, 19)
WRITTEN = WrittenLetter(Sealed(KEY, SealedKind.LETTER, b"box"), text_hmac="ab" * 32, template="decision/1")
SOMEBODY = Sealed(KEY, SealedKind.APPLICANT, b"somebody")
PLAN = AttemptPlan(attempts=3, first_pause=timedelta(minutes=10))
SIX_WEEKS = timedelta(weeks=6)
TERM_RUNS = {"objection", "appeal", "objection_beside_late_one"}
"""By what the letter says of the remedy: there is a last day for it."""


class CourseOfALetter(Course):
    """One letter; the model is its state, and the day and way of its last sending."""

    notice: ClassVar[Notice]
    """What there is to tell."""

    @initialize(known=st.booleans())
    def drawn_up(self, known: bool) -> None:
        """About an objection or a step also before it is known whom it is for."""
        self.state, self.today = "drawn_up", DRAWN_UP_ON
        self.sent_on: date | None = None
        self.by: LetterChannel | None = None
        self.letter = self.about(known)
        self.begin_with(self.letter)

    def about(self, known: bool) -> Letter:
        """The letter about what there is to tell; a decision names its addressee itself."""
        names_the_addressee = isinstance(self.notice, DecisionNotice | LeftOutNotice)
        return Letter.draw_up(
            case_id=CASE,
            notice=self.notice,
            addressee=an_addressee() if known or names_the_addressee else None,
            mandate=MANDATES[0].version,
            drawn_up_on=DRAWN_UP_ON,
        )

    @rule(known=st.booleans())
    def it_is_heard_of_again(self, known: bool) -> None:
        """There is one letter about a thing, under one id."""
        assert self.about(known).id == self.letter.id

    @rule(days=st.integers(0, 40))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.today += timedelta(days=days)

    @rule(channel=st.sampled_from(LetterChannel))
    def it_is_sent(self, channel: LetterChannel) -> None:
        """Once, by whichever way; the law counts from that day."""
        code = ALLOWED if self.state == "drawn_up" else "letter_already_sent"
        if self.tried(lambda: self.letter.send(sent_on=self.today, written=WRITTEN, channel=channel), code):
            self.by = channel
            self.went_out()

    @rule()
    def the_mail_server_does_not_take_it(self) -> None:
        """As long as it was not sent; nothing is announced by that."""
        at = datetime.combine(self.today, time(9), UTC)
        code = ALLOWED if self.state == "drawn_up" else "letter_state"
        self.tried(lambda: self.letter.note_failed_attempt(MailFailure.DEFERRED, at, PLAN), code)

    @rule(later=st.integers(-3, 3))
    def it_comes_back(self, later: int) -> None:
        """What went by e-mail (Awb 2:8), after it was sent and not in the future."""
        on = self.today + timedelta(days=later)
        code = ALLOWED if self.state == "sent" else "letter_state"
        if code is ALLOWED and self.by is LetterChannel.PAPER:
            code = "letter_sent_on_paper"
        elif code is ALLOWED and not (self.sent_on and self.sent_on <= on <= self.today):
            code = "bounce_day"

        def bounce() -> None:
            self.letter.bounce(
                BounceReason.ADDRESS_UNKNOWN, bounced_on=on, subject=None, by="desk-1", today=self.today
            )

        if self.tried(bounce, code):
            self.state = "bounced"

    @rule()
    def it_goes_on_paper_after_all(self) -> None:
        """What came back; the law counts from the day of the paper."""
        code = ALLOWED if self.state == "bounced" else "letter_state"
        if self.tried(lambda: self.letter.send_on_paper(sent_on=self.today, written=WRITTEN), code):
            self.by = LetterChannel.PAPER
            self.went_out()

    def went_out(self) -> None:
        """On this day, in those words, with the last day that follows."""
        self.state, self.sent_on = "sent", self.today
        told = vars(self.letter.pending()[-1])
        assert (told["sent_on"], told["text_hmac"]) == (self.today, WRITTEN.text_hmac)
        runs = self.notice.remedy is not None and self.notice.remedy.value in TERM_RUNS
        assert told["remedy_last_day"] == (next_ordinary(self.today + SIX_WEEKS) if runs else None)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        """Drawn up, sent, or come back."""
        assert self.letter.state.value == self.state
        if self.state == "sent":
            assert (self.letter.sent_on, self.letter.channel) == (self.sent_on, self.by)


class CourseOfACopy(CourseOfALetter):
    """The letter that says the same to who applied together with its addressee (Awb 3:41(1))."""

    def about(self, known: bool) -> Letter:
        """One of their own, under an id that follows from the first."""
        return super().about(known).copy_to(Recipient(SOMEBODY, RecipientRole.CO_APPLICANT), 1)


def test_every_course_of_a_letter() -> None:
    """Of each kind, which is drawn up by an event of its own; every declared step was taken, and no other one."""
    declared = set(diagrams()["A letter"])
    afterwards = {step for step in declared if step[0] != BEGINNING}
    steps = set[Step]()
    for number, (notice, _) in enumerate(LETTERS.values()):
        CourseOfALetter.notice = notice
        wanted = afterwards if number == 0 else ()
        steps |= set(steps_taken(CourseOfALetter, wanted, courses=8, acts=15))
    CourseOfACopy.notice = next(iter(LETTERS.values()))[0]
    sent = {("drawn_up", "sent", "LetterCopySent")}
    steps |= set(steps_taken(CourseOfACopy, sent, courses=8, acts=15))
    assert steps == declared
