"""Running pg_dump and pg_restore on the database of this deployment."""

import os
import re
import subprocess

from django.db import connection
from django.utils.translation import gettext as _

from okrapp.backups.errors import BackupError

NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
OPTIONS = ["sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "service", "options"]


def refuse_older_client():
    """Raises BackupError where pg_dump is missing, or older than the server and so unable to read it."""
    client = int(re.search(r"\d+", run("pg_dump", "--version"))[0])
    server = connection.pg_version // 10_000
    if client < server:
        raise BackupError(
            _("pg_dump is version %(client)s and the server is version %(server)s: install the client of the server.")
            % {"client": client, "server": server}
        )


def run(program, *arguments):
    """Run one of PostgreSQL's programs on our database; return what it prints. The password stays out of sight."""
    try:
        done = subprocess.run(
            [program, *arguments], env=os.environ | environment(), capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        message = _("%(program)s is not installed: install PostgreSQL's client programs.") % {"program": program}
        raise BackupError(message) from error
    if done.returncode:
        raise BackupError(_("%(program)s failed: %(reason)s") % {"program": program, "reason": done.stderr.strip()})
    return done.stdout


def environment():
    """The connection's own settings as PostgreSQL's programs read them."""
    chosen, options = connection.settings_dict, connection.settings_dict["OPTIONS"]
    named = {variable: str(chosen[name]) for name, variable in NAMES.items() if chosen[name]}
    return named | {f"PG{name.upper()}": str(options[name]) for name in OPTIONS if options.get(name)}


def database_name():
    return connection.settings_dict["NAME"]
