"""How much quicker a campaign is than one renewal at a time, and how far from bare inserts; run by `make bench-campaign`.

All three write the same number of renewals to SQLite with the same safety, in the same run, so that the ratios
can be compared from machine to machine where the times cannot.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from time import perf_counter

from sqlalchemy import LargeBinary, String, Uuid, column, table, text

from services.decisions.domain.decision_case import DecisionCase
from services.decisions.domain.disposition import NewThresholds
from services.decisions.domain.reassessment import Campaign
from services.decisions.domain.renewal import DecisionReissued, reissue
from shared.database import writing
from tests.support.cases import NEW_ROWS, NEW_SET, POLICY, REASSESSMENT, REVIEWER, TYPE, a_van
from tests.support.decisions import Decisions, open_decisions

CASES = int(os.environ.get("CASES", "2000"))
CHUNK = 500


def prepared(folder: Path) -> Decisions:
    """A service with that many cases refused under the old thresholds."""
    folder.mkdir()
    desk = open_decisions(f"sqlite:///{folder}/decisions.db")
    desk.a_set_in_force()
    desk.run_campaigns()
    desk.decided_cases([a_van(1000)] * CASES)
    return desk


def by_campaign(desk: Decisions) -> float:
    """Seconds for the campaign, from its start to its completion."""
    desk.a_set_in_force(NEW_ROWS)
    begun = perf_counter()
    desk.run_campaigns(CHUNK)
    seconds = perf_counter() - begun
    assert len(desk.renewals()) == CASES
    return seconds


def one_by_one(desk: Decisions) -> float:
    """Seconds for loading each case with the library, renewing it, and saving it alone."""
    cases = desk.meanwhile.all_cases(TYPE)[1]
    thresholds, campaign = (
        NewThresholds(NEW_SET, NEW_ROWS, desk.clock.today()),
        Campaign(REASSESSMENT, REVIEWER),
    )
    begun = perf_counter()
    for recorded in cases:
        renewal = reissue(recorded, thresholds, POLICY, campaign, desk.clock.today())
        case = desk.log.load(DecisionCase, recorded.case_id)
        fields = {name: value for name, value in vars(renewal).items() if name not in PLACE}
        case.trigger_event(DecisionReissued, **fields)
        desk.log.save_act(desk.act(), case, case_id=recorded.case_id)
    seconds = perf_counter() - begun
    assert len(desk.renewals()) == CASES
    return seconds


PLACE = ("originator_id", "originator_version", "timestamp")


def by_executemany(desk: Decisions) -> float:
    """Seconds for as many bare rows of the same bytes, with nothing around them, in one transaction."""
    cases = desk.meanwhile.all_cases(TYPE)[1]
    thresholds, campaign = (
        NewThresholds(NEW_SET, NEW_ROWS, desk.clock.today()),
        Campaign(REASSESSMENT, REVIEWER),
    )
    renewals = [reissue(one, thresholds, POLICY, campaign, desk.clock.today()) for one in cases]
    rows = [
        {"id": one.originator_id, "topic": one.TOPIC, "state": desk.log.mapper.to_stored_event(one).state}
        for one in renewals
    ]
    bare = table("bare", column("id", Uuid), column("topic", String), column("state", LargeBinary))
    begun = perf_counter()
    with writing(desk.engine) as connection:
        connection.execute(text("CREATE TABLE bare (id CHAR(32) PRIMARY KEY, topic TEXT, state BLOB)"))
        connection.execute(bare.insert(), rows)
    return perf_counter() - begun


def main() -> None:
    """Measure the three and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        ways = {"campaign": by_campaign, "one by one": one_by_one, "bare executemany": by_executemany}
        found = {}
        for place, (name, way) in enumerate(ways.items()):
            desk = prepared(Path(folder) / str(place))
            found[name] = way(desk)
            desk.close()
    for name, seconds in found.items():
        ratio = seconds / found["campaign"]
        print(f"{name:>18}: {seconds:8.2f} s  {CASES / seconds:9.0f} cases/s  {ratio:6.2f} x the campaign")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
