"""One service in a process of its own, and a token to try it with."""

from __future__ import annotations

from typing import Annotated

import typer

from services.cli.installation import installation, make, named, refusals_told, settings_told, stopped

app = typer.Typer()


@app.command()
def serve(service: Annotated[str, typer.Argument(help="Name of the service.")]) -> None:
    """Serve one service in a process of its own, on LOKET_PORT; its sisters are found by the settings."""
    settings = settings_told()
    from starlette.routing import Mount

    from services.embedded import clock_of, definition_of, vault_of
    from shared.runtime.bus import Bus
    from shared.runtime.ids import ClockedIds
    from shared.runtime.service import build_service, front_door
    from shared.runtime.serving import serve_until_stopped
    from shared.runtime.stepping import timer_routes

    definition = named(definition_of, service)
    make(settings.data)
    bus = None
    if settings.nats not in {"off", "embedded"}:
        login, apart = settings.nats_login(), settings.nats_accounts == "apart"
        bus = Bus(settings.nats, service, settings.nats_replicas, login, apart=apart)
        bus.start()
    clock = clock_of(settings)
    with refusals_told():
        running = build_service(definition, settings, clock, ClockedIds(clock), vault_of(settings), bus)
    door = front_door([running])
    if settings.clock == "stepped":
        door.routes.append(Mount("/dev/v1", app=timer_routes(running)))
    serve_until_stopped(door, settings, running.drain)


@app.command()
def token(
    role: Annotated[str, typer.Option(help="For example case_handler, reviewer, applicant, municipality.")],
    subject: Annotated[str, typer.Option("--as", help="Pseudonymous id of the person.")],
    municipality: Annotated[str | None, typer.Option(help="Four-digit CBS code.")] = None,
) -> None:
    """Print a development token, signed with the issuer's key in the data folder."""
    from shared.runtime.access import Role
    from shared.runtime.tokens import TokenIssuer

    settings = installation()
    if settings.environment == "production":
        raise stopped("No token: in production the identity provider issues them.")
    if role not in set(Role):
        raise stopped(f"No token: {role} is no role; there are {', '.join(Role)}.")
    try:
        issuer = TokenIssuer(settings.data, settings.issuer, settings.audience)
        typer.echo(issuer.issue(Role(role), subject, municipality))
    except ValueError as fault:
        raise stopped(f"No token: {fault}.") from fault
