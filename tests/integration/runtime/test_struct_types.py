"""Struct types are ready before threads decode them: the process would end by a segmentation fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from services.applications.main import SERVICE
from shared.privacy.vault import open_vault
from shared.runtime.clock import FixedClock
from shared.runtime.ids import SequentialIds
from shared.runtime.service import build_service
from shared.runtime.settings import Settings
from shared.struct_types import not_ready
from tests.support.decisions import NOON
from tests.support.loket_process import ROOT

RACE = '''
import sys
import threading
from types import ModuleType

import msgspec

from shared.struct_types import make_ready

sys.setswitchinterval(1e-6)
TYPES = """
from __future__ import annotations
import msgspec
from datetime import date
from uuid import UUID
class Inner(msgspec.Struct, frozen=True):
    who: UUID
    on: date
class Outer(msgspec.Struct, frozen=True):
    inner: tuple[Inner, ...]
    who: UUID
    on: date
    by_name: dict[str, Inner] = {}
"""
WHO = '"who":"00000000-0000-0000-0000-000000000001","on":"2026-01-01"'
BODY = f'{{"inner":[{{{WHO}}}],{WHO}}}'

def decoded_at_once(outer):
    together = threading.Barrier(4)
    def decode():
        together.wait()
        msgspec.json.decode(BODY, type=outer)
    threads = [threading.Thread(target=decode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

for turn in range(200):
    module = ModuleType(f"turn_{turn}")
    sys.modules[module.__name__] = module
    exec(compile(TYPES, module.__name__, "exec"), module.__dict__)
    module.Inner.__module__ = module.Outer.__module__ = module.__name__
    make_ready()
    decoded_at_once(module.Outer)
print("survived")
'''


def test_threads_may_decode_a_type_that_was_made_ready_for_the_first_time_together() -> None:
    """Two hundred times, four threads each; without `make_ready` one of the first ends the process."""
    done = subprocess.run(
        [sys.executable, "-c", RACE], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "survived"), done.stderr


def test_a_service_makes_its_types_ready_before_it_starts(tmp_path: Path) -> None:
    """All that are defined by then, whosever they are."""
    settings = Settings(data=tmp_path, nats="off")
    vault = open_vault(settings.vault_database(), tmp_path / "master.key")
    service = build_service(SERVICE, settings, FixedClock(NOON), SequentialIds(), vault)
    assert not_ready() == []
    service.stop()
    vault.close()
