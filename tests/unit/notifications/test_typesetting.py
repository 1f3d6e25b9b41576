"""What stands in a letter."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import msgspec
import pytest

from services.notifications.domain.decision_notice import LetterKind, ReplacedDecision
from services.notifications.domain.letter import LetterText, Notice
from services.notifications.domain.mandate import MANDATES, mandate_on
from services.notifications.workers.exemption_names import EXEMPTION_NAME
from services.notifications.workers.typesetting import Opened, address_lines, dutch_date, typeset
from shared.vocabulary import (
    Applicant,
    ExemptionType,
    Finding,
    LeftOutReason,
    ObjectionRuling,
    Outcome,
    Plate,
    Remedy,
)
from tests.support.announced_decisions import (
    APPLICANT,
    CASE,
    OBJECTION,
    OTHER_REASONS,
    PLATE,
    REFUSED_FIRST,
    a_day_exemption,
    a_decision_on_objection,
    a_grant,
    a_local_grant,
    a_receipt,
    a_refusal,
    a_refusal_on_another_ground,
    a_renewal,
    a_request_to_complete,
    an_ended_objection,
    left_out,
)

SENT_ON = date(2026, 2, 20)
REFUSED_AGAIN = msgspec.structs.replace(a_renewal(Remedy.APPEAL), outcome=Outcome.REFUSED, valid_until=None)
EVERY_LETTER = [
    a_grant(),
    a_refusal(),
    a_renewal(),
    a_renewal(Remedy.COVERED_BY_PENDING_OBJECTION),
    a_renewal(Remedy.COVERED_BY_PENDING_APPEAL),
    a_renewal(Remedy.OBJECTION_BESIDE_LATE_ONE),
    a_renewal(Remedy.APPEAL),
    REFUSED_AGAIN,
    a_local_grant(),
    a_day_exemption(),
    a_refusal_on_another_ground(),
    a_decision_on_objection(),
    left_out(),
    left_out(LeftOutReason.WRONG_DATA),
    an_ended_objection(ObjectionRuling.DISMISSED),
    an_ended_objection(ObjectionRuling.INADMISSIBLE),
    an_ended_objection(ObjectionRuling.WITHDRAWN),
    a_receipt(),
    a_receipt(LetterKind.APPLICATION_CONVERTED),
    a_request_to_complete(),
]


def letter(notice: Notice, applicant: Applicant = APPLICANT, plate: Plate = PLATE) -> LetterText:
    """The letter as sent on 20 February 2026, in both forms."""
    mandate = mandate_on(notice.decided_on, notice.municipality)
    return typeset(CASE, notice, mandate, Opened(applicant, plate), SENT_ON)


def words(notice: Notice) -> str:
    """Its text without line ends."""
    return " ".join(letter(notice).text.split())


@pytest.mark.parametrize("notice", EVERY_LETTER)
def test_both_forms_say_the_same(notice: Notice) -> None:
    """Every paragraph of the HTML stands in the text."""
    both = letter(notice)
    text = " ".join(both.text.split())
    paragraphs = re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", both.html, re.DOTALL)
    assert len(paragraphs) >= 6
    for paragraph in paragraphs:
        assert " ".join(unescape(paragraph).split()) in text


@pytest.mark.parametrize("notice", EVERY_LETTER)
def test_the_same_letter_has_the_same_bytes(notice: Notice) -> None:
    """Nothing but its content decides what a letter says."""
    assert letter(notice) == letter(notice)


@pytest.mark.parametrize("notice", EVERY_LETTER)
def test_every_letter_names_addressee_case_authority_and_day(notice: Notice) -> None:
    """Who gets it, which case and decision, on whose behalf (Awb 10:10), and when it was sent (3:41)."""
    said = words(notice)
    for needed in (
        "Testbedrijf 017 Voorbeeldweg 17 1234 AB VOORBEELDSTAD",
        "CC001Q",
        str(CASE),
        str(notice.reference),
        f"namens {mandate_on(notice.decided_on, notice.municipality).on_behalf_of}",
        "Verzonden op: 20 februari 2026",
    ):
        assert needed in said


@pytest.mark.parametrize("notice", EVERY_LETTER)
def test_a_letter_with_synthetic_data_says_so(notice: Notice) -> None:
    """Nobody can take it for a real one."""
    assert "SYNTHETISCH" in words(notice)


def test_a_grant_says_from_when_until_when() -> None:
    """From the day of sending (Awb 3:40) until the last day of the exemption."""
    said = words(a_grant())
    assert "Wij verlenen u deze ontheffing." in said
    assert "vanaf 20 februari 2026 tot en met 18 februari 2028." in said


def test_a_refusal_grants_nothing() -> None:
    """It says so, and names no period."""
    said = words(a_refusal())
    assert "Wij wijzen uw aanvraag af." in said
    assert "verlenen" not in said
    assert "tot en met" not in said


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (Finding.MET, "Aan deze voorwaarde is voldaan."),
        (Finding.UNMET, "Aan deze voorwaarde is niet voldaan."),
        (Finding.UNKNOWN, "Wij kunnen niet vaststellen of aan deze voorwaarde is voldaan."),
    ],
)
def test_reasons_are_given_one_by_one(finding: Finding, sentence: str) -> None:
    """Awb 3:46, 3:47: each criterion with its reason, its finding and its source."""
    first, second = a_refusal().criteria
    second = msgspec.structs.replace(second, finding=finding)
    said = words(msgspec.structs.replace(a_refusal(), criteria=(first, second)))
    assert f"1. {first.reason} Aan deze voorwaarde is voldaan. Grondslag: {first.source}." in said
    assert f"2. {second.reason} {sentence} Grondslag: {second.source}." in said


def test_objection_by_whom_until_when_with_which_body() -> None:
    """Awb 3:45: all three, with the last day by post too (6:9)."""
    said = words(a_refusal())
    assert f"Bent u belanghebbende, dan kunt u bezwaar maken bij {MANDATES[0].objection_body}." in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said
    assert "wij het uiterlijk op 14 april 2026 ontvangen" in said
    assert "beroep instellen" not in said


def test_a_renewed_decision_revokes_and_replaces() -> None:
    """It names the decision it replaces, why, and that nobody had to ask."""
    said = words(a_renewal())
    assert (
        f"Op 5 januari 2026 hebben wij uw aanvraag afgewezen (besluit met kenmerk {REFUSED_FIRST})." in said
    )
    assert "Wij trekken dat besluit in en vervangen het door dit besluit." in said
    assert "De drempelwaarden waaraan wij aanvragen voor deze ontheffing toetsen, zijn gewijzigd." in said
    assert "dan kunt u bezwaar maken" in said


def test_a_replaced_decision_that_was_not_announced_here_is_named_by_its_reference() -> None:
    """Without a letter of our own about it, neither its day nor its outcome is made up."""
    said = words(a_renewal(replaces=ReplacedDecision(REFUSED_FIRST)))
    assert f"Wij hebben eerder op uw aanvraag beslist (besluit met kenmerk {REFUSED_FIRST})." in said


def test_a_pending_objection_covers_the_renewed_decision() -> None:
    """Awb 6:19: no new objection is needed, the pending one goes on, and no term is stated."""
    said = words(a_renewal(Remedy.COVERED_BY_PENDING_OBJECTION))
    assert "Dat bezwaar is van rechtswege ook gericht tegen dit nieuwe besluit" in said
    assert "U hoeft dus geen nieuw bezwaar te maken." in said
    assert "uiterlijk op" not in said


def test_beside_a_late_objection_the_holder_can_object_anew() -> None:
    """Awb 6:11, 6:19: the ordinary remedy with its last day; the late objection covers it only if admissible."""
    said = words(a_renewal(Remedy.OBJECTION_BESIDE_LATE_ONE))
    assert "dan kunt u bezwaar maken bij" in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said
    assert "Dat bezwaar kwam na afloop van de termijn." in said
    assert "mede tegen dit nieuwe besluit gericht (artikel 6:19, eerste lid, Awb)" in said
    assert "maak dan binnen de termijn hierboven opnieuw bezwaar" in said
    assert "U hoeft dus geen nieuw bezwaar te maken." not in said


def test_the_decision_on_an_objection_opens_appeal() -> None:
    """Awb 7:11, 8:1: upheld, the refusal revoked and replaced, and then the district court."""
    said = words(a_renewal(Remedy.APPEAL))
    assert f"Uw bezwaar tegen dat besluit (bezwaar met kenmerk {OBJECTION}) is gegrond." in said
    assert "Wij herroepen dat eerdere besluit en nemen daarvoor dit besluit in de plaats." in said
    assert f"beroep instellen bij {MANDATES[0].district_court}, bestuursrecht" in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said
    assert "bezwaar maken bij" not in said
    assert "ambtshalve" not in said


def test_why_the_objector_was_not_heard() -> None:
    """Awb 7:3(e), 7:12: stated when the objection is met in full, and only then."""
    assert "artikel 7:3, aanhef en onder e, Awb" in words(a_renewal(Remedy.APPEAL))
    assert "artikel 7:3" not in words(a_renewal())
    assert "artikel 7:3" not in words(REFUSED_AGAIN)


def test_an_objection_is_not_called_justified_when_nothing_is_granted() -> None:
    """A refusal on the objection says what it is, and no more."""
    assert "gegrond" not in words(REFUSED_AGAIN)
    assert "Dit besluit is ook onze beslissing op uw bezwaar" in words(REFUSED_AGAIN)


def test_a_pending_appeal_covers_the_renewed_decision() -> None:
    """Awb 6:19(1) and (3): no new remedy, the court hears of it, and no term is stated."""
    said = words(a_renewal(Remedy.COVERED_BY_PENDING_APPEAL))
    assert "Dat beroep is van rechtswege ook gericht tegen dit nieuwe besluit" in said
    assert "Wij sturen dit besluit zonder uitstel aan de rechtbank" in said
    assert "uiterlijk op" not in said
    assert "bezwaar maken bij" not in said


@pytest.mark.parametrize("exemption_type", ExemptionType)
def test_every_type_has_its_dutch_name(exemption_type: ExemptionType) -> None:
    """It stands in the letter as what was applied for."""
    said = words(msgspec.structs.replace(a_refusal(), exemption_type=exemption_type))
    assert f'op de grond "{EXEMPTION_NAME[exemption_type]}".' in said


def test_a_municipality_decides_on_a_local_exemption_itself() -> None:
    """Its own college, zone and court; the national desk is not named."""
    said = words(a_local_grant())
    assert "namens het college van burgemeester en wethouders van Utrecht" in said
    assert "De ontheffing geldt alleen in de nul-emissiezone van de gemeente Utrecht, vanaf" in said
    assert "de voorzieningenrechter van de rechtbank Midden-Nederland" in said
    assert "Centraal Loket" not in said.partition("Bent u het niet eens")[0].replace(
        "Drempelwaarden Centraal Loket", ""
    )
    assert "drempelwaarden met kenmerk" not in said


def test_a_day_exemption_says_its_hours() -> None:
    """From legal midnight until six the next morning, also for what was over when it was sent."""
    said = words(a_day_exemption())
    assert "geldt van 20 februari 2026, 00.00 uur, tot 21 februari 2026, 06.00 uur." in said
    assert "Dat geldt ook voor het deel van die tijd dat al voorbij was" in said
    assert "Aan deze voorwaarde" not in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said


def test_a_day_exemption_for_a_later_day_is_not_retroactive() -> None:
    """In summer time: midnight is at 22:00Z."""
    later = msgspec.structs.replace(
        a_day_exemption(),
        valid_from=datetime(2026, 6, 30, 22, tzinfo=UTC),
        valid_to=datetime(2026, 7, 2, 4, tzinfo=UTC),
    )
    said = words(later)
    assert "van 1 juli 2026, 00.00 uur, tot 2 juli 2026, 06.00 uur." in said
    assert "al voorbij was" not in said


def test_a_refusal_on_another_ground_gives_its_own_reasons() -> None:
    """And no list of conditions."""
    said = words(a_refusal_on_another_ground())
    assert OTHER_REASONS in said
    assert "Aan deze voorwaarde" not in said
    assert "drempelwaarden" not in said.lower()
    assert "dan kunt u bezwaar maken" in said


def test_a_decision_on_objection_for_another_reason() -> None:
    """Awb 7:11: the objection is justified, why, by another person (10:3), and appeal; no thresholds."""
    said = words(a_decision_on_objection())
    assert f"(bezwaar met kenmerk {OBJECTION}) is gegrond." in said
    assert "Wij herroepen dat eerdere besluit en nemen daarvoor dit besluit in de plaats." in said
    assert OTHER_REASONS in said
    assert "artikel 10:3, derde lid" in said
    assert "artikel 7:3, aanhef en onder e, Awb" in said
    assert "drempelwaarden" not in said.lower()
    assert "beroep instellen bij" in said
    assert "bezwaar maken bij" not in said


@pytest.mark.parametrize(
    "notice",
    [
        a_refusal_on_another_ground(),
        a_decision_on_objection(),
        an_ended_objection(ObjectionRuling.DISMISSED),
        an_ended_objection(ObjectionRuling.INADMISSIBLE),
    ],
)
def test_what_a_person_wrote_stands_in_the_place_of_every_other_reason(notice: Notice) -> None:
    """Opened for this letter alone; the criterion, or a reason in clear, is not repeated beside it."""
    written = "De aanvrager heeft met stukken laten zien dat hij <niet> anders kan.\nNamens ons: niemand."
    mandate = mandate_on(notice.decided_on, notice.municipality)
    said = typeset(CASE, notice, mandate, Opened(APPLICANT, PLATE, written), SENT_ON)
    assert " ".join(written.split()) in " ".join(said.text.split())
    assert "hij &lt;niet&gt; anders kan" in said.html
    assert OTHER_REASONS not in said.text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (LeftOutReason.NO_RESPONSE, "ten minste twee weken niets van u ontvangen"),
        (LeftOutReason.WRONG_DATA, "In uw aanvraag staan gegevens die niet juist zijn."),
    ],
)
def test_an_application_is_left_out_with_its_reason(reason: LeftOutReason, sentence: str) -> None:
    """Awb 4:5(1): not dealt with, why, and open to objection with its last day."""
    said = words(left_out(reason))
    assert "Wij stellen uw aanvraag buiten behandeling." in said
    assert "artikel 4:5, eerste lid, Awb" in said
    assert sentence in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said
    assert "afgewezen" not in said


@pytest.mark.parametrize(
    ("ruling", "sentence"),
    [
        (ObjectionRuling.DISMISSED, "Uw bezwaar is ongegrond. Ons besluit blijft gelden."),
        (ObjectionRuling.INADMISSIBLE, "Uw bezwaar is niet-ontvankelijk."),
    ],
)
def test_a_ruling_gives_reasons_and_opens_appeal(ruling: ObjectionRuling, sentence: str) -> None:
    """Awb 7:12, 8:1: which decision was contested, the ruling, why, and the district court with its term."""
    said = words(an_ended_objection(ruling))
    assert f"tegen ons besluit van 5 januari 2026 (kenmerk {REFUSED_FIRST})." in said
    assert sentence in said
    assert OTHER_REASONS in said
    assert f"beroep instellen bij {MANDATES[0].district_court}, bestuursrecht" in said
    assert "uiterlijk op 7 april 2026 hebben ontvangen" in said
    assert "bezwaar maken bij" not in said


def test_a_withdrawal_is_confirmed_and_is_no_decision() -> None:
    """Awb 6:21: the day, and no remedy."""
    said = words(an_ended_objection(ObjectionRuling.WITHDRAWN))
    assert "Op 19 februari 2026 hebt u dat bezwaar ingetrokken" in said
    assert "Deze brief is een bevestiging en geen besluit." in said
    assert "uiterlijk op" not in said
    assert "Bent u het niet eens" not in said


def test_a_ruling_in_a_case_without_a_known_decision_makes_nothing_up() -> None:
    """Neither a day, nor a reference, nor who took it."""
    unknown = msgspec.structs.replace(
        an_ended_objection(ObjectionRuling.INADMISSIBLE), contested=None, exemption_type=None
    )
    said = words(unknown)
    assert "U hebt bezwaar gemaakt tegen een besluit in deze zaak." in said
    assert "artikel 10:3" not in said
    assert "op de grond" not in said


def test_what_an_applicant_wrote_is_no_markup() -> None:
    """Escaped in the HTML, plain in the text."""
    both = letter(a_grant(), Applicant("<script>x</script> & Zn", "Weg 1", "1234 AB", "Plaats"))
    assert "<script>" not in both.html
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Zn" in both.html
    assert "<script>x</script> & Zn" in both.text


def test_what_an_applicant_wrote_stays_on_its_line() -> None:
    """A line break in a name cannot pass for a line of the letter."""
    both = letter(a_grant(), Applicant("Een\n\nOns besluit", "Weg 1", "1234 AB", "Plaats"))
    assert "Een Ons besluit\nWeg 1\n" in both.text


def test_what_an_applicant_wrote_is_no_template() -> None:
    """Template signs in a name are letters like any other."""
    both = letter(a_grant(), Applicant("{{ notice }} {% if %}", "Weg 1", "1234 AB", "Plaats"))
    assert "{{ notice }} {% if %}" in both.text


def test_a_foreign_plate_is_shown_with_its_country() -> None:
    """AB123 of Belgium is not AB123 of the Netherlands."""
    assert "kenteken AB123 (BE)" in " ".join(letter(a_grant(), plate=Plate("AB123", "BE")).text.split())


def test_lines_fit_on_paper() -> None:
    """No line of a paragraph is longer than 78 characters."""
    paragraphs = letter(a_refusal()).text.partition("Geachte")[2].partition("Met vriendelijke groet")[0]
    assert max(map(len, paragraphs.splitlines())) <= 78


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 1), "1 januari 2026"),
        (date(2026, 3, 31), "31 maart 2026"),
        (date(2026, 12, 9), "9 december 2026"),
    ],
)
def test_dutch_dates(day: date, written: str) -> None:
    """Day, month in full and in lower case, year."""
    assert dutch_date(day) == written


NAMES_A_REMEDY = {
    "objection": "kunt u bezwaar maken bij",
    "appeal": "beroep instellen bij",
    "covered by the objection": "U hoeft dus geen nieuw bezwaar te maken.",
    "covered by the appeal": "U hoeft dus geen nieuw bezwaar of beroep in te dienen.",
}
"""Words of which a letter has those of one remedy."""


@pytest.mark.parametrize("notice", EVERY_LETTER)
def test_a_letter_names_one_remedy_or_none_where_there_is_none(notice: Notice) -> None:
    """Awb 3:45: of two a reader could take the wrong one; a confirmed withdrawal is no decision."""
    said = words(notice)
    named = [remedy for remedy, phrase in NAMES_A_REMEDY.items() if phrase in said]
    assert len(named) == (0 if notice.remedy is None else 1)
    with_a_last_day = {"objection", "appeal"}
    assert ("uiterlijk op 7 april 2026" in said) == bool(with_a_last_day & set(named))


@pytest.mark.parametrize(
    "notice",
    [
        an_ended_objection(ObjectionRuling.DISMISSED),
        an_ended_objection(ObjectionRuling.INADMISSIBLE),
        a_decision_on_objection(),
        a_renewal(Remedy.APPEAL),
    ],
)
def test_a_ruling_states_its_day_and_why(notice: Notice) -> None:
    """Awb 7:12: whoever gave it, in whatever form."""
    said = words(notice)
    assert "op 19 februari 2026 genomen" in said
    assert OTHER_REASONS in said or "De drempelwaarden waaraan wij uw aanvraag hadden getoetst" in said


def test_post_abroad_carries_its_country() -> None:
    """In capitals, on the last line of the address; a code that names no country stands as it is."""
    german = Applicant("Testbedrijf 018", "Musterweg 18", "48143", "Musterstadt", country="DE")
    assert address_lines(german)[2:] == ["48143  MUSTERSTADT", "DUITSLAND"]
    assert address_lines(msgspec.structs.replace(german, country="BE"))[-1] == "BELGIË"
    assert address_lines(msgspec.structs.replace(german, country="XX"))[-1] == "XX"
    assert address_lines(APPLICANT)[-1] == "1234 AB  VOORBEELDSTAD"


def test_what_is_synthetic_in_the_decision_is_named_once() -> None:
    """In one short note at the end, and nowhere where the decision does not rest on it."""
    said = words(msgspec.structs.replace(a_grant(), synthetic=("thresholds", "validity")))
    assert said.count("SYNTHETISCH") == 1
    assert "beproeven: de drempelwaarden, de geldigheidsduur, de aanduiding" in said
    assert "de drempelwaarden, de geldigheidsduur" not in words(a_grant())
