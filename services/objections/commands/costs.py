"""What can be asked about the costs of an objection: load, decide, save (Awb 7:15)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.objections.commands.reached import DecisionsHeard, Place, ReachedObjections
from shared.eventlog.act import Act
from shared.eventlog.log import EventLog, Saved
from shared.law.terms import Channel
from shared.privacy.sealed import Sealed
from shared.rulings import CostsRuling


class CostsCommands:
    """One public method per command."""

    def __init__(self, log: EventLog, cases: DecisionsHeard) -> None:
        self._log = log
        self._reached = ReachedObjections(log, cases)

    def claim_costs(self, act: Act, place: Place, claim: Sealed, claimed_on: date, channel: Channel) -> Saved:
        """Claim the costs of the objection, before the ruling: the objector, or the desk for what came by post."""
        objection = self._reached.at(place)
        objection.claim_costs(claim, claimed_on=claimed_on, channel=channel, today=act.today)
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def decide_costs(self, act: Act, place: Place, ruling: CostsRuling) -> Saved:
        """Decide on a claim that the ruling left open (Awb 7:15(3))."""
        objection = self._reached.at(place)
        objection.decide_costs(ruling, self._reached.handling(act, objection))
        return self._log.save_act(act, objection, case_id=objection.case_id)

    def case_of(self, place: Place) -> UUID:
        """The case that an objection is about: under a key of it the edge seals what is written there."""
        return self._reached.at(place).case_id
