"""Our id of a vehicle: one for each plate, whoever applies and however many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from services.applications.domain.application_acts import ApplicationSubmitted
from services.applications.domain.exemption_application import ExemptionApplication
from services.applications.projections.plate_tokens import VehiclesByToken
from shared.vocabulary import Plate
from tests.support.applications import OPERATOR, Desk, a_submission

AT_ONCE = 8


def vehicle_of(desk: Desk, case_id: UUID) -> UUID:
    """As the submission says it."""
    submission = desk.log.stream(case_id)[0].event
    assert isinstance(submission, ApplicationSubmitted)
    assert submission.vehicle_id is not None
    return submission.vehicle_id


def test_first_applications_at_once_agree_on_the_vehicle(desk: Desk) -> None:
    """All wait for each other before storing; one names the vehicle and the others take its name."""
    barrier = Barrier(AT_ONCE, timeout=20)
    store = desk.log.save_act
    together = [True] * AT_ONCE

    def stored_together(*args: object, **kwargs: object) -> object:
        if together:
            together.pop()
            barrier.wait()
        return store(*args, **kwargs)

    desk.log.save_act = stored_together
    acts = [desk.act(f"applicant-{number}") for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        saved = list(pool.map(lambda act: desk.receipt.submit(act, a_submission("VCQ01A")), acts))
    assert len({vehicle_of(desk, one.resource_id) for one in saved}) == 1
    assert len({one.resource_id for one in saved}) == AT_ONCE


def test_another_plate_is_another_vehicle(desk: Desk) -> None:
    """And the id tells nothing of the plate: the same letters in another country have another."""
    cases = [desk.submit("VCQ01A"), desk.submit("VCQ02A"), desk.submit("VCQ01A", country="BE")]
    assert len({vehicle_of(desk, case) for case in cases}) == 3


def test_a_vehicle_is_forgotten_with_its_last_case(desk: Desk) -> None:
    """Erasing one of two cases leaves the vehicle to the other; the second erasure takes it away."""
    vehicles = VehiclesByToken(desk.log)
    token = desk.vault.plate_tokens().of(Plate("VCQ01A"))
    first, second = desk.submit("VCQ01A"), desk.submit("VCQ01A", subject="applicant-2")
    vehicle_id = vehicle_of(desk, first)
    for case_id, cases, known in ((first, (second,), vehicle_id), (second, (), None)):
        application = desk.log.load(ExemptionApplication, case_id)
        desk.applicants.withdraw(desk.act(application.applicant_subject), case_id)
        desk.erasure.order_erasure(desk.act("operator-1", "operator"), OPERATOR, case_id)
        assert (vehicles.cases(token), vehicles.vehicle_id(token)) == (cases, known)
