"""What the decisions service does on hearing from applications and objections, one sentence each."""

from __future__ import annotations

from services.decisions.commands import DecisionCommands
from services.decisions.domain.case_file import Holder, ReceivedApplication
from shared.contracts.applications import ApplicationSubmitted, VehicleFactsReceived
from shared.contracts.envelope import Message
from shared.contracts.objections import ObjectionEnded, ObjectionLodged, ThresholdConsequenceFound
from shared.eventlog.act import Act
from shared.eventlog.log import AggregateNotFound, Saved
from shared.runtime.consumer import Reaction


class Reactions:
    """Every reaction makes one append with the act it is given, or none."""

    def __init__(self, commands: DecisionCommands) -> None:
        self._commands = commands

    def when_application_submitted_start_decision_term(
        self, _: Message, contract: ApplicationSubmitted, act: Act
    ) -> Saved:
        """The decision term runs from the day after receipt (Awb 4:13)."""
        return self._commands.start_decision_term(
            act,
            case_id=contract.case_id,
            application=received(contract),
        )

    def when_vehicle_facts_received_note_them(
        self, _: Message, contract: VehicleFactsReceived, act: Act
    ) -> Saved:
        """The register's answer becomes part of the case file (Awb 3:2)."""
        return self._commands.note_vehicle_facts(
            act,
            case_id=contract.case_id,
            source=contract.source,
            fetched_at=contract.fetched_at,
            facts=contract.facts,
        )

    def when_objection_lodged_note_it(self, _: Message, contract: ObjectionLodged, act: Act) -> Saved | None:
        """A renewal of the decision will be covered by the pending objection (Awb 6:19).

        An objection may name a case that does not exist; that is for the objection handler to rule on.
        """
        try:
            return self._commands.note_pending_objection(
                act,
                case_id=contract.case_id,
                objection_id=contract.objection_id,
                received_on=contract.received_on,
            )
        except AggregateNotFound:
            return None

    def when_threshold_consequence_found_note_it(
        self, _: Message, contract: ThresholdConsequenceFound, act: Act
    ) -> Saved:
        """On this finding a new threshold set may be proposed."""
        return self._commands.note_threshold_consequence(
            act,
            case_id=contract.case_id,
            objection_id=contract.objection_id,
            found_by=contract.found_by,
            vehicle_category=contract.vehicle_category,
            parameter=contract.parameter,
            decide_before=contract.decide_before,
        )

    def when_objection_ended_note_it(self, _: Message, contract: ObjectionEnded, act: Act) -> Saved | None:
        """From here on a renewal carries the remedy of objection again."""
        try:
            return self._commands.note_objection_end(
                act, case_id=contract.case_id, objection_id=contract.objection_id, ruling=contract.ruling
            )
        except AggregateNotFound:
            return None

    def by_log(self) -> dict[str, dict[type, Reaction]]:
        """The reactions by the log whose messages they react to."""
        return {
            "applications": {
                ApplicationSubmitted: self.when_application_submitted_start_decision_term,
                VehicleFactsReceived: self.when_vehicle_facts_received_note_them,
            },
            "objections": {
                ObjectionLodged: self.when_objection_lodged_note_it,
                ThresholdConsequenceFound: self.when_threshold_consequence_found_note_it,
                ObjectionEnded: self.when_objection_ended_note_it,
            },
        }


def received(contract: ApplicationSubmitted) -> ReceivedApplication:
    """The application as the contract tells it; the daily range may stand in either place."""
    stated_range = contract.stated_daily_range_km
    return ReceivedApplication(
        exemption_type=contract.exemption_type,
        received_on=contract.received_on,
        holder=Holder(contract.applicant, contract.plate, contract.applicant_subject),
        daily_range_km=contract.stated.daily_range_km if stated_range is None else stated_range,
        stated=contract.stated,
        municipality=contract.municipality,
        vehicle_id=contract.vehicle_id,
    )
