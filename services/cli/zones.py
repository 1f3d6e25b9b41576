"""Zones taken over from the national road data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.cli.installation import installation, refusals_told

app = typer.Typer()


@app.command(name="import-zones")
def import_zones(
    file: Annotated[Path, typer.Argument(help="Emission zones of the NDW (.xml or .xml.gz).", exists=True)],
) -> None:
    """Take the zones of the national road data over into the register, and say what was found."""
    settings = installation()
    from services.embedded import clock_of, definition_of
    from services.register.projections.zone_list import OlderFeed, Zones
    from services.register.workers.xml_document import UnreadableDocument
    from services.register.workers.zone_import import import_zones as take_over
    from shared.database import open_engine
    from shared.runtime.starting import prepare_database

    engine = open_engine(settings.database_of("register"))
    with refusals_told():
        prepare_database(definition_of("register"), settings, engine)
    try:
        report = take_over(Zones(engine), file.read_bytes(), clock_of(settings).now())
    except (UnreadableDocument, OlderFeed) as fault:
        raise typer.BadParameter(str(fault)) from fault
    for remark in report.remarks:
        typer.echo(f"{remark.name}: {remark.difference} ({remark.zone_id})")
    what = "taken over" if report.stored else "taken over before, nothing changed"
    typer.echo(
        f"import {report.number} of {report.published_at.isoformat()}: {report.taken_over} zones {what}"
    )
