"""From what a letter must say to its Dutch text: as plain text, as HTML, and in blocks for the page.

The same content and the same versions of templates and mandate give the same bytes: no clock, no
locale, no randomness. The templates lie in `services/notifications/letters`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from services.notifications.domain.decision_notice import (
    DecisionNotice,
    LeftOutNotice,
    LetterKind,
    remedy_term,
)
from services.notifications.domain.letter import Block, LetterText, Notice
from services.notifications.domain.mandate import Mandate
from services.notifications.domain.objection_notice import ObjectionNotice
from services.notifications.domain.step_notice import StepNotice
from services.notifications.workers.asked_items import ASKED_ITEMS
from services.notifications.workers.country_names import country_in_capitals
from services.notifications.workers.exemption_names import EXEMPTION_NAME
from services.notifications.workers.fact_names import FACT_NAMES, NOT_HEARD_BECAUSE
from services.notifications.workers.late_ruling_words import NO_PENALTY_ON_OBJECTION_BECAUSE
from services.notifications.workers.notice_defects import NOTICE_DEFECTS
from services.notifications.workers.term_words import (
    NOTHING_DUE_BECAUSE,
    REVOKED_BECAUSE,
    SUSPENDED_BECAUSE,
    TOLD_DECISION,
)
from services.notifications.workers.threshold_names import change_in_words
from shared.law.terms import postal_arrival_term
from shared.municipalities import MUNICIPALITIES
from shared.rulings import AdviceRuling, CostsRuling
from shared.vocabulary import LEGAL_TIME_ZONE, Applicant, ObjectionRuling, Outcome, Plate, legal_day

TEMPLATE: Final = "letter/15"
"""Version of the templates. Whoever changes a word of a letter raises it."""

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

LINE_WIDTH: Final = 78

SUBJECT_BY_RULING: Final = {
    ObjectionRuling.DISMISSED: "Beslissing op uw bezwaar: ongegrond",
    ObjectionRuling.INADMISSIBLE: "Beslissing op uw bezwaar: niet-ontvankelijk",
    ObjectionRuling.UPHELD: "Beslissing op uw bezwaar: gegrond",
    ObjectionRuling.WITHDRAWN: "Bevestiging: u hebt uw bezwaar ingetrokken",
}

SUBJECT_OF_STEP: Final = {
    LetterKind.REVOCATION_INTENDED: "Wij willen uw ontheffing intrekken",
    LetterKind.REVOCATION_ABANDONED: "Uw ontheffing blijft gelden",
    LetterKind.APPLICATION_RECEIVED: "Wij hebben uw aanvraag ontvangen",
    LetterKind.APPLICATION_WITHDRAWN: "Bevestiging: u hebt uw aanvraag ingetrokken",
    LetterKind.NOTICE_OF_DEFAULT_RECEIVED: "Wij hebben uw ingebrekestelling ontvangen",
    LetterKind.DAY_EXEMPTION_CANCELLED: "Uw dagontheffing is teruggegeven",
    LetterKind.APPLICATION_CONVERTED: "Uw aanvraag is omgezet",
    LetterKind.COMPLETION_REQUESTED: "Wij hebben meer gegevens van u nodig",
    LetterKind.TERM_MOVED: "U krijgt meer tijd door een storing",
    LetterKind.VIEWS_ASKED: "U kunt reageren voordat wij op uw aanvraag beslissen",
    LetterKind.THIRD_PARTY_VIEWS_ASKED: "U kunt reageren voordat wij op een aanvraag beslissen",
    LetterKind.DECISION_TOLD: "Mededeling: wij hebben beslist",
    LetterKind.DECISION_TERM_EXTENDED: "Wij hebben meer tijd nodig voor ons besluit",
    LetterKind.DECISION_TERM_SUSPENDED: "De termijn voor ons besluit staat stil",
    LetterKind.SUSPENSION_ENDED: "Tot wanneer wij op uw aanvraag kunnen beslissen",
    LetterKind.PENALTY_FIXED: "Besluit over de dwangsom",
    LetterKind.PENALTY_RECOVERED: "Besluit: wij vorderen een dwangsom terug",
    LetterKind.LATE_RULING_NOTICE_RECEIVED: "Uw ingebrekestelling over uw bezwaar",
    LetterKind.LATE_RULING_PENALTY_FIXED: "Besluit over de dwangsom voor uw bezwaar",
    LetterKind.COSTS_OPEN: "Uw verzoek om vergoeding van kosten",
    LetterKind.COSTS_DECIDED: "Beslissing over de kosten van uw bezwaar",
    LetterKind.OBJECTION_RECEIVED: "Wij hebben uw bezwaar ontvangen",
    LetterKind.REPAIR_REQUESTED: "Uw bezwaar is nog niet volledig",
    LetterKind.COMMITTEE_ANNOUNCED: "Een commissie adviseert over uw bezwaar",
    LetterKind.HEARING_PLANNED: "Uitnodiging: u kunt uw bezwaar toelichten",
    LetterKind.HEARING_WISH_ASKED: "Wilt u worden gehoord over uw bezwaar?",
    LetterKind.DIRECT_APPEAL_CONSENTED: "Uw bezwaar gaat rechtstreeks naar de rechter",
    LetterKind.DIRECT_APPEAL_REFUSED: "Wij beslissen zelf op uw bezwaar",
    LetterKind.HEARING_ACCOUNT: "Wat in uw afwezigheid is besproken",
    LetterKind.NOTICE_FORWARDED: "Uw brief is doorgestuurd",
    LetterKind.PARTY_INVITED: "U kunt reageren op een bezwaar van een ander",
    LetterKind.RULING_ADJOURNED: "Wij beslissen later op uw bezwaar",
    LetterKind.POSTPONEMENT_AGREED: "Wij beslissen later op uw bezwaar",
    LetterKind.DECISION_ANEW_ORDERED: "Wij beslissen opnieuw op uw bezwaar",
}

INVENTED: Final = {
    "thresholds": "de drempelwaarden",
    "conditions": "een deel van de voorwaarden",
    "validity": "de geldigheidsduur",
    "on_behalf_of": "de aanduiding van het bestuursorgaan",
    "objection_address": "het postadres",
    "district_court": "de rechtbank",
    "asked_items": "de lijst van wat wij kunnen vragen",
    "outage_rule": "de regel voor termijnen na een storing",
}
"""What a letter calls that which can be SYNTHETIC in a decision or in a mandate. No letter states a fee."""


@dataclass(frozen=True, slots=True)
class OpenedAdvice:
    """What was written about the advice of a committee, opened for as long as the letter is being written."""

    advice: str | None = None
    departure: str | None = None
    """Why the ruling departs from it."""
    not_awaited: str | None = None
    """Why it was not waited for."""


@dataclass(frozen=True, slots=True)
class WrittenTo:
    """Who is written to in the place of the applicant, opened."""

    person: Applicant
    represents: str | None
    """The name of who they act for; None: for nobody else."""
    of_another: bool = False
    """Whether it is no affair of the applicant's (Awb 1:2)."""
    under: str = "6:17"
    """The article by which who acts for somebody is written to."""
    together_with: str | None = None
    """The name of the applicant, for who applied too; None: for anybody else."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is personal in a letter, opened for as long as it is being written."""

    applicant: Applicant
    plate: Plate
    reasons: str | None = None
    """What a person wrote as reasons; None where there are none, or older ones, which stand in the notice."""
    written_to: WrittenTo | None = None
    """None: the applicant is written to."""
    costs_reasons: str | None = None
    """Why costs that were claimed with an objection are refused (Awb 7:15)."""
    advice: OpenedAdvice | None = None
    """What a ruling says of a committee's advice (Awb 7:13)."""
    judged: Mapping[str, str] = field(default_factory=dict)
    """Why a criterion was judged as it was, by criterion."""
    conditions: str | None = None
    """Conditions that go with a grant."""
    on_items: Mapping[str, str] = field(default_factory=dict)
    """What the desk wrote about what is asked for, or still missing, by the code of each item."""
    passed_over: str | None = None
    """Which defect of the contested decision a ruling passes over, and why (Awb 6:22)."""


def typeset(case_id: UUID, notice: Notice, mandate: Mandate, opened: Opened, sent_on: date) -> LetterText:
    """The letter as sent on that legal day."""
    deadline, written_to = remedy_term(notice.remedy, sent_on), opened.written_to
    content = {
        "case_id": case_id,
        "notice": notice,
        "mandate": mandate,
        "body": body_of(notice),
        "subject": subject_of(notice),
        "exemption_name": EXEMPTION_NAME[notice.exemption_type] if notice.exemption_type else None,
        "better_fit_name": better_fit_name_of(notice),
        "where": f"in {_zone_of(notice.municipality)}" if notice.municipality else "in nul-emissiezones",
        "valid_where": (
            f"alleen in {_zone_of(notice.municipality)}"
            if notice.municipality
            else "in alle gemeenten met een nul-emissiezone"
        ),
        "addressee": address_lines(written_to.person if written_to else opened.applicant),
        "represents": _one_line(written_to.represents) if written_to and written_to.represents else None,
        "represents_under": written_to.under if written_to else None,
        "together_with": _one_line(written_to.together_with)
        if written_to and written_to.together_with
        else None,
        "of_another": written_to is not None and written_to.of_another,
        "other_objects": isinstance(notice, DecisionNotice) and notice.of_another,
        "plate": plate_in_words(opened.plate),
        "reasons": reasons_of(notice, opened),
        "judged": opened.judged,
        "conditions": opened.conditions,
        "costs": costs_of(notice),
        "advice": advice_of(notice),
        "passed_over": opened.passed_over,
        "differs": _differs(notice),
        "advice_words": opened.advice or OpenedAdvice(),
        "costs_reasons": opened.costs_reasons,
        "on_items": opened.on_items,
        "sent_on": sent_on,
        "deadline": deadline,
        "postal_last_day": postal_arrival_term(deadline.last_day).last_day if deadline else None,
        "synthetic": _enumerated(invented_in(notice, mandate)),
    }
    text, html, blocks = (form.get_template("letter.j2").render(content) for form in (_TEXT, _HTML, _BLOCKS))
    return LetterText(text=_tidy(text), html=html, blocks=tuple(_blocks_in(blocks)))


def invented_in(notice: Notice, mandate: Mandate) -> list[str]:
    """What stands in this letter that no public source states, in words."""
    match notice:
        case DecisionNotice(synthetic=of_notice):
            pass
        case StepNotice(kind=LetterKind.COMPLETION_REQUESTED):
            of_notice = ("asked_items",)
        case StepNotice(kind=LetterKind.TERM_MOVED):
            of_notice = ("outage_rule",)
        case _:
            of_notice = ()
    return [words for name, words in INVENTED.items() if name in {*of_notice, *mandate.synthetic}]


def reasons_of(notice: Notice, opened: Opened) -> list[str]:
    """The reasons as paragraphs: what a person wrote, or else those of the criteria."""
    if opened.reasons is not None:
        return [opened.reasons]
    match notice:
        case DecisionNotice():
            return [criterion.reason for criterion in notice.criteria]
        case ObjectionNotice(reasons=str(reasons)):
            return [reasons]
        case _:
            return []


def costs_of(notice: Notice) -> CostsRuling | None:
    """What a ruling on objection says of costs (Awb 7:15); None: nothing."""
    beside = notice.beside if isinstance(notice, ObjectionNotice | DecisionNotice) else None
    return beside.costs if beside else None


def advice_of(notice: Notice) -> AdviceRuling | None:
    """What a ruling on objection says of a committee's advice (Awb 7:13); None: nothing."""
    beside = notice.beside if isinstance(notice, ObjectionNotice | DecisionNotice) else None
    return beside.advice if beside else None


def _differs(notice: Notice) -> bool:
    """Whether the ruling is another than the committee advised; a decision that takes another's place upholds."""
    advice = advice_of(notice)
    ruling = notice.ruling if isinstance(notice, ObjectionNotice) else ObjectionRuling.UPHELD
    return advice is not None and advice.advised is not ruling


def better_fit_name_of(notice: Notice) -> str | None:
    """The name of another type that would be granted; None where none is named."""
    named = notice.better_fit if isinstance(notice, DecisionNotice) else None
    return EXEMPTION_NAME[named] if named else None


def body_of(notice: Notice) -> str:
    """The template of what is said between greeting and remedy."""
    match notice:
        case LeftOutNotice():
            return "left_out"
        case ObjectionNotice() | StepNotice():
            return notice.kind.value
        case DecisionNotice(outcome=Outcome.REVOKED):
            return "revocation"
        case DecisionNotice(valid_from=datetime(), valid_to=datetime(), replaces=None):
            return "day_exemption"
        case DecisionNotice():
            return "decision"


def subject_of(notice: Notice) -> str:
    """The line "Onderwerp", which says at once what was decided."""
    match notice:
        case LeftOutNotice():
            return "Besluit op uw aanvraag: buiten behandeling gesteld"
        case ObjectionNotice():
            return SUBJECT_BY_RULING[notice.ruling]
        case StepNotice():
            return SUBJECT_OF_STEP[notice.kind]
        case DecisionNotice():
            return _subject_of_decision(notice)


def _subject_of_decision(notice: DecisionNotice) -> str:
    if notice.outcome is Outcome.REVOKED and notice.decides_objection_id is not None:
        return "Besluit na bezwaar van een ander: uw ontheffing is herroepen"
    if notice.outcome is Outcome.REVOKED:
        return "Besluit: uw ontheffing is ingetrokken"
    granted = notice.outcome is Outcome.GRANTED
    if notice.decides_objection_id is not None:
        whose = "Besluit na bezwaar van een ander: " if notice.of_another else "Beslissing op uw bezwaar: "
        return whose + ("ontheffing verleend" if granted else "aanvraag afgewezen")
    if notice.replaces is not None:
        return "Hernieuwd besluit: " + ("ontheffing verleend" if granted else "aanvraag afgewezen")
    return "Besluit op uw aanvraag: " + ("ontheffing verleend" if granted else "aanvraag afgewezen")


def address_lines(applicant: Applicant) -> list[str]:
    """Name and address as they stand on the envelope; each stays on a line of its own.

    Post abroad carries its country in capitals, in the language of the country that sends it.
    """
    place = f"{_one_line(applicant.postcode)}  {_one_line(applicant.town).upper()}"
    abroad = [country_in_capitals(applicant.country)] if applicant.country != "NL" else []
    return [_one_line(applicant.name), _one_line(applicant.street_and_number), place, *abroad]


def plate_in_words(plate: Plate) -> str:
    """The plate, with its country when that is not the Netherlands."""
    return plate.number if plate.country == "NL" else f"{plate.number} ({plate.country})"


def dutch_date(day: date) -> str:
    """A date as a Dutch letter writes it: 7 april 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dutch_moment(instant: datetime) -> str:
    """An instant in legal time, as a Dutch letter writes it: 7 april 2026, 06.00 uur."""
    local = instant.astimezone(LEGAL_TIME_ZONE)
    return f"{dutch_date(local.date())}, {local:%H.%M} uur"


def filled(words: str, indent: str = "") -> str:
    """One paragraph of plain text in lines of at most 78 characters."""
    return textwrap.fill(
        " ".join(words.split()),
        LINE_WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _zone_of(municipality: str) -> str:
    return f"de nul-emissiezone van de gemeente {MUNICIPALITIES[municipality]}"


def _enumerated(things: list[str]) -> str:
    """Joined as a sentence does: `a, b en c`; empty for nothing."""
    *others, last = things or [""]
    return f"{', '.join(others)} en {last}" if others else last


def _one_line(value: str) -> str:
    """What a person wrote, without line breaks, so that it cannot pass for lines of the letter."""
    return " ".join(value.split())


def _as_aside(words: str) -> str:
    """What a person wrote, as the end of a sentence: on one line, without its full stop."""
    return _one_line(words).rstrip(".")


def _tidy(text: str) -> str:
    """No blanks at line ends, never more than one empty line."""
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip() + "\n"


def _blocks_in(lines: str) -> Iterator[Block]:
    """Each block stands on a line of its own, as JSON."""
    for line in lines.splitlines():
        if line.strip():
            yield msgspec.json.decode(line, type=Block)


def _environment(layout: str, *, autoescape: bool) -> Environment:
    package = "services.notifications"
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, f"letters/{layout}"), PackageLoader(package, "letters")]),
        autoescape=autoescape,  # noqa: S701 - off for plain text alone, where `&amp;` would be wrong
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dutch_date"] = dutch_date
    environment.filters["enumerated"] = _enumerated
    environment.filters["day_after"] = lambda day: day + timedelta(days=1)
    environment.filters["dutch_moment"] = dutch_moment
    environment.filters["legal_day"] = legal_day
    environment.filters["filled"] = filled
    environment.filters["one_line"] = _one_line
    environment.filters["change_in_words"] = change_in_words
    environment.filters["asked_item"] = ASKED_ITEMS.__getitem__
    environment.filters["as_aside"] = _as_aside
    environment.filters["fact_name"] = FACT_NAMES.__getitem__
    environment.filters["not_heard_because"] = NOT_HEARD_BECAUSE.__getitem__
    environment.filters["suspended_because"] = SUSPENDED_BECAUSE.__getitem__
    environment.filters["revoked_because"] = REVOKED_BECAUSE.__getitem__
    environment.filters["nothing_due_because"] = NOTHING_DUE_BECAUSE.__getitem__
    environment.filters["no_penalty_on_objection_because"] = NO_PENALTY_ON_OBJECTION_BECAUSE.__getitem__
    environment.filters["told_decision"] = TOLD_DECISION.__getitem__
    environment.filters["postal_arrival"] = lambda day: postal_arrival_term(day).last_day
    environment.filters["notice_defect"] = NOTICE_DEFECTS.__getitem__
    return environment


_TEXT: Final = _environment("text", autoescape=False)
"""Plain text has no markup that could be injected, and `&amp;` in a name would be wrong there."""
_BLOCKS: Final = _environment("blocks", autoescape=False)
"""Blocks are JSON, in which words need no other care."""
_HTML: Final = _environment("html", autoescape=True)
