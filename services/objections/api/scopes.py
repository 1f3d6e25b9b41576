"""Which objections and appeals are within the reach of who asks."""

from __future__ import annotations

from services.objections.domain.scope import Scope
from shared.runtime.access import Principal, Role


def desk_scope_of(principal: Principal) -> Scope:
    """National cases for national scope, local ones for their own municipality alone."""
    return Scope(
        national=principal.national, municipalities=principal.municipalities, entered_by=principal.subject
    )


def scope_of(principal: Principal) -> Scope:
    """Those of the desk for who handles objections, the own ones for everybody else."""
    if principal.has(Role.OBJECTION_HANDLER):
        return desk_scope_of(principal)
    return Scope(lodged_by=principal.subject)
