"""The bench on a company of ten people: it runs through, and nothing deterministic misses its goal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.databases import SERVER, drop
from bench.scales import Scale

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]
PREFIX, SCALE = "okr_benchtest", "0.01"


@pytest.fixture
def bench(tmp_path):
    """Run `python -m bench` with a command; return its exit code and its figures by metric."""
    variables = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": os.environ.get("DATABASE_URL", SERVER)}

    def run(command):
        program = [sys.executable, "-m", "bench", command, "--scale", SCALE, "--rounds", "2", "--database", PREFIX]
        done = subprocess.run(program, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return done.returncode, {row["metric"]: row for row in rows}

    yield run
    drop(Scale(SCALE).database(PREFIX))


@pytest.mark.parametrize(
    ("command", "metric"),
    [
        ("read", "time department"),
        ("rollup", "rollup rows written again"),
        ("digest", "digest messages"),
        ("bytes", "bytes all"),
    ],
)
def test_a_tiny_company_is_measured(bench, command, metric):
    code, figures = bench(command)

    assert (code, figures[metric]["scale"]) == (0, SCALE)
