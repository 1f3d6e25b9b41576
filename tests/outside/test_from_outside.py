"""`make fuzz`: every service as a stranger meets it, who has read its OpenAPI document and has somebody's token.

Schemathesis makes the requests, in a process of its own: each operation with what fits its document and with what
does not, and in chains in which the answer to one gives the ids of the next. It tries them as people of every role,
and tries what one applicant got as another one. `LOKET_FUZZ_EXAMPLES` sets how many requests by chance it makes of
each operation. Not a part of `make test`: it takes minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from services.embedded import SERVICES
from shared.runtime.access import Role
from tests.support.furnished_house import furnished
from tests.support.loket_process import ROOT
from tests.support.whole_house import House, Person, whole_house

pytestmark = [pytest.mark.timeout(3600, func_only=False)]

EXAMPLES: Final = os.environ.get("LOKET_FUZZ_EXAMPLES", "10")
SETTINGS: Final = Path(__file__).with_name("schemathesis.toml")
AS_OFTEN_AS_THEY_LIKE: Final = 1_000_000.0
PEOPLE: Final = {
    "applicant": Person(Role.APPLICANT, "applicant-one"),
    "another applicant": Person(Role.APPLICANT, "applicant-two"),
    **{role.value: Person(role, f"{role.value}-one") for role in Role if role is not Role.APPLICANT},
    Role.MUNICIPALITY.value: Person(Role.MUNICIPALITY, "municipality-one", "0344"),
    Role.SYSTEM.value: Person(Role.SYSTEM, "service:audit"),
}
"""By the names under which the settings and the reports know them."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All services with one of everything in them; nobody is held up for asking often."""
    with whole_house(
        tmp_path_factory.mktemp("house"),
        requests_of_people=AS_OFTEN_AS_THEY_LIKE,
        requests_of_clients=AS_OFTEN_AS_THEY_LIKE,
    ) as running:
        furnished(running)
        yield running


@pytest.fixture(scope="module")
def people(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with everybody's token, in the form that Schemathesis reads (Web Fuzzing Commons)."""
    known = [
        {
            "name": name,
            "fixedHeaders": [{"name": key, "value": value} for key, value in house.bearer(who).items()],
        }
        for name, who in PEOPLE.items()
    ]
    file = tmp_path_factory.mktemp("people") / "people.json"
    file.write_text(json.dumps({"auth": known}), encoding="utf-8")
    return file


@pytest.mark.parametrize("service", [each.name for each in SERVICES])
def test_it_keeps_to_its_document_and_its_secrets(
    house: House, people: Path, service: str, tmp_path: Path
) -> None:
    """No check of Schemathesis fails, and none of ours."""
    document = f"{house.http.base_url}/{service}/v1/openapi.json"
    house.http.get(document).raise_for_status()
    played = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(SETTINGS)),
            *("--no-color", "run", document, "--max-examples", EXAMPLES, "--seed", "1"),
        ],
        cwd=tmp_path,
        env={**os.environ, "LOKET_OUTSIDE_PEOPLE": str(people), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
