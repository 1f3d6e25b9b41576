"""The notifications service on a real database and vault, without its HTTP side; fixture `post_room`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Engine

from services.notifications.commands import ByEmail, LetterCommands
from services.notifications.domain.decision_notice import DecisionNotice, LetterKind
from services.notifications.domain.delivery import AttemptPlan
from services.notifications.domain.letter import Addressee, LetterText
from services.notifications.messaging.reactions import Reactions
from services.notifications.messaging.small_steps import SmallSteps
from services.notifications.projections import log as log_tables
from services.notifications.projections import metadata
from services.notifications.projections.electronic_reach import (
    ElectronicReachOfCases,
    ElectronicReachProjection,
)
from services.notifications.projections.emailed_letters import SealedEmailedLetters, SentLetters
from services.notifications.projections.letter_register import LetterRegister, LetterRegisterProjection, Scope
from services.notifications.projections.letters_of_cases import LettersOfCases, LettersOfCasesProjection
from services.notifications.projections.letters_of_objections import (
    LettersOfObjections,
    LettersOfObjectionsProjection,
)
from services.notifications.projections.letters_to_send import LettersToSend, LettersToSendProjection
from services.notifications.projections.print_queue import SealedPrintQueue
from services.notifications.workers.letter_writer import SealingLetterWriter
from services.notifications.workers.mail_room import MailServer, SmtpMailRoom
from services.notifications.workers.printing import pdf_of
from services.notifications.workers.sending import LetterSending
from shared.contracts.applications import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CompletionRequested,
    CompletionTermMoved,
    ElectronicConsentGiven,
    ElectronicConsentWithdrawn,
)
from shared.contracts.decisions import (
    DayExemptionCancelled,
    DecisionTaken,
    DecisionTermExtended,
    DecisionTermSuspendedOtherwise,
    LeavingOutRevoked,
    LeftOutOfConsideration,
    NoticeOfDefaultReceived,
    OtherSuspensionEnded,
    PenaltyFixed,
    PenaltyRecoveryDecided,
    ThirdPartyViewsAsked,
    ThirdPartyViewsTermMoved,
    ViewsAsked,
    ViewsTermMoved,
)
from shared.contracts.envelope import Contract, Message
from shared.contracts.objections import (
    CommitteeAnnounced,
    CostsDecided,
    DecisionAnewOrdered,
    DirectAppealAnswered,
    HearingAccountGiven,
    HearingPlanned,
    HearingWishAsked,
    HearingWishTermMoved,
    LateRulingNoticeReceived,
    LateRulingPenaltyFixed,
    MisdirectedNoticeForwarded,
    ObjectionEnded,
    ObjectionLodged,
    PartyInvited,
    PartyTermMoved,
    PostponementAgreed,
    RepairRequested,
    RepairTermMoved,
    RulingAdjourned,
)
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed
from shared.privacy.vault import Vault, open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import SequentialIds
from shared.runtime.migrations import upgrade
from shared.runtime.projections import FollowingRunner
from shared.runtime.sinks import ReactionSink, acts_of
from shared.vocabulary import Applicant
from tests.support.announced_decisions import APPLICANT, CASE, a_message, a_sealed_addressee, the_message_of

PLAN = AttemptPlan(attempts=3, first_pause=timedelta(minutes=5))
"""A letter is offered three times: at once, after five minutes, and ten minutes later."""
NOON = datetime(2026, 2, 20, 11, tzinfo=UTC)


class PostRoom:
    """Hears of decisions, sends letters, and keeps its register, each when told to."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.clock = FixedClock(NOON)
        self.ids = SequentialIds()
        self.mail_server: MailServer | None = None
        """None: every letter goes on paper."""
        self._messages = count(1)
        self.log = self.open_log()
        self.to_send = LettersToSend(self.log)
        self.print_queue = SealedPrintQueue(self.log)
        self.sent = SentLetters(self.log)
        self.reaches = ElectronicReachOfCases(self.log)
        self.register = LetterRegister(self.log)
        when, small = Reactions(self.commands(self.log)), SmallSteps(self.commands(self.log))
        self.sink = ReactionSink(
            "notifications",
            self.log,
            {
                ApplicationSubmitted: when.when_application_submitted_confirm_its_receipt,
                CompletionRequested: when.when_completion_requested_draw_up_letter,
                ElectronicConsentGiven: when.when_electronic_consent_given_note_where_letters_may_go,
                ElectronicConsentWithdrawn: when.when_electronic_consent_withdrawn_send_by_post_again,
                DecisionTaken: when.when_decision_taken_draw_up_decision_letter,
                LeftOutOfConsideration: when.when_left_out_of_consideration_draw_up_letter,
                LeavingOutRevoked: when.when_leaving_out_revoked_draw_up_objection_letter,
                DecisionTermExtended: when.when_decision_term_extended_draw_up_letter,
                DecisionTermSuspendedOtherwise: when.when_term_suspended_otherwise_draw_up_letter,
                OtherSuspensionEnded: when.when_other_suspension_ended_draw_up_letter,
                PenaltyFixed: when.when_penalty_fixed_draw_up_letter,
                ViewsAsked: when.when_views_asked_draw_up_letter,
                ApplicationWithdrawn: small.when_application_withdrawn_confirm_it,
                CompletionTermMoved: small.when_completion_term_moved_by_outage_draw_up_letter,
                PenaltyRecoveryDecided: small.when_penalty_recovery_decided_draw_up_letter,
                ThirdPartyViewsAsked: small.when_third_party_views_asked_draw_up_invitation,
                ThirdPartyViewsTermMoved: small.when_third_party_views_term_moved_by_outage_draw_up_letter,
                ViewsTermMoved: small.when_views_term_moved_by_outage_draw_up_letter,
                NoticeOfDefaultReceived: small.when_notice_of_default_received_confirm_it,
                DayExemptionCancelled: small.when_day_exemption_cancelled_confirm_it,
                ObjectionLodged: when.when_objection_lodged_confirm_its_receipt,
                RepairRequested: when.when_repair_requested_draw_up_letter,
                LateRulingNoticeReceived: when.when_late_ruling_notice_received_draw_up_letter,
                LateRulingPenaltyFixed: when.when_late_ruling_penalty_fixed_draw_up_letter,
                CostsDecided: when.when_costs_decided_draw_up_letter,
                CommitteeAnnounced: when.when_committee_announced_draw_up_letter,
                HearingWishAsked: small.when_hearing_wish_asked_draw_up_letter,
                HearingAccountGiven: small.when_hearing_account_given_draw_up_letter,
                MisdirectedNoticeForwarded: small.when_misdirected_notice_forwarded_tell_its_sender,
                RepairTermMoved: small.when_repair_term_moved_by_outage_draw_up_letter,
                DirectAppealAnswered: small.when_direct_appeal_answered_draw_up_letter,
                HearingWishTermMoved: small.when_hearing_wish_term_moved_by_outage_draw_up_letter,
                PartyTermMoved: small.when_party_term_moved_by_outage_draw_up_letter,
                PartyInvited: small.when_party_invited_draw_up_invitation,
                HearingPlanned: when.when_hearing_planned_draw_up_invitation,
                RulingAdjourned: when.when_ruling_adjourned_draw_up_letter,
                PostponementAgreed: when.when_postponement_agreed_draw_up_letter,
                DecisionAnewOrdered: when.when_decision_anew_ordered_draw_up_letter,
                ObjectionEnded: when.when_objection_ended_draw_up_objection_letter,
            },
            acts_of("notifications", self.clock, self.ids),
        )
        self._runner = FollowingRunner(self.log, engine, log_tables.consumers, [LetterRegisterProjection()])

    def open_log(self, on_step: Callable[[str], None] = lambda _: None) -> EventLog:
        """The service's log, as another process would open it."""
        inline = [
            LettersToSendProjection(),
            LettersOfCasesProjection(),
            LettersOfObjectionsProjection(),
            ElectronicReachProjection(),
        ]
        return EventLog("notifications", self.engine, metadata, self.clock.now, inline, on_step=on_step)

    def commands(self, log: EventLog) -> LetterCommands:
        """The service's commands over that log."""
        writer = SealingLetterWriter(self.vault.opener(), self.vault.sealer())
        return LetterCommands(
            log,
            writer,
            SealedPrintQueue(log),
            LettersOfCases(log),
            LettersOfObjections(log),
            LettersToSend(log),
            ElectronicReachOfCases(log),
            self._by_email(log),
        )

    def _by_email(self, log: EventLog) -> ByEmail | None:
        if self.mail_server is None:
            return None
        mail_room = SmtpMailRoom(self.mail_server, self.vault.opener(), pdf_of)
        return ByEmail(mail_room, SealedEmailedLetters(log), PLAN)

    def sending(self, log: EventLog | None = None) -> LetterSending:
        """A worker that sends."""
        log = log or self.log
        return LetterSending(log, self.commands(log), LettersToSend(log), self.act_of, self.clock.now)

    def act_of(self, worker: str, cause: RecordedEvent) -> Act:
        """A worker acts, because of an event."""
        return Act(
            actor=f"system:{worker}",
            role="system",
            at=self.clock.now(),
            command_id=self.ids.new(),
            correlation_id=cause.metadata.correlation_id,
            causation_id=cause.event.event_id,
        )

    def addressee(self, applicant: Applicant = APPLICANT, subject: str | None = "applicant-017") -> Addressee:
        """Somebody, sealed under a key of their own."""
        return a_sealed_addressee(self.vault, applicant, subject=subject)

    def hear(self, notice: DecisionNotice, addressee: Addressee) -> Message:
        """The decisions service tells of a decision, at its log's next position."""
        return self.hear_that(the_message_of(notice, addressee))

    def hear_that(self, told: Contract) -> Message:
        """Another service tells of something, at its log's next position."""
        message = a_message(next(self._messages), told)
        self.sink.take(message, message.previous, None)
        return message

    def take_again(self, message: Message) -> None:
        """The same message comes once more, at the next position."""
        later = next(self._messages)
        again = msgspec.structs.replace(message, position=later, previous=later - 1)
        self.sink.take(again, again.previous, None)

    def send_all(self) -> None:
        """Let the worker send until nothing waits."""
        worker = self.sending()
        while worker.step():
            pass

    def follow(self) -> None:
        """Bring the register up to the log."""
        while self._runner.position() < self.log.head():
            self._runner.step()
        assert not self._runner.poisoned()

    def words(self, letter_id: UUID) -> LetterText:
        """What the addressee reads."""
        sealed = self.sent.letter(letter_id)
        assert sealed is not None
        return msgspec.json.decode(self.vault.opener().open(sealed), type=LetterText)

    def acts(self, letter_id: UUID) -> list[str]:
        """The names of a letter's events."""
        return [type(recorded.event).__name__ for recorded in self.log.stream(letter_id)]


def sealed(room: PostRoom, person: Applicant) -> Sealed:
    """Name and address under a key of the case."""
    sealer = room.vault.sealer()
    return sealer.seal_applicant(sealer.new_key(CASE), person)


def told(room: PostRoom) -> list[UUID]:
    """The letters that tell of a decision."""
    room.follow()
    everything = room.register.letters_of_case(CASE, Scope(national=True))
    return [letter.letter_id for letter in everything if letter.kind is LetterKind.DECISION_TOLD]


@pytest.fixture
def post_room(engine: Engine, tmp_path: Path) -> Iterator[PostRoom]:
    """A migrated database of the service, with a vault."""
    upgrade(engine, "services.notifications.migrations")
    vault = open_vault(f"sqlite:///{tmp_path}/vault.db", tmp_path / "master.key")
    yield PostRoom(engine, vault)
    vault.close()
