"""The language of the terminal that a command was typed in."""

import os

from django.utils import translation


def in_terminal_language():
    """Translate into Japanese where the terminal's locale is Japanese, into English anywhere else."""
    return translation.override(terminal_language(os.environ))


def terminal_language(environment):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "ja" if environment[name].startswith("ja") else "en"
    return "en"
