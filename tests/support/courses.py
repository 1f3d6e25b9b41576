"""What the tests of every course share: acts on one aggregate in any order, tried in every state.

A subclass has one rule for each act, which asks a small model of the law by which code it is refused, and tells the
model what it did. Everything else is held here: a refused act leaves nothing behind, what is loaded from the stored
events is the same, and every step that was taken is kept, to be compared with those that the code declares. A new
act of an aggregate is a new rule; until there is one, the comparison says which step nobody takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import attrgetter
from typing import ClassVar, Final, TypeVar

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from shared.errors import DomainError
from shared.eventlog.aggregate import Aggregate, Event
from shared.eventlog.mapper import EventMapper

A = TypeVar("A", bound=Aggregate)
Step = tuple[str, str, str]
"""From which state (`[*]`: the beginning), to which, by which event."""
BEGINNING: Final = "[*]"
ALLOWED: Final = None
"""In the place of a code: the act may be done."""
ROUNDS: Final = 20
"""Chance may leave a step out of one round, and not of all; a step that nobody takes costs them all, and fails."""
STATE: Final = attrgetter("state.value")
_MAPPER: Final = EventMapper()


def refusal_of(act: Callable[[], object]) -> str | None:
    """The code by which it is refused, or that it is done."""
    try:
        act()
    except DomainError as refused:
        return refused.code
    return ALLOWED


def as_stored(event: Event) -> Event:
    """The event as it comes back from the log."""
    return _MAPPER.to_domain_event(_MAPPER.to_stored_event(event))


class Course(RuleBasedStateMachine):
    """Acts on one aggregate, and what came of them."""

    taken: ClassVar[set[Step]]
    """Every step of every course."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Each kind of course has steps of its own."""
        super().__init_subclass__(**kwargs)
        cls.taken = set()

    def begin_with(self, aggregate: Aggregate) -> None:
        """The aggregate, with its first events still at hand."""
        self._aggregate = aggregate
        self._loaded: Aggregate | None = None
        self._read = 0

    def state_of(self, aggregate: Aggregate) -> str:
        """The state that a diagram shows it in."""
        return str(STATE(aggregate))

    def tried(self, act: Callable[[], object], code: str | None) -> bool:
        """Do it: it is refused by that code and nothing happens, or it is done."""
        before = len(self._aggregate.pending())
        refused_by = refusal_of(act)
        assert refused_by == code
        assert code is ALLOWED or len(self._aggregate.pending()) == before
        return code is ALLOWED

    def does(self, act: Callable[[], object], broken: Collection[str]) -> bool:
        """Do it: it is refused by one of the rules that it breaks and nothing happens, or it breaks none."""
        before = len(self._aggregate.pending())
        refused_by = refusal_of(act)
        assert refused_by in broken if broken else refused_by is ALLOWED, (refused_by, broken)
        assert refused_by is ALLOWED or len(self._aggregate.pending()) == before
        return refused_by is ALLOWED

    def hears(self, act: Callable[[], object], *, something: bool) -> None:
        """What is heard or what time does is never refused: it is recorded, or it changes nothing."""
        before = len(self._aggregate.pending())
        act()
        assert (len(self._aggregate.pending()) > before) is something

    def came_of(self, event: Event, before: Mapping[str, object], after: Aggregate) -> None:
        """What no history may show is asserted here: of each event, with what was known before and after it."""

    @invariant()
    def what_is_loaded_is_the_same(self) -> None:
        """From the stored form of each event, and nothing else."""
        for event in self._aggregate.pending()[self._read :]:
            before = BEGINNING if self._loaded is None else self.state_of(self._loaded)
            known = {} if self._loaded is None else dict(vars(self._loaded))
            stored = as_stored(event)
            assert vars(stored) == vars(event)
            self._loaded = stored.mutate(self._loaded)
            assert self._loaded is not None
            self.taken.add((before, self.state_of(self._loaded), type(event).__name__))
            self._read += 1
            self.came_of(stored, known, self._loaded)
        assert _without_pending(self._loaded) == _without_pending(self._aggregate)


def _without_pending(aggregate: Aggregate | None) -> dict[str, object]:
    return {**vars(aggregate), "_pending_events": None}


def walked(course: Course, *acts: Callable[[], object]) -> None:
    """These acts one after the other, all that always holds asked after each: a walk that needs no luck."""
    for act in acts:
        act()
        for held in course.invariants:
            held.function(course)


def steps_taken(
    machine: type[Course], declared: Collection[Step] = (), *, courses: int = 100, acts: int = 30
) -> Collection[Step]:
    """Play that many courses of that many acts, with other chances while a declared step is left; which steps were taken."""
    machine.taken.clear()
    for number in range(ROUNDS):
        run_state_machine_as_test(
            seed(number)(machine),
            settings=settings(
                max_examples=courses,
                stateful_step_count=acts,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            ),
        )
        if machine.taken >= set(declared):
            break
    return machine.taken
