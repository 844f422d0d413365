"""Make the seeded databases, and keep them while what they were made by has not changed."""

import hashlib
import time
from datetime import date, timedelta

from bench import databases
from bench.programs import inside
from bench.report import ROOT, remark

MADE_BY = ["bench/inside/seed*.py", "okrapp/generator/*", "*/migrations/*.py"]


def seed(scale, prefix):
    """Return the name of the scale's database, filled anew if need be."""
    database, wanted = scale.database(prefix), fingerprint()
    if databases.stamp(database) != wanted:
        started = time.monotonic()
        databases.create(database)
        inside(database, "seed", sizes=scale.sizes)
        databases.write_stamp(database, wanted)
        remark(f"{database} made in {time.monotonic() - started:.0f} s")
    return database


def fingerprint():
    """One digest over the schema, the generator and the week."""
    today = date.today()
    seen = hashlib.sha256(str(today - timedelta(days=today.weekday())).encode())
    for pattern in MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()
