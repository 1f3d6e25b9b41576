"""What came in on paper: it counts from its receipt, and a signature that is missing can come later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from services.applications.domain.application_acts import (
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationWithdrawn,
    CompletionRequested,
    EnteredFromPaper,
    MissingItem,
)
from services.applications.domain.conversion_terms import CONVERSION_TERMS
from services.applications.domain.exemption_application import ExemptionApplication, SealedApplication
from services.applications.domain.on_paper import subject_on_paper
from services.applications.messaging.published import application_submitted, application_supplemented
from shared.errors import RuleBroken
from shared.eventlog.append import Metadata
from shared.eventlog.recorded import RecordedEvent
from shared.privacy.sealed import Sealed, SealedKind
from shared.vocabulary import ExemptionType, StatedFacts
from tests.unit.applications.test_exemption_application import (
    APPLICANT,
    CASE,
    FETCHED_AT,
    NEW_CASE,
    PLATE,
    a_received_application,
)

RECEIVED_ON, ENTERED_ON = date(2026, 3, 2), date(2026, 3, 6)
ENTERED = EnteredFromPaper(entered_on=ENTERED_ON, entered_by="handler-1")
SUBJECT = subject_on_paper(UUID(int=77))
SOMEBODY = Sealed(UUID(int=4), SealedKind.APPLICANT, b"name and address")
OTHERS = Sealed(UUID(int=3), SealedKind.CO_APPLICANTS, b"names")
MORE = StatedFacts(entries_per_year=13)


@pytest.mark.parametrize(
    ("from_type", "municipality", "to_type"),
    [
        (ExemptionType.PRIVATE_USE, None, ExemptionType.GRID_CONGESTION),
        (ExemptionType.BUSINESS_ECONOMIC, "0344", ExemptionType.BUSINESS_ECONOMIC),
    ],
)
@pytest.mark.parametrize("from_paper", [None, EnteredFromPaper(date(2026, 1, 9), "handler-1")])
def test_what_was_converted_over_the_turn_of_the_year_can_be_supplemented(
    from_type: ExemptionType,
    municipality: str | None,
    to_type: ExemptionType,
    from_paper: EnteredFromPaper | None,
) -> None:
    """Of 2025, converted to what there is, or is national, since 2026: its place is of the day of conversion."""
    old = a_received_application(from_type, municipality, received_on=date(2025, 12, 1))
    new = old.convert(
        NEW_CASE,
        to_type=to_type,
        municipality=None,
        consent_given_on=date(2026, 1, 5),
        terms=CONVERSION_TERMS,
        by="handler-1",
        on=date(2026, 1, 5),
    )
    new.supplement(MORE, on=date(2026, 1, 8), from_paper=from_paper)
    assert (new.received_on, new.stated.entries_per_year) == (date(2025, 12, 1), 13)


def an_application_on_paper(*, signed: bool) -> ExemptionApplication:
    """Received on one day, entered on a later one."""
    sealed = SealedApplication(
        ExemptionType.PRIVATE_USE,
        APPLICANT,
        PLATE,
        SUBJECT,
        co_applicants=OTHERS,
        addressed_co_applicants=(SOMEBODY,),
        representative=SOMEBODY,
        applicants=3,
        signed=signed,
        from_paper=ENTERED,
    )
    return ExemptionApplication.submit(CASE, sealed, received_on=RECEIVED_ON)


def ask_signature(application: ExemptionApplication) -> None:
    """The desk asks for it."""
    application.request_completion([MissingItem.SIGNATURE], 14, by="handler-1", on=ENTERED_ON)


def test_it_counts_from_its_receipt_and_says_who_entered_it_when() -> None:
    """Awb 4:13: the decision term starts on the day of receipt, whenever somebody came to enter it."""
    (submitted,) = an_application_on_paper(signed=True).pending()
    assert isinstance(submitted, ApplicationSubmitted)
    assert (submitted.received_on, submitted.from_paper, submitted.signed) == (RECEIVED_ON, ENTERED, True)


def test_a_missing_signature_can_be_asked_for_and_comes_later() -> None:
    """Awb 4:2(1), 4:5(1): a defect that can be completed; once it is there nobody is asked for it again."""
    application = an_application_on_paper(signed=False)
    ask_signature(application)
    application.supplement(StatedFacts(), on=date(2026, 3, 9), signed=True, from_paper=ENTERED)
    _, asked, supplemented = application.pending()
    assert isinstance(asked, CompletionRequested)
    assert isinstance(supplemented, ApplicationSupplemented)
    assert (asked.items, supplemented.signed, application.signed) == ((MissingItem.SIGNATURE,), True, True)
    assert not application.completion_open
    with pytest.raises(RuleBroken) as refused:
        ask_signature(application)
    assert refused.value.code == "signature_not_missing"


def test_no_signature_is_asked_for_where_somebody_logged_in() -> None:
    """What is sent here is signed by its token; nor can a second signature come."""
    application = a_received_application()
    for act in (
        lambda: ask_signature(application),
        lambda: application.supplement(MORE, on=ENTERED_ON, signed=True),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "signature_not_missing"


def test_a_supplement_without_the_signature_leaves_it_missing() -> None:
    """What is stated does not sign."""
    application = an_application_on_paper(signed=False)
    application.supplement(MORE, on=ENTERED_ON, from_paper=ENTERED)
    assert (application.stated.entries_per_year, application.signed) == (13, False)


def test_nothing_of_an_application_comes_before_it() -> None:
    """A day of receipt before that of the application itself is a slip of the pen."""
    application, before = an_application_on_paper(signed=True), date(2026, 3, 1)
    for act in (
        lambda: application.supplement(MORE, on=before, from_paper=ENTERED),
        lambda: application.withdraw(before, from_paper=ENTERED),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "received_before_application"


def test_a_withdrawal_on_paper_has_effect_on_the_day_on_which_it_came() -> None:
    """The event says that the desk entered it."""
    application = an_application_on_paper(signed=True)
    application.withdraw(date(2026, 3, 4), from_paper=ENTERED)
    withdrawn = application.pending()[-1]
    assert isinstance(withdrawn, ApplicationWithdrawn)
    assert (withdrawn.withdrawn_on, withdrawn.from_paper) == (date(2026, 3, 4), ENTERED)


def test_a_conversion_brings_no_signature_and_leaves_nobody_behind() -> None:
    """What is missing stays missing in the case in which it goes on."""
    converted = an_application_on_paper(signed=False).convert(
        NEW_CASE,
        to_type=ExemptionType.LONG_DELIVERY_TIME,
        municipality=None,
        consent_given_on=ENTERED_ON,
        terms=CONVERSION_TERMS,
        by="handler-1",
        on=ENTERED_ON,
    )
    assert (converted.signed, converted.from_paper, converted.applicant_subject) == (False, ENTERED, SUBJECT)
    assert (converted.co_applicants, converted.applicants) == (OTHERS, 3)
    assert (converted.addressed_co_applicants, converted.representative) == ((SOMEBODY,), SOMEBODY)


def test_others_hear_whether_it_is_signed() -> None:
    """Decisions decides on no unsigned day exemption by itself; who entered it, and who else applied, stays here."""
    application = an_application_on_paper(signed=False)
    application.supplement(StatedFacts(), on=ENTERED_ON, signed=True, from_paper=ENTERED)
    about = Metadata("handler-1", "case_handler", ENTERED_ON, CASE, CASE)
    submitted, supplemented = (
        RecordedEvent(event, number, FETCHED_AT, about)
        for number, event in enumerate(application.pending(), 1)
    )
    told = application_submitted(submitted)
    assert (told.signed, told.applicants) == (False, 3)
    assert application_supplemented(supplemented).signed is True


def test_two_people_on_paper_are_two_subjects() -> None:
    """Each is drawn at random, marked as one that no token carries."""
    assert subject_on_paper(UUID(int=1)) != subject_on_paper(UUID(int=2))
    assert SUBJECT.startswith("on-paper:")


def test_a_mandate_is_asked_of_who_represents_somebody() -> None:
    """Awb 2:1(2): or on paper, where who signed may; not of who applied in person."""
    in_person = ExemptionApplication.submit(
        CASE,
        SealedApplication(ExemptionType.PRIVATE_USE, APPLICANT, PLATE, SUBJECT),
        received_on=RECEIVED_ON,
    )
    with pytest.raises(RuleBroken, match="nobody_represents"):
        in_person.request_completion([MissingItem.AUTHORISATION], 14, by="handler-1", on=ENTERED_ON)
    represented = an_application_on_paper(signed=True)
    represented.request_completion([MissingItem.AUTHORISATION], 14, by="handler-1", on=ENTERED_ON)
    assert represented.completion_items == (MissingItem.AUTHORISATION,)
