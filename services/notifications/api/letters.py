"""Reading letters: the applicant reads the own ones, a desk those of its scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from fastapi import Header, Path, Query
from starlette.responses import HTMLResponse, Response

from services.notifications.authorisation import AUTHORISATION
from services.notifications.domain.decision_notice import LetterKind
from services.notifications.domain.delivery import LetterChannel, LetterState
from services.notifications.domain.letter import LetterText
from services.notifications.projections.emailed_letters import SentLetters
from services.notifications.projections.letter_register import LetterEntry, LetterRegister, Scope
from shared.errors import NotThere
from shared.privacy.opening import Opener
from shared.runtime.access import Role
from shared.runtime.api import QueryRequest, Reading, ServiceRouter, View
from shared.vocabulary import Remedy

PDF: Final = "application/pdf"
PdfOf = Callable[[LetterText, date], bytes]
"""Sets a letter, as sent on a legal day, on pages."""
HTML_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A letter brings its own style and loads nothing."""


class LetterSummaryView(View):
    """A letter without its text."""

    id: UUID
    case_id: UUID
    decision_id: UUID | None
    """The decision it announces; null for a letter about an objection or a step."""
    objection_id: UUID | None
    """The objection of whose end, or of which a step, it tells; null for a letter about a decision."""
    kind: LetterKind
    state: LetterState
    drawn_up_on: date
    sent_on: date | None
    """The day of sending: on it a decision is announced (bekendmaking). After a bounce, that on paper."""
    remedy: Remedy | None
    """Null where nothing was decided: a confirmed withdrawal, most steps."""
    remedy_last_day: date | None
    """Last day for objection or appeal; null when none is needed, or not sent yet."""
    channel: LetterChannel | None
    """By which way it was last sent; null: not yet."""


class LetterView(LetterSummaryView):
    """A letter with its text, once it was sent."""

    text: str | None


class LettersView(View):
    """The letters of one case, oldest first."""

    items: list[LetterSummaryView]


class LetterReader:
    """Authorised reads: the only place of this service's API that opens a letter."""

    def __init__(self, register: LetterRegister, sent: SentLetters, opener: Opener, pdf_of: PdfOf) -> None:
        self._register = register
        self._sent = sent
        self._opener = opener
        self._pdf_of = pdf_of

    def entry(self, letter_id: UUID, request: QueryRequest) -> LetterEntry:
        """The letter within the reader's scope. Raises NotThere."""
        entry = self._register.letter(letter_id, scope_of(request))
        if entry is None:
            raise NotThere("letter_not_found", "there is no such letter")
        request.shows(entry.case_id)
        return entry

    def of_case(self, case_id: UUID, request: QueryRequest) -> list[LetterEntry]:
        """The letters of a case within the reader's scope."""
        found = self._register.letters_of_case(case_id, scope_of(request))
        if found:
            request.shows(case_id)
        return found

    def opened(self, entry: LetterEntry) -> LetterText | None:
        """The words; None before the letter was sent. Raises Erased."""
        sealed = self._sent.letter(entry.letter_id)
        if sealed is None:
            return None
        return msgspec.json.decode(self._opener.open(sealed), type=LetterText)

    def printed(self, entry: LetterEntry) -> bytes:
        """The letter as PDF. Raises NotThere before it was sent, and Erased."""
        words = self.opened(entry)
        if words is None or entry.sent_on is None:
            raise _not_sent()
        return self._pdf_of(words, entry.sent_on)


def routes(letters: LetterReader) -> ServiceRouter:
    """The routes for who may read letters."""
    router = ServiceRouter(AUTHORISATION, tag="letters")

    @router.query("/letters", response_model=LettersView, summary="The letters of a case")
    def letters_of_case(request: Reading, case_id: Annotated[UUID, Query(alias="caseId")]) -> LettersView:
        return LettersView(items=[_summary(entry) for entry in letters.of_case(case_id, request)])

    @router.query(
        "/letters/{letterId}",
        response_model=LetterView,
        summary="A letter: as JSON, with `Accept: text/html` as a page, with `application/pdf` to print",
        responses={200: {"content": {"text/html": {}, PDF: {}}}, 410: {}},
    )
    def letter(
        request: Reading,
        letter_id: Annotated[UUID, Path(alias="letterId")],
        accept: Annotated[str, Header()] = "application/json",
    ) -> Response:
        entry = letters.entry(letter_id, request)
        if PDF in accept:
            return Response(letters.printed(entry), media_type=PDF, headers=_downloaded(entry))
        words = letters.opened(entry)
        return (
            _page(words) if "text/html" in accept else request.versioned(_view(entry, words), entry.version)
        )

    return router


def scope_of(request: QueryRequest) -> Scope:
    """An applicant sees the own letters; a desk those on national cases, or on its own municipality's."""
    who = request.principal
    if request.role is Role.APPLICANT:
        return Scope(applicant_subject=who.subject)
    return Scope(national=who.national, municipalities=who.municipalities)


def _page(words: LetterText | None) -> Response:
    if words is None:
        raise _not_sent()
    return HTMLResponse(words.html, headers={"Content-Security-Policy": HTML_POLICY})


def _not_sent() -> NotThere:
    return NotThere("letter_not_sent", "the letter was drawn up but not sent yet")


def _downloaded(entry: LetterEntry) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="brief-{entry.letter_id}.pdf"'}


def _summary(entry: LetterEntry) -> LetterSummaryView:
    return LetterSummaryView(
        id=entry.letter_id,
        case_id=entry.case_id,
        decision_id=entry.decision_id,
        objection_id=entry.objection_id,
        kind=entry.kind,
        state=entry.state,
        drawn_up_on=entry.drawn_up_on,
        sent_on=entry.sent_on,
        remedy=entry.remedy,
        remedy_last_day=entry.remedy_last_day,
        channel=entry.channel,
    )


def _view(entry: LetterEntry, words: LetterText | None) -> LetterView:
    return LetterView(**dict(_summary(entry)), text=words.text if words else None)
