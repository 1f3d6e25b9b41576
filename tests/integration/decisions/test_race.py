"""A new set enters into force in one process while another decides under the old one, on PostgreSQL.

A decision under the old set may stand before the entry into force; then the campaign finds it. It never
stands after it, because then nobody would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from services.decisions.domain.decision_on_application import ExemptionGranted, ExemptionRefused
from services.decisions.domain.reassessment import ReassessmentStarted
from tests.support.cases import a_van, row
from tests.support.databases import empty_database, waits_for_a_lock
from tests.support.decisions import Decisions, open_decisions
from tests.support.decisions_process import FORGETFUL
from tests.support.log_process import LogProcess

pytestmark = pytest.mark.slow

ROUNDS = 6
FREE_ROUNDS = 24
MODULE = "tests.support.decisions_process"


@dataclass
class Race:
    """The old set in force, a new one previewed, and a case assessed under the old: refused; in each round."""

    service: Decisions
    entering: LogProcess
    deciding: LogProcess
    limit: int = 100_000
    refused: list[UUID] = field(default_factory=list)
    """Cases of which the refusal was stored."""

    def __post_init__(self) -> None:
        self.service.a_set_in_force([row(self.limit)])
        self.service.run_campaigns()

    def prepare(self) -> tuple[UUID, UUID]:
        """A new set with a lower limit, and a case that it would grant."""
        case_id = self.service.an_undecided_case(a_van(self.limit - 5))
        self.service.assess(case_id)
        self.limit -= 10
        return self.service.a_previewed_set([row(self.limit)]), case_id


@contextmanager
def a_race(postgres_server: str, role: str) -> Iterator[Race]:
    """A database of its own and two processes beside this one, the deciding one in a role."""
    with ExitStack() as stack:
        url = stack.enter_context(empty_database(postgres_server))
        service = open_decisions(url)
        stack.callback(service.close)
        processes = [LogProcess(url, given, MODULE) for given in ("sound", role)]
        for process in processes:
            stack.callback(process.end)
        yield Race(service, *processes)


@pytest.fixture(scope="module")
def race(postgres_server: str) -> Iterator[Race]:
    """On PostgreSQL: only there do two appends run at once. Shared by the tests, as starting it takes seconds."""
    with a_race(postgres_server, "sound") as race:
        yield race


@pytest.fixture(scope="module")
def forgetful_race(postgres_server: str) -> Iterator[Race]:
    """The same, but the deciding process has the planted bug."""
    with a_race(postgres_server, FORGETFUL) as race:
        yield race


def hold(process: LogProcess, label: str, command: str) -> None:
    """Begin an act and let it wait at a step of its append."""
    assert process.say(f"hold {label}").hear() == "will hold"
    assert process.say(command).hear() == "held"


Interleaving = Callable[[Race, UUID, UUID], str]


def enters_with_the_head_held(race: Race, set_id: UUID, case_id: UUID) -> str:
    """The set holds the head; the decision, begun before it is stored, waits for the head."""
    hold(race.entering, "append.head_held", f"approve {set_id}")
    race.deciding.say(f"decide {case_id}")
    waits_for_a_lock(race.service.engine)
    assert race.entering.say("go on").hear().startswith("in force")
    return race.deciding.hear()


def enters_while_the_decision_waits_for_the_head(race: Race, set_id: UUID, case_id: UUID) -> str:
    """The decision has written its rows, and the set enters altogether before it goes on."""
    hold(race.deciding, "append.rows_written", f"decide {case_id}")
    assert race.entering.say(f"approve {set_id}").hear().startswith("in force")
    return race.deciding.say("go on").hear()


def enters_before(race: Race, set_id: UUID, case_id: UUID) -> str:
    """The set is in force before the decision begins."""
    assert race.entering.say(f"approve {set_id}").hear().startswith("in force")
    return race.deciding.say(f"decide {case_id}").hear()


def decides_with_the_head_held(race: Race, set_id: UUID, case_id: UUID) -> str:
    """The decision holds the head first; the set waits for it."""
    hold(race.deciding, "append.head_held", f"decide {case_id}")
    race.entering.say(f"approve {set_id}")
    waits_for_a_lock(race.service.engine)
    answer = race.deciding.say("go on").hear()
    assert race.entering.hear().startswith("in force")
    return answer


def decides_while_the_set_waits_for_the_head(race: Race, set_id: UUID, case_id: UUID) -> str:
    """The set has written its row and does not hold the head; the decision overtakes it."""
    hold(race.entering, "append.rows_written", f"approve {set_id}")
    answer = race.deciding.say(f"decide {case_id}").hear()
    assert race.entering.say("go on").hear().startswith("in force")
    return answer


def stale_decisions(service: Decisions) -> list[int]:
    """Positions of decisions under another set than the one that was in force there."""
    stale, in_force = [], None
    for recorded in service.log.events_after(0, limit=100_000):
        match recorded.event:
            case ReassessmentStarted() as started:
                in_force = started.threshold_set_id
            case ExemptionGranted() | ExemptionRefused() as taken if (
                taken.grounds.threshold_set_id != in_force
            ):
                stale.append(recorded.position)
            case _:
                pass
    return stale


def nobody_left_out(race: Race) -> bool:
    """Every refusal that was stored was renewed by a campaign, once; the proofs of all campaigns hold."""
    race.service.run_campaigns()
    proofs = [race.service.replay.proof(one.reassessment_id) for one in race.service.campaigns()]
    return race.service.renewed_cases() == sorted(race.refused) and all(proof.holds for proof in proofs)


@pytest.mark.parametrize(
    "interleaving",
    [enters_with_the_head_held, enters_while_the_decision_waits_for_the_head, enters_before],
)
def test_a_decision_that_comes_after_the_new_set_is_refused(race: Race, interleaving: Interleaving):
    """Every time: by the guard once the set is stored, by the command when it sees it."""
    answers = [interleaving(race, *race.prepare()) for _ in range(ROUNDS)]
    assert answers == ["refused threshold_set_changed"] * ROUNDS
    assert stale_decisions(race.service) == []
    assert nobody_left_out(race)


@pytest.mark.parametrize(
    "interleaving", [decides_with_the_head_held, decides_while_the_set_waits_for_the_head]
)
def test_a_decision_that_comes_before_the_new_set_is_renewed(race: Race, interleaving: Interleaving):
    """It stands before P, so the campaign of the set finds it."""
    for _ in range(ROUNDS):
        set_id, case_id = race.prepare()
        assert interleaving(race, set_id, case_id).startswith("stored")
        race.refused.append(case_id)
    assert stale_decisions(race.service) == []
    assert nobody_left_out(race)


def test_whoever_comes_first_no_decision_is_stale_and_nobody_left_out(race: Race):
    """Both at the same moment, many rounds without barriers."""
    for number in range(FREE_ROUNDS):
        set_id, case_id = race.prepare()
        both = [(race.entering, f"approve {set_id}"), (race.deciding, f"decide {case_id}")]
        for process, line in both if number % 2 else both[::-1]:
            process.say(line)
        assert race.entering.hear().startswith("in force")
        if race.deciding.hear().startswith("stored"):
            race.refused.append(case_id)
    assert stale_decisions(race.service) == []
    assert nobody_left_out(race)


@pytest.mark.parametrize(
    "interleaving", [enters_with_the_head_held, enters_while_the_decision_waits_for_the_head]
)
def test_without_the_guard_somebody_is_left_out(forgetful_race: Race, interleaving: Interleaving):
    """The planted bug: the same rounds find it, so the tests above can fail."""
    race, found_before = forgetful_race, len(stale_decisions(forgetful_race.service))
    set_id, case_id = race.prepare()
    assert interleaving(race, set_id, case_id).startswith("stored")
    race.refused.append(case_id)
    assert len(stale_decisions(race.service)) == found_before + 1
    assert not nobody_left_out(race)
