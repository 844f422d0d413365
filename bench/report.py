"""One JSON line per figure, on standard output and in a file; a table at the end."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import ratio_of_pairs
from bench.goals import goal_of

ROOT = Path(__file__).resolve().parent.parent
FILE = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "bench.jsonl"
DIGITS = 4


@dataclass
class Report:
    """The figures of one run."""

    file: Path = FILE
    run: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"))
    rows: list = field(default_factory=list)

    def add(self, metric, scale, value, unit, *, floor=None, ratio=None, sample=None, noisy=False, **more):
        """Say one figure. ``ratio`` is that to the floor unless another is given."""
        ratio = value / floor if ratio is None and floor else ratio
        row = {
            "run": self.run,
            "commit": commit(),
            **judged(metric, value, ratio, noisy),
            "metric": metric,
            "scale": scale,
            "value": short(value),
            "unit": unit,
            "floor": short(floor),
            "ratio": short(ratio),
            **spread(sample),
            "load1": round(os.getloadavg()[0], 2),
            "cores": os.cpu_count(),
            **more,
        }
        self.rows.append(row)
        line = json.dumps(row, ensure_ascii=False)
        say(line)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as file:
            file.write(line + "\n")

    def add_times(self, metric, scale, sample, floor, **more):
        """Say a time in milliseconds beside the floor's of the same rounds."""
        pairs = ratio_of_pairs(sample.values, floor.values)
        noisy = floor.is_noisy
        figures = {"floor": floor.median, "sample": sample, "noisy": noisy, "pair_ratio": short(pairs)}
        self.add(metric, scale, sample.median, "ms", **figures, **more)

    def failures(self):
        """The deterministic rows that missed their goal."""
        return [row for row in self.rows if row["kind"] == "D" and row["pass"] is False]

    def table(self):
        heads = ["goal", "metric", "scale", "value", "unit", "floor", "ratio", "limit", "pass"]
        cells = [heads, *([cell(row[name]) for name in heads] for row in self.rows)]
        widths = [max(len(line[place]) for line in cells) for place in range(len(heads))]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)


def judged(metric, value, ratio, noisy):
    goal = goal_of(metric)
    if goal is None:
        return {"goal": None, "kind": None, "limit": None, "goal_ratio": None, "pass": None}
    is_ratio = goal.of == "ratio"
    return {
        "goal": goal.number,
        "kind": goal.kind,
        "limit": goal.limit,
        "goal_ratio": goal.limit if is_ratio else None,
        "pass": "noisy" if noisy else goal.is_met(value, ratio),
    }


def spread(sample):
    if sample is None:
        return {"n": None, "p50": None, "p95": None, "min": None}
    return {
        "n": len(sample.values),
        "p50": short(sample.p50),
        "p95": short(sample.p95),
        "min": short(min(sample.values)),
    }


def short(number):
    """As many digits as mean anything."""
    return float(f"{number:.{DIGITS}g}") if isinstance(number, float) else number


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:g}" if isinstance(value, float) else str(value)


def commit():
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def remark(text):
    """What is going on, for whoever waits; not a figure."""
    sys.stderr.write(f"{text}\n")
