"""What the objections service (bezwaren) is made of."""

from __future__ import annotations

from services.objections.api import objection_handlers, objectors
from services.objections.commands import ObjectionCommands
from services.objections.messaging.published import PUBLISHED
from services.objections.messaging.reactions import Reactions
from services.objections.projections import metadata
from services.objections.projections.contested_decisions import DecisionsHeardOf, UndecidedObjections
from services.objections.projections.objection_register import ObjectionQueries, ObjectionRegister
from shared.contracts.decisions import DecisionTaken
from shared.contracts.notifications import LetterSent
from shared.runtime.service import ServiceContext, ServiceDefinition, ServiceParts


def build(context: ServiceContext) -> ServiceParts:
    """Put the parts together."""
    cases = DecisionsHeardOf(context.log)
    queries = ObjectionQueries(context.log)
    commands = ObjectionCommands(context.log, context.ids, cases)
    when = Reactions(commands)
    sealer, opener = context.vault.sealer(), context.vault.opener()
    return ServiceParts(
        routers=[
            objectors.routes(commands, queries, cases, sealer, opener),
            objection_handlers.routes(commands, queries),
        ],
        publications=PUBLISHED,
        following=[ObjectionRegister()],
        reactions={
            "decisions": {DecisionTaken: when.when_decision_taken_attach_or_uphold},
            "notifications": {LetterSent: when.when_letter_sent_note_objection_term},
        },
    )


SERVICE = ServiceDefinition(
    name="objections",
    title="Objections (bezwaren)",
    metadata=metadata,
    migrations="services.objections.migrations",
    build=build,
    inline=[UndecidedObjections()],
)
