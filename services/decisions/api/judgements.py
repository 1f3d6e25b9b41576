"""For case handlers: judging the criteria that no record answers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from services.decisions.api.case_handlers import CaseId, Reasons, sealed
from services.decisions.authorisation import AUTHORISATION
from services.decisions.commands import EstablishedFactsCommands
from services.decisions.domain.judging import Judgement
from shared.eventlog.log import Saved
from shared.privacy.sealing import Sealer
from shared.runtime.api import Body, Commanding, ServiceRouter
from shared.vocabulary import Finding

DocumentName = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class JudgeCriterion(Body):
    """What a case handler finds of one criterion."""

    criterion: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,60}$")]
    """As the conditions of a type and an assessment name it; only one that is `judged`."""
    finding: Finding
    reasons: Reasons
    documents: Annotated[tuple[DocumentName, ...], Field(max_length=30)] = ()
    """The attached documents that it rests on, by their names (an HMAC); empty: the explanation alone."""
    rests_on_differing_facts: bool = False
    """Whether it rests on facts otherwise than the applicant supplied them (Awb 4:7); a mere weighing does not."""

    @model_validator(mode="after")
    def _only_what_is_unmet_asks_a_hearing(self) -> Self:
        if self.rests_on_differing_facts and self.finding is not Finding.UNMET:
            raise ValueError("restsOnDifferingFacts goes with what is unmet, and with nothing else (Awb 4:7)")
        return self


class JudgeCriteria(Body):
    """What a case handler finds of one criterion or several, each once."""

    judgements: Annotated[tuple[JudgeCriterion, ...], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [one.criterion for one in self.judgements]
        if len(set(names)) != len(names):
            raise ValueError("each criterion is judged once")
        return self

    def sealed(self, sealer: Sealer, case_id: CaseId) -> tuple[Judgement, ...]:
        """As the domain takes them."""
        return tuple(
            Judgement(
                one.criterion,
                one.finding,
                sealed(sealer, case_id, one.reasons),
                one.documents,
                one.rests_on_differing_facts,
            )
            for one in self.judgements
        )


def routes(commands: EstablishedFactsCommands, sealer: Sealer) -> ServiceRouter:
    """The route on which criteria are judged."""
    router = ServiceRouter(AUTHORISATION, tag="case handlers")

    @router.command("/cases/{caseId}/judgements", if_match=True)
    def judge_criteria(request: Commanding, case_id: CaseId, body: JudgeCriteria) -> Saved:
        """Judge criteria that no record answers, with reasons (Awb 3:2, 3:46)."""
        return commands.judge(
            request.act,
            case_id=case_id,
            judgements=body.sealed(sealer, case_id),
            within=request.principal,
            expected_version=request.expected_version,
        )

    return router
