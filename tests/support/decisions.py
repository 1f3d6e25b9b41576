"""The decisions service on a real database, without its HTTP side; fixture `decisions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select

from services.decisions.commands import (
    ApplicationCommands,
    DayExemptionCommands,
    DecisionCommands,
    EstablishedFactsCommands,
    ProceedingsCommands,
    ReassessmentCommands,
    RevocationCommands,
    ThresholdSetCommands,
)
from services.decisions.domain.case_by_case import NOTHING_SET, GrantTerms
from services.decisions.domain.case_notes import ConsequenceEnd
from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.decision_on_objection import UpheldRuling
from services.decisions.domain.policy import policy_on
from services.decisions.domain.renewal import DecisionReissued
from services.decisions.domain.revocation import Revocation
from services.decisions.domain.row_changes import RowPlace, changes_of
from services.decisions.domain.thresholds import ThresholdRow
from services.decisions.main import SERVICE
from services.decisions.projections import log as log_tables
from services.decisions.projections.case_claims import ClaimRegister
from services.decisions.projections.case_facts import case_facts
from services.decisions.projections.case_register import CaseRegister
from services.decisions.projections.fact_finding import FactFindingRegister
from services.decisions.projections.inline_tables import InlineTables
from services.decisions.projections.leaving_out_terms import LeavingOutTerms
from services.decisions.projections.pending_appeals import pending_appeals
from services.decisions.projections.pending_objections import pending_objections
from services.decisions.projections.reassessments import (
    StoredReassessment,
    cases_for_a_person,
    for_a_person,
    reassessments,
    reassessments_after,
    reissues,
)
from services.decisions.projections.replay import Replay
from services.decisions.projections.reporting_register import ReportingRegister
from services.decisions.projections.revocation_register import RevocationRegister
from services.decisions.projections.third_parties import ThirdPartyRegister
from services.decisions.projections.threshold_set_claims import ThresholdSetClaimRegister
from services.decisions.projections.threshold_sets import (
    StoredSet,
    threshold_findings,
    threshold_set,
    threshold_sets,
)
from services.decisions.projections.thresholds_in_force import threshold_in_force
from services.decisions.workers.campaign import CampaignWorker
from services.decisions.workers.threshold_timer import ThresholdTimer
from shared.database import open_engine
from shared.eventlog.act import Act
from shared.eventlog.aggregate import event_id
from shared.eventlog.append import Append
from shared.eventlog.log import EventLog, Saved
from shared.eventlog.recorder import no_step
from shared.runtime.access import Principal, Role
from shared.runtime.clock import FixedClock
from shared.runtime.ids import ClockedIds
from shared.runtime.migrations import upgrade
from shared.runtime.projections import FollowingRunner
from shared.runtime.service import ServiceContext
from shared.runtime.settings import Settings
from shared.vocabulary import (
    ExemptionType,
    LeftOutReason,
    Outcome,
    RevocationGround,
    StatedFacts,
    VehicleFacts,
)
from tests.support.cases import (
    HANDLER,
    NEW_ROWS,
    OBJECTION_HANDLER,
    OLD_ROWS,
    PROPOSER,
    REVIEWER,
    TYPE,
    a_van,
    an_application,
)
from tests.support.judging import judgements_as_claimed
from tests.support.proceedings import SEALED_REASONS, SEALED_RULING

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
AT_THE_DESK = Principal(HANDLER, frozenset({Role.CASE_HANDLER}), national=True)
OPERATOR = "operator-1"
MANY_STEPS = 10_000
INLINE = (
    case_facts,
    cases_for_a_person,
    pending_appeals,
    pending_objections,
    reassessments,
    reissues,
    threshold_findings,
    threshold_in_force,
    threshold_sets,
)
"""Every table that is written in the transaction of the append."""


class Meanwhile(InlineTables):
    """The inline tables, to which something happens just after a command has asked them."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(log)
        self.happens: Callable[[], object] | None = None

    def thresholds_in_force(self, kind):  # noqa: ANN001 - as the port has it
        """The answer of just before it happened."""
        answer = super().thresholds_in_force(kind)
        self._now()
        return answer

    def _now(self) -> None:
        happens, self.happens = self.happens, None
        if happens is not None:
            happens()


@dataclass
class Decisions:
    """Commands, tables, timer and campaign of the service on one database."""

    engine: Engine
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    on_step: Callable[[str], None] = no_step

    def __post_init__(self) -> None:
        self.ids = ClockedIds(self.clock)
        self.log = EventLog(
            "decisions", self.engine, SERVICE.metadata, self.clock.now, SERVICE.inline, on_step=self.on_step
        )
        self.meanwhile = Meanwhile(self.log)
        self.commands = DecisionCommands(self.log, self.meanwhile)
        self.day_exemptions = DayExemptionCommands(self.log)
        self.applications = ApplicationCommands(self.log)
        self.proceedings = ProceedingsCommands(self.log, InlineTables(self.log))
        self.sets = ThresholdSetCommands(self.log, self.meanwhile, self.ids)
        self.campaigns_kept = ReassessmentCommands(self.log)
        self.replay = Replay(self.log)
        self.context = ServiceContext(
            name="decisions",
            settings=Settings(data=Path("unused"), nats="off"),
            clock=self.clock,
            ids=self.ids,
            engine=self.engine,
            positions=log_tables.consumers,
            vault=None,  # type: ignore[arg-type]  # decisions open nothing
            service_token=str,
            event_log=self.log,
        )
        self.runner = FollowingRunner(
            self.log,
            self.engine,
            log_tables.consumers,
            [
                CaseRegister(),
                ReportingRegister(),
                ClaimRegister(),
                FactFindingRegister(),
                RevocationRegister(),
                ThirdPartyRegister(),
                LeavingOutTerms(),
                ThresholdSetClaimRegister(),
            ],
        )

    def act(self, actor: str = HANDLER, role: str = "case_handler") -> Act:
        """Somebody acts."""
        return Act(actor, role, self.clock.now(), self.ids.new(), self.ids.new())

    # Cases

    def an_undecided_case(
        self, vehicle: VehicleFacts | None = None, *, daily_range_km: int | None = None, **told: object
    ) -> UUID:
        """An application came in and the register has answered; `told` is what else the application says."""
        case_id = self.ids.new()
        self.applications.start_decision_term(
            self.act("system:applications", "system"),
            case_id=case_id,
            application=an_application(daily_range_km=daily_range_km, **told),
        )
        self.note_facts(case_id, vehicle or a_van())
        return case_id

    def a_case_of(self, kind: ExemptionType, vehicle: VehicleFacts | None = None, **told: object) -> UUID:
        """An application of a type came in, and the register has answered."""
        case_id = self.ids.new()
        self.applications.start_decision_term(
            self.act("system:applications", "system"),
            case_id=case_id,
            application=an_application(kind, **told),
        )
        self.note_facts(case_id, vehicle or a_van())
        return case_id

    def open_case(self, case_id: UUID, kind: ExemptionType, **told: object) -> None:
        """An application of another type came in, under that id."""
        self.applications.start_decision_term(
            self.act("system:applications", "system"),
            case_id=case_id,
            application=an_application(kind, **told),
        )

    def note_facts(self, case_id: UUID, vehicle: VehicleFacts) -> Saved:
        """The register answers."""
        return self.applications.note_vehicle_facts(
            self.act("system:applications", "system"),
            case_id=case_id,
            source="register",
            fetched_at=self.clock.now(),
            facts=vehicle,
        )

    def judge_as_claimed(self, case_id: UUID, within: Principal = AT_THE_DESK) -> None:
        """A case handler agrees with all that is claimed; nothing where nothing is."""
        judgements = judgements_as_claimed(self.case(case_id).stated)
        if judgements:
            EstablishedFactsCommands(self.log).judge(
                self.act(), case_id=case_id, judgements=judgements, within=within, expected_version=None
            )

    def assess(self, case_id: UUID, within: Principal = AT_THE_DESK) -> Outcome | None:
        """The desk assesses; returns what is advised."""
        self.commands.assess(self.act(), case_id=case_id, within=within, expected_version=None)
        return self.case(case_id).advice

    def decide(
        self,
        case_id: UUID,
        outcome: Outcome,
        within: Principal = AT_THE_DESK,
        terms: GrantTerms = NOTHING_SET,
    ) -> Saved:
        """The desk decides."""
        return self.commands.decide(
            self.act(), case_id=case_id, outcome=outcome, within=within, expected_version=None, terms=terms
        )

    def a_decided_case(
        self, vehicle: VehicleFacts | None = None, *, daily_range_km: int | None = None, **told: object
    ) -> UUID:
        """Opened, assessed and decided as advised."""
        case_id = self.an_undecided_case(vehicle, daily_range_km=daily_range_km, **told)
        advice = self.assess(case_id)
        assert advice is not None
        self.decide(case_id, advice)
        return case_id

    def decided_cases(self, vehicles: Iterable[VehicleFacts]) -> list[UUID]:
        """Many cases decided as advised, in one append."""
        thresholds = self.meanwhile.thresholds_in_force(TYPE)
        assert thresholds is not None
        policy = policy_on(self.clock.today())
        cases = []
        for vehicle in vehicles:
            case = DecisionCase.start_decision_term(case_id=self.ids.new(), application=an_application())
            case.note_vehicle_facts(source="register", fetched_at=self.clock.now(), facts=vehicle)
            case.assess(thresholds=thresholds, policy=policy, assessed_by=HANDLER, on=self.clock.today())
            if case.advice is not None:
                case.decide(case.advice, policy=policy, decided_on=self.clock.today(), decided_by=HANDLER)
            cases.append(case)
        events = [event for case in cases for event in case.pending()]
        metadata = [self.act().metadata(event.originator_id) for event in events]
        rows = self.log.inline_rows(events, metadata, self.clock.now())
        self.log.append_events(events, Append(metadata, rows))
        return [case.id for case in cases]

    def lodge(self, case_id: UUID, *, within_term: bool | None = None) -> UUID:
        """An objection is lodged, in time or late as far as that is known; returns its id."""
        objection_id = self.ids.new()
        self.proceedings.note_pending_objection(
            self.act("system:objections", "system"),
            case_id=case_id,
            objection_id=objection_id,
            received_on=self.clock.today(),
            decision_id=self.log.load(DecisionCase, case_id).decision_id or event_id("decisions", case_id, 1),
            lodged_by=None,
            within_term=within_term,
        )
        return objection_id

    def find_consequence(self, case_id: UUID, objection_id: UUID) -> Saved:
        """The objection handler finds the payload threshold wrong."""
        return self.proceedings.note_threshold_consequence(
            self.act("system:objections", "system"),
            case_id=case_id,
            objection_id=objection_id,
            found_by=OBJECTION_HANDLER,
            vehicle_category="N1",
            parameter="payload_kg",
            decide_before=date(2026, 6, 17),
        )

    def retract_finding(self, case_id: UUID, objection_id: UUID) -> Saved:
        """The objection handler finds a threshold wrong, and takes that back."""
        self.find_consequence(case_id, objection_id)
        return self.retract_consequence(case_id, objection_id)

    def retract_consequence(self, case_id: UUID, objection_id: UUID) -> Saved:
        """The objection handler takes a finding back."""
        return self.proceedings.note_threshold_consequence_end(
            self.act("system:objections", "system"),
            case_id=case_id,
            objection_id=objection_id,
            because=ConsequenceEnd.RETRACTED,
        )

    def lodge_appeal(self, case_id: UUID) -> UUID:
        """An appeal is lodged at the court; returns its id."""
        appeal_id = self.ids.new()
        self.proceedings.note_pending_appeal(
            self.act("system:objections", "system"),
            case_id=case_id,
            appeal_id=appeal_id,
            lodged_on=self.clock.today(),
        )
        return appeal_id

    def end_appeal(self, case_id: UUID, appeal_id: UUID) -> Saved:
        """The appeal ends."""
        return self.proceedings.note_appeal_end(
            self.act("system:objections", "system"), case_id=case_id, appeal_id=appeal_id, ending="withdrawn"
        )

    def erase(self, case_id: UUID) -> Saved:
        """The person is erased."""
        return self.applications.note_erasure(
            self.act("system:applications", "system"), case_id=case_id, erased_on=self.clock.today()
        )

    def end_objection(self, case_id: UUID, objection_id: UUID, ruling: str = "upheld") -> Saved:
        """The proceedings end."""
        return self.proceedings.note_objection_end(
            self.act("system:objections", "system"),
            case_id=case_id,
            objection_id=objection_id,
            ruling=ruling,
        )

    # Other ends of a case

    def ask(self, case_id: UUID, number: int = 1, on: date | None = None) -> date:
        """The applicant is asked to complete the application; returns the last day of the set term."""
        today = on or self.clock.today()
        self.applications.suspend_decision_term(
            self.act("system:applications", "system"),
            case_id=case_id,
            request_number=number,
            requested_on=today,
            term_last_day=today + timedelta(weeks=2),
        )
        return today + timedelta(weeks=2)

    def let_lapse(self, case_id: UUID, number: int = 1) -> None:
        """The applicant is asked to complete the application, and two weeks pass in silence."""
        term_last_day = self.ask(case_id, number)
        self.clock.advance_to(self.clock.now() + timedelta(days=15))
        self.applications.note_completion_term_lapsed(
            self.act("system:applications", "system"),
            case_id=case_id,
            request_number=number,
            term_last_day=term_last_day,
        )

    def supplement(
        self, case_id: UUID, stated: StatedFacts, on: date | None = None, *, signed: bool = False
    ) -> Saved:
        """The applicant supplements the application."""
        return self.applications.supplement_stated_facts(
            self.act("system:applications", "system"),
            case_id=case_id,
            supplemented_on=on or self.clock.today(),
            stated=stated,
            signed=signed,
        )

    def leave_out(
        self,
        case_id: UUID,
        reason: LeftOutReason = LeftOutReason.NO_RESPONSE,
        within: Principal | None = None,
    ) -> Saved:
        """The desk leaves the application out of consideration."""
        return self.commands.leave_out_of_consideration(
            self.act(), case_id=case_id, reason=reason, within=within or AT_THE_DESK, expected_version=None
        )

    def refuse_on_other_ground(self, case_id: UUID, within: Principal | None = None) -> Saved:
        """The desk refuses for a reason that no criterion puts in words."""
        return self.commands.refuse_on_other_ground(
            self.act(),
            case_id=case_id,
            reasons=SEALED_REASONS,
            within=within or AT_THE_DESK,
            expected_version=None,
        )

    def withdraw(self, case_id: UUID, *, handling_started: bool = False) -> Saved:
        """The applicant withdraws."""
        return self.applications.note_withdrawal(
            self.act("system:applications", "system"),
            case_id=case_id,
            withdrawn_on=self.clock.today(),
            handling_started=handling_started,
        )

    def convert(self, case_id: UUID, to_type: ExemptionType = ExemptionType.HARDSHIP) -> UUID:
        """The application is converted into one of another type; returns the new case's id."""
        new_case_id = self.ids.new()
        self.applications.note_conversion(
            self.act("system:applications", "system"),
            case_id=case_id,
            converted_on=self.clock.today(),
            to_type=to_type,
            new_case_id=new_case_id,
            new_received_on=self.case(case_id).received_on,
        )
        return new_case_id

    def uphold(self, case_id: UUID, objection_id: UUID) -> Saved:
        """The objection is upheld for another reason than a threshold."""
        return self.proceedings.uphold_objection(
            self.act("system:objections", "system"),
            case_id=case_id,
            objection_id=objection_id,
            decided_by=OBJECTION_HANDLER,
            ruling=UpheldRuling(SEALED_RULING),
        )

    def revoke(self, case_id: UUID) -> Saved:
        """The desk revokes the exemption, at its holder's request, from tomorrow on."""
        tomorrow = self.clock.today() + timedelta(days=1)
        return RevocationCommands(self.log).revoke(
            self.act(),
            case_id=case_id,
            revocation=Revocation(RevocationGround.ON_REQUEST, tomorrow, SEALED_REASONS),
            within=AT_THE_DESK,
            expected_version=None,
        )

    # Threshold sets

    def a_previewed_set(
        self,
        rows: Sequence[ThresholdRow] = NEW_ROWS,
        *,
        valid_from: date | None = None,
        objection_id: UUID | None = None,
        max_drift: int | None = None,
    ) -> UUID:
        """Proposed and previewed; what falls away of the set in force is meant to."""
        now = InlineTables(self.log).thresholds_in_force(TYPE)
        saved = self.sets.propose(
            self.act(PROPOSER),
            rows=rows,
            valid_from=valid_from or self.clock.today(),
            objection_id=objection_id,
            max_drift=max_drift,
            removes=[RowPlace.of(gone) for gone in changes_of(now.rows if now else (), rows).removed],
        )
        self.preview(saved.resource_id)
        return saved.resource_id

    def preview(self, set_id: UUID) -> Saved:
        """Somebody looks at what the set would do."""
        return self.sets.preview(self.act(PROPOSER), set_id=set_id, expected_version=None)

    def approve(self, set_id: UUID) -> Saved:
        """The reviewer approves the latest preview."""
        digest = self.stored_set(set_id).plan_digest
        assert digest is not None
        return self.sets.approve(
            self.act(REVIEWER, "reviewer"), set_id=set_id, plan_digest=digest, expected_version=None
        )

    def reject(self, set_id: UUID) -> Saved:
        """The reviewer rejects the proposal."""
        return self.sets.reject(
            self.act(REVIEWER, "reviewer"), set_id=set_id, reasons="Niet onderbouwd.", expected_version=None
        )

    def a_set_in_force(self, rows: Sequence[ThresholdRow] = OLD_ROWS) -> UUID:
        """Proposed, previewed, approved and in force at once."""
        set_id = self.a_previewed_set(rows)
        self.approve(set_id)
        return set_id

    def stored_set(self, set_id: UUID) -> StoredSet:
        """The set as the table has it."""
        with self.log.read() as connection:
            stored = threshold_set(connection, set_id)
        assert stored is not None
        return stored

    def in_force(self) -> tuple[UUID, int]:
        """The set in force and the position at which it entered."""
        with self.log.read() as connection:
            row = connection.execute(select(threshold_in_force)).one()
        return row.threshold_set_id, row.position

    # Campaigns

    def pause(self, set_id: UUID) -> Saved:
        """Somebody pauses the campaign of a set."""
        return self.campaigns_kept.pause(
            self.act(OPERATOR, "operator"), reassessment_id=self.campaign_of(set_id), expected_version=None
        )

    def resume(self, set_id: UUID, *, as_reviewer: bool = True) -> Saved:
        """Somebody resumes it."""
        return self.campaigns_kept.resume(
            self.act(REVIEWER, "reviewer"),
            reassessment_id=self.campaign_of(set_id),
            as_reviewer=as_reviewer,
            expected_version=None,
        )

    def campaign_of(self, set_id: UUID) -> UUID:
        """The id of a set's reassessment."""
        return self.reassessment_of(set_id).reassessment_id

    def worker(self, chunk: int = 7) -> CampaignWorker:
        """A campaign worker."""
        return CampaignWorker(self.context, chunk)

    def timer(self) -> ThresholdTimer:
        """The timer of approved sets."""
        return ThresholdTimer(self.context, self.sets)

    def run_campaigns(self, chunk: int = 7) -> int:
        """Run every campaign to its end; returns the number of steps."""
        worker = self.worker(chunk)
        for steps in range(MANY_STEPS):
            if not worker.step():
                return steps
        raise AssertionError("the campaign does not end")

    def campaigns(self) -> list[StoredReassessment]:
        """All campaigns, oldest first."""
        with self.log.read() as connection:
            return reassessments_after(connection, None, 1000)

    def reassessment_of(self, set_id: UUID) -> StoredReassessment:
        """The campaign of a set."""
        [found] = [stored for stored in self.campaigns() if stored.threshold_set_id == set_id]
        return found

    def renewals(self) -> list[DecisionReissued]:
        """Every renewed decision in the log."""
        return [
            recorded.event
            for recorded in self.log.events_after(0, limit=100_000, topics=[DecisionReissued.TOPIC])
            if isinstance(recorded.event, DecisionReissued)
        ]

    def renewed_cases(self) -> list[UUID]:
        """The cases of all renewals, in order of id: twice where it happened twice."""
        return sorted(renewal.originator_id for renewal in self.renewals())

    def worklist(self, set_id: UUID) -> list[tuple[UUID, str]]:
        """What the campaign of a set left to a person."""
        with self.log.read() as connection:
            return for_a_person(connection, self.reassessment_of(set_id).reassessment_id)

    def case(self, case_id: UUID) -> DecisionCase:
        """A case as its events tell it."""
        return self.log.load(DecisionCase, case_id)

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every inline table."""
        with self.log.read() as connection:
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(select(table).order_by(*table.primary_key.columns))
                ]
                for table in INLINE
            }

    def follow(self) -> None:
        """Bring the read models up to the log."""
        while self.runner.position() < self.log.head():
            self.runner.step()
        assert not self.runner.poisoned()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_decisions(
    url: str, *, migrate: bool = True, at: datetime = NOON, on_step: Callable[[str], None] = no_step
) -> Decisions:
    """The service on that database."""
    engine = open_engine(url)
    if migrate:
        upgrade(engine, SERVICE.migrations)
    return Decisions(engine, FixedClock(at), on_step)
