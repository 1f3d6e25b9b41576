"""What can be done with a letter: load, call one domain method, save."""

from services.notifications.commands.letters import ByEmail, LetterCommands, SaidWithApplication

__all__ = ["ByEmail", "LetterCommands", "SaidWithApplication"]
