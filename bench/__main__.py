"""`python -m bench all --scales 0.1,1`; docs/BENCH.md says what is measured."""

import argparse
import sys

from bench import audit, browsing, digests, reads, rollups, weights, writes
from bench.databases import NotForMeasuring
from bench.report import Report, say
from bench.scales import parse_scales
from bench.seeding import seed

MEASURES = {
    "read": [reads.measure],
    "write": [writes.measure, audit.measure],
    "rollup": [rollups.measure],
    "digest": [digests.measure],
    "bytes": [weights.measure],
    "browser": [browsing.measure],
}
ROUNDS = 15


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("command", choices=["seed", *MEASURES, "all"])
    parser.add_argument("--scales", "--scale", type=parse_scales, default=parse_scales("0.1,1"))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each timed comparison")
    parser.add_argument("--database", default="okr_bench", help="how the databases' names begin")
    return parser.parse_args()


def main():
    """Return the exit code: 1 where a deterministic goal is missed."""
    asked = arguments()
    seeded = [(scale, seed(scale, asked.database)) for scale in asked.scales]
    chosen = [asked.command] if asked.command in MEASURES else MEASURES if asked.command == "all" else []
    report = Report()
    for name in chosen:
        for measure in MEASURES[name]:
            measure(report, seeded, asked.rounds)
    say(report.table())
    return 1 if report.failures() else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotForMeasuring as refused:
        sys.exit(str(refused))
