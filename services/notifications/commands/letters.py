"""What can be done with a letter: one public method per command (load, call, save)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

import msgspec

from services.notifications.commands.telling_others import TellingOthers
from services.notifications.domain.case_parties import PartiesOfCase, parties_id_of
from services.notifications.domain.decision_notice import DecisionNotice, LeftOutNotice, ReplacedDecision
from services.notifications.domain.delivery import (
    AttemptPlan,
    BounceReason,
    LetterChannel,
    LetterState,
    MailFailure,
    message_type_of,
)
from services.notifications.domain.electronic_reach import ElectronicReach
from services.notifications.domain.letter import (
    Addressee,
    Letter,
    Notice,
    WrittenLetter,
    letter_id_of,
    objection_letter_id_of,
    step_letter_id_of,
)
from services.notifications.domain.mandate import mandate_on
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.recipient import Recipient, RecipientRole
from services.notifications.domain.step_notice import StepNotice
from services.notifications.domain.told_parties import also_told
from shared.errors import NotInThisState, NotThere
from shared.eventlog.act import Act
from shared.eventlog.aggregate import Aggregate
from shared.eventlog.append import RowWrite
from shared.eventlog.log import AggregateNotFound, EventLog, Saved, VersionConflict
from shared.privacy.sealed import Sealed
from shared.runtime.access import Principal, Role
from shared.vocabulary import MessageType


class LetterWriter(Protocol):
    """Puts a letter into words; the one place that opens whom it is for."""

    def write(self, letter: Letter, addressee: Addressee, sent_on: date) -> WrittenLetter:
        """The letter as sent on that legal day. Raises VaultRefusal, for instance when the person was erased."""


class PrintQueue(Protocol):
    """Who takes letters to their addressees (printer and post)."""

    def hand_over(self, letter_id: UUID, written: WrittenLetter, sent_on: date) -> Sequence[RowWrite]:
        """Take the letter. The rows go into the append that records that it was sent.

        May come twice for one letter, when the append failed the first time: same id, same letter.
        """


class ElectronicReaches(Protocol):
    """Knows who is reachable by e-mail."""

    def email(self, case_id: UUID, message_type: MessageType) -> Sealed | None:
        """Where a message of that type about the case may go; None: by post alone."""

    def rests(self, case_id: UUID) -> bool:
        """Whether a letter bounced since the address of that case was stated."""


class MailRoom(Protocol):
    """Who hands letters to a mail server."""

    def deliver(
        self, letter_id: UUID, written: WrittenLetter, email: Sealed, at: datetime
    ) -> MailFailure | None:
        """Hand it over; None: it was taken, and has left the authority.

        May come twice for one letter, when the append failed the first time: it then leaves twice, under the
        same Message-ID. Raises VaultRefusal.
        """


class EmailedLetters(Protocol):
    """Keeps what left by e-mail."""

    def keep(self, letter_id: UUID, written: WrittenLetter, sent_on: date) -> Sequence[RowWrite]:
        """The rows that keep the letter; they go into the append that records that it was sent."""


@dataclass(frozen=True, slots=True)
class ByEmail:
    """All that sending by e-mail takes."""

    mail_room: MailRoom
    kept: EmailedLetters
    plan: AttemptPlan


@dataclass(frozen=True, slots=True)
class SaidWithApplication:
    """What an application says of to whom letters about it go, and where."""

    reach: ElectronicReach | None = None
    """Where the applicant is reachable by e-mail; None: by post alone."""
    reach_of: UUID | None = None
    """The earlier case for which that was said; an address that bounced since is not taken over."""
    parties: PartiesOfCase | None = None
    """Who represents the applicant, and who applied too; None: nobody."""


NOTHING_SAID: Final = SaidWithApplication()


class CaseLetters(Protocol):
    """Knows the letters of a case, and so whom the case is about."""

    def latest(self, case_id: UUID) -> UUID | None:
        """The latest letter that knows whom the case is about; None when none was drawn up."""

    def drawn_up(self, case_id: UUID) -> Sequence[UUID]:
        """All letters of the case."""

    def still(self, case_id: UUID, latest: UUID | None, letter_id: UUID) -> RowWrite:
        """The row that refuses the append of that letter when another became the latest meanwhile."""


class ObjectionLetters(Protocol):
    """Knows of which objections is not written to the applicant."""

    def confirmation(self, objection_id: UUID) -> UUID | None:
        """The confirmation of receipt, which tells to whom; None: to the applicant."""


class ParkedLetters(Protocol):
    """Knows the letters that wait until is known whom their case is about."""

    def taken_up_of(self, case_id: UUID) -> Sequence[RowWrite]:
        """The rows that let those of a case be sent."""


class LetterCommands:
    """Commands on letters. Methods raise AggregateNotFound, AppendRefused or a DomainError."""

    def __init__(
        self,
        log: EventLog,
        writer: LetterWriter,
        print_queue: PrintQueue,
        letters_of: CaseLetters,
        of_objections: ObjectionLetters,
        parked: ParkedLetters,
        reaches: ElectronicReaches,
        by_email: ByEmail | None = None,
    ) -> None:
        """Without `by_email` every letter goes on paper."""
        self._log = log
        self._writer = writer
        self._print_queue = print_queue
        self._letters_of = letters_of
        self._of_objections = of_objections
        self._parked = parked
        self._reaches = reaches
        self._by_email = by_email
        self._others = TellingOthers(log)

    def draw_up_decision_letter(
        self, act: Act, case_id: UUID, notice: DecisionNotice, addressee: Addressee
    ) -> Saved | None:
        """Draw up the letter that announces a decision; None when there is one already.

        Of the replaced decision `notice` needs only the id: its own letter knows the rest. A decision on an
        objection goes to who represents the applicant (Awb 6:17); on that of another, the applicant hears of it as
        of any other decision that replaces one, and the objector from a letter of their own.
        """
        if self._is_drawn_up(letter_id_of(notice.decision_id)):
            return None
        latest, parties = self._letters_of.latest(case_id), self._parties_of(case_id)
        recipient = self._recipient(notice.decides_objection_id)
        if recipient is not None and recipient.role is RecipientRole.OBJECTOR:
            of_another = notice.decides_objection_id if notice.of_another else None
            recipient, notice = None, msgspec.structs.replace(notice, decides_objection_id=of_another)
        letter = Letter.draw_up(
            case_id=case_id,
            recipient=recipient or _instead(parties, notice),
            notice=msgspec.structs.replace(
                notice,
                told_to=also_told(self._notice_about(notice.replaces), notice.told_to),
                replaces=self._as_announced(notice.replaces),
                refers_to=self._as_announced(notice.refers_to),
            ),
            addressee=addressee,
            mandate=mandate_on(notice.decided_on, notice.municipality).version,
            drawn_up_on=act.today,
        )
        rows = [*self._parked.taken_up_of(case_id), self._letters_of.still(case_id, latest, letter.id)]
        return self._log.save_act(act, letter, *_copies(parties, letter), case_id=case_id, rows=rows)

    def draw_up_left_out_letter(
        self, act: Act, case_id: UUID, notice: LeftOutNotice, addressee: Addressee
    ) -> Saved | None:
        """Draw up the letter that an application is left out of consideration; None when there is one already."""
        if self._is_drawn_up(letter_id_of(notice.decision_id)):
            return None
        latest, parties = self._letters_of.latest(case_id), self._parties_of(case_id)
        letter = Letter.draw_up(
            case_id=case_id,
            notice=notice,
            addressee=addressee,
            recipient=_instead(parties, notice),
            mandate=mandate_on(notice.decided_on, notice.municipality).version,
            drawn_up_on=act.today,
        )
        rows = [*self._parked.taken_up_of(case_id), self._letters_of.still(case_id, latest, letter.id)]
        return self._log.save_act(act, letter, *_copies(parties, letter), case_id=case_id, rows=rows)

    def draw_up_objection_letter(self, act: Act, case_id: UUID, notice: ObjectionNotice) -> Saved | None:
        """Draw up the letter about the end of an objection; None when there is one already.

        Whom it is for, and of which type and municipality the case is, is taken from the letter about the
        contested decision, or else the latest one of the case.
        """
        if self._is_drawn_up(objection_letter_id_of(notice.objection_id, notice.anew_appeal_id)):
            return None
        earlier = self._letter_about(case_id, notice.contested)
        if earlier is not None:
            notice = _of_the_same_case(notice, earlier, self._as_announced(notice.contested))
        told_to = also_told(self._notice_about(notice.contested), notice.told_to)
        notice = msgspec.structs.replace(notice, told_to=told_to)
        letter = Letter.draw_up(
            case_id=case_id,
            notice=notice,
            addressee=earlier.addressee if earlier else None,
            recipient=self._recipient(notice.objection_id),
            mandate=mandate_on(notice.decided_on, notice.municipality).version,
            drawn_up_on=act.today,
        )
        return self._log.save_act(act, letter, case_id=case_id)

    def draw_up_step_letter(
        self,
        act: Act,
        case_id: UUID,
        notice: StepNotice,
        addressee: Addressee | None = None,
        *,
        only_for: str | None = None,
        recipient: Recipient | None = None,
        said: SaidWithApplication = NOTHING_SAID,
        beside: Sequence[Aggregate] = (),
    ) -> Saved | None:
        """Draw up the letter about a step of the proceedings; None when there is one already.

        Whom it is for, and of which type and municipality the case is, is taken from the latest letter of the
        case where nobody says it. None as well when the step is that of another subject than the addressee:
        an objection of somebody else is no affair of the applicant's. What was `said` with the application of
        whom letters go to, and where, goes into the same append, so that this letter already goes there.
        """
        if self._is_drawn_up(step_letter_id_of(notice.told_by)):
            return None
        latest = self._letters_of.latest(case_id)
        earlier = self._log.load(Letter, latest) if addressee is None and latest is not None else None
        if earlier is not None:
            notice = msgspec.structs.replace(
                notice,
                exemption_type=earlier.notice.exemption_type,
                municipality=earlier.notice.municipality,
            )
        known = addressee or (earlier.addressee if earlier else None)
        if None not in (only_for, subject := known.subject if known else None) and only_for != subject:
            return None
        known_parties = self._parties_of(case_id)
        parties = known_parties or said.parties
        letter = Letter.draw_up(
            case_id=case_id,
            notice=notice,
            addressee=known,
            recipient=recipient or self._recipient(notice.objection_id) or _instead(parties, notice),
            mandate=mandate_on(act.today, notice.municipality).version,
            drawn_up_on=act.today,
        )
        rows = (
            [*self._parked.taken_up_of(case_id), self._letters_of.still(case_id, latest, letter.id)]
            if known
            else ()
        )
        rests = said.reach_of is not None and self._reaches.rests(said.reach_of)
        noted = [
            each
            for each in (None if rests else said.reach, None if known_parties else said.parties)
            if each is not None
        ]
        copies = _copies(parties, letter)
        missed = self._missed(case_id, said.parties, known) if parties is said.parties else ()
        return self._log.save_act(act, letter, *copies, *missed, *noted, *beside, case_id=case_id, rows=rows)

    def tell_others_of_ruling(
        self,
        act: Act,
        case_id: UUID,
        decision_id: UUID,
        told_to: tuple[Sealed, ...],
        costs_open: StepNotice | None = None,
    ) -> Saved | None:
        """Tell who was heard on the objection of the renewed decision that decides it, once that is announced (Awb 7:12(3)).

        `costs_open`: of what else the objector is told in the same append. None when all of it was done before.
        """
        others = self._others.heard_of(case_id, decision_id, told_to) if told_to else []
        if costs_open is not None:
            return self.draw_up_step_letter(act, case_id, costs_open, beside=others)
        return self._log.save_act(act, *others, case_id=case_id) if others else None

    def note_reach(self, act: Act, reach: ElectronicReach) -> Saved | None:
        """Note what was heard of where an addressee is reachable; None when it was noted before."""
        if self._log.position_of(reach.id, ElectronicReach.INITIAL_VERSION) is not None:
            return None
        return self._log.save_act(act, reach, case_id=reach.case_id)

    def send_letter(self, act: Act, letter_id: UUID) -> Saved:
        """Write the letter, hand it to who takes it there and record that it was sent: one append.

        By e-mail where the addressee agreed to that for letters of its type, else on paper; on paper as well
        what bounced, and what the mail server does not take in the end. Raises NotInThisState when no letter
        of the case says whom it is for.
        """
        letter = self._log.load(Letter, letter_id)
        addressee = self._addressee_of(letter)
        written = self._writer.write(letter, addressee, act.today)
        if letter.state is LetterState.BOUNCED:
            letter.send_on_paper(sent_on=act.today, written=written)
            return self._save_on_paper(act, letter, written, addressee)
        message_type = message_type_of(letter.notice)
        if self._by_email is not None and message_type is not None and letter.recipient is None:
            email = self._reaches.email(letter.case_id, message_type)
            if email is not None:
                return self._offer(act, letter, written, addressee, email, self._by_email)
        letter.send(sent_on=act.today, written=written)
        return self._save_on_paper(act, letter, written, addressee)

    def note_bounce(
        self, act: Act, principal: Principal, letter_id: UUID, reason: BounceReason, bounced_on: date
    ) -> Saved:
        """Note that a letter came back, after which it is sent on paper. Raises NotThere out of reach.

        The desk reaches letters of its own cases; an operator with national scope all of them.
        """
        try:
            letter = self._log.load(Letter, letter_id)
        except AggregateNotFound as absent:
            raise _not_there() from absent
        everywhere = act.role == Role.OPERATOR and principal.national
        if not (everywhere or principal.deals_with(letter.notice.municipality)):
            raise _not_there()
        addressee = self._addressee_of(letter)
        letter.bounce(reason, bounced_on=bounced_on, subject=addressee.subject, by=act.actor, today=act.today)
        return self._log.save_act(act, letter, case_id=letter.case_id)

    def _offer(
        self,
        act: Act,
        letter: Letter,
        written: WrittenLetter,
        addressee: Addressee,
        email: Sealed,
        by_email: ByEmail,
    ) -> Saved:
        """Offer the letter to the mail server; what it does not take waits, or goes on paper at once."""
        failure = by_email.mail_room.deliver(letter.id, written, email, act.at)
        if failure is None:
            return self._save_emailed(act, letter, written, addressee, by_email)
        if letter.note_failed_attempt(failure, act.at, by_email.plan) is not None:
            return self._log.save_act(act, letter, case_id=letter.case_id)
        letter.send(sent_on=act.today, written=written)
        return self._save_on_paper(act, letter, written, addressee)

    def _save_emailed(
        self, act: Act, letter: Letter, written: WrittenLetter, addressee: Addressee, by_email: ByEmail
    ) -> Saved:
        """Record that it left; once anew, without sending it, where it was heard meanwhile who else is told of it."""
        try:
            return self._save_sent(act, letter, written, addressee, by_email)
        except VersionConflict as conflict:
            if conflict.stream_id == letter.id:
                raise
            anew = self._log.load(Letter, letter.id)
            return self._save_sent(act, anew, written, addressee, by_email)

    def _save_sent(
        self, act: Act, letter: Letter, written: WrittenLetter, addressee: Addressee, by_email: ByEmail
    ) -> Saved:
        letter.send(sent_on=act.today, written=written, channel=LetterChannel.EMAIL)
        kept = by_email.kept.keep(letter.id, written, act.today)
        told = self._others.announced(letter, addressee, act.today, LetterChannel.EMAIL)
        return self._log.save_act(act, letter, *told, case_id=letter.case_id, rows=kept)

    def _save_on_paper(self, act: Act, letter: Letter, written: WrittenLetter, addressee: Addressee) -> Saved:
        """With the letters to those who are told of what it announced (Awb 3:43)."""
        handed_over = self._print_queue.hand_over(letter.id, written, act.today)
        told = self._others.announced(letter, addressee, act.today, LetterChannel.PAPER)
        return self._log.save_act(act, letter, *told, case_id=letter.case_id, rows=handed_over, chained=True)

    def _parties_of(self, case_id: UUID) -> PartiesOfCase | None:
        """Who else applied, and who represents the applicant; None: nobody."""
        noted = self._log.position_of(parties_id_of(case_id), PartiesOfCase.INITIAL_VERSION) is not None
        return self._log.load(PartiesOfCase, parties_id_of(case_id)) if noted else None

    def _missed(
        self, case_id: UUID, parties: PartiesOfCase | None, addressee: Addressee | None
    ) -> Sequence[Letter]:
        """What they did not get of the letters from before they were heard of."""
        if parties is None:
            return ()
        before = [self._log.load(Letter, each) for each in self._letters_of.drawn_up(case_id)]
        return [missing for letter in before for missing in parties.missed(letter, addressee)]

    def _is_drawn_up(self, letter_id: UUID) -> bool:
        return self._log.position_of(letter_id, Letter.INITIAL_VERSION) is not None

    def _addressee_of(self, letter: Letter) -> Addressee:
        earlier = letter if letter.addressee else self._letter_about(letter.case_id, None)
        if earlier is None or earlier.addressee is None:
            raise NotInThisState("addressee_unknown", "nothing says yet whom this letter is for")
        return earlier.addressee

    def written_to_another(self, objection_id: UUID) -> bool:
        """Whether another interested party than the applicant objected (Awb 1:2)."""
        recipient = self._recipient(objection_id)
        return recipient is not None and recipient.role is RecipientRole.OBJECTOR

    def _recipient(self, objection_id: UUID | None) -> Recipient | None:
        """Who is written to about that objection in the place of the applicant (Awb 6:17)."""
        confirmed = self._of_objections.confirmation(objection_id) if objection_id else None
        return self._log.load(Letter, confirmed).recipient if confirmed else None

    def _letter_about(self, case_id: UUID, contested: ReplacedDecision | None) -> Letter | None:
        """The letter about that decision, when it is one of the case; else the latest one of the case."""
        if contested is not None and self._is_drawn_up(letter_id_of(contested.decision_id)):
            letter = self._log.load(Letter, letter_id_of(contested.decision_id))
            if letter.case_id == case_id:
                return letter
        latest = self._letters_of.latest(case_id)
        return self._log.load(Letter, latest) if latest is not None else None

    def _notice_about(self, replaced: ReplacedDecision | None) -> Notice | None:
        """What the letter about an earlier decision said; None where none was drawn up here."""
        if replaced is None:
            return None
        try:
            return self._log.load(Letter, letter_id_of(replaced.decision_id)).notice
        except AggregateNotFound:
            return None

    def _as_announced(self, replaced: ReplacedDecision | None) -> ReplacedDecision | None:
        """The replaced decision with the day and outcome that its letter stated, if one was drawn up here."""
        earlier = self._notice_about(replaced)
        if replaced is None or earlier is None:
            return replaced
        outcome = earlier.outcome if isinstance(earlier, DecisionNotice) else None
        return ReplacedDecision(replaced.decision_id, earlier.decided_on, outcome)


def _of_the_same_case(
    notice: ObjectionNotice, earlier: Letter, contested: ReplacedDecision | None
) -> ObjectionNotice:
    return msgspec.structs.replace(
        notice,
        contested=contested,
        exemption_type=earlier.notice.exemption_type,
        municipality=earlier.notice.municipality,
    )


def _instead(parties: PartiesOfCase | None, notice: Notice) -> Recipient | None:
    return parties.in_place_of_applicant(notice) if parties else None


def _copies(parties: PartiesOfCase | None, letter: Letter) -> tuple[Letter, ...]:
    return parties.copies_of(letter) if parties else ()


def _not_there() -> NotThere:
    return NotThere("letter_not_found", "there is no such letter for you")
