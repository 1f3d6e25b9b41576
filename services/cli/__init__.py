"""The `loket` command. Heavy imports stand behind what can be refused without them, so that it is told at once."""

from __future__ import annotations

import typer

from services.cli import databases, playing, serving, zones

app = typer.Typer(help="Loket: exemptions from the zero-emission zones.", no_args_is_help=True)
for part in (playing, serving, databases, zones):
    app.add_typer(part.app)


def main() -> None:
    """Entry point of the `loket` script."""
    app()
