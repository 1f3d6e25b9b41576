"""When the lease of a service's workers may be taken from who holds it."""

from __future__ import annotations

import os

import pytest

from shared.runtime.holder import is_gone, new_holder
from shared.runtime.lease import NOBODY, LeaseState

HELD = LeaseState(epoch=3, holder="somebody", expires_at=1_000)


def nobody_is_gone(_: str) -> bool:
    """Every process lives, or cannot be seen."""
    return False


@pytest.mark.parametrize(("now", "free"), [(999, False), (1_000, True), (1_001, True)])
def test_a_held_lease_is_free_when_it_has_run_out(now: int, *, free: bool):
    """To the microsecond, by the clock that all replicas share."""
    assert HELD.is_free(now, nobody_is_gone) is free


def test_a_released_lease_is_free_at_once():
    """Whatever its last instant was."""
    assert LeaseState(3, NOBODY, 1_000).is_free(0, nobody_is_gone)


def test_a_lease_is_free_when_its_holder_has_ended():
    """A killed process is not waited for where it can be seen that it ended."""
    assert HELD.is_free(0, lambda holder: holder == "somebody")


def test_a_process_that_lives_is_not_gone():
    """This one."""
    assert not is_gone(new_holder())


@pytest.mark.parametrize("began", [None, "77"], ids=["none of that number", "another of that number"])
def test_a_process_is_gone_when_none_that_began_then_has_its_number(began: str | None):
    """Numbers are given anew."""
    assert is_gone(new_holder(), started=lambda _: began)


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_process_that_cannot_be_seen_is_not_taken_for_gone(place: int):
    """On another machine, in another container, or where nothing can be read: its time must run out."""
    parts = new_holder().split("|")
    assert parts[2] == str(os.getpid())
    parts[place] = "" if place else "another-machine"
    parts[1] = parts[1] if place != 0 else "another boot"
    assert not is_gone("|".join(parts), started=lambda _: None)


def test_two_services_of_one_process_are_two_holders():
    """And so is a service that is started again."""
    assert new_holder() != new_holder()
