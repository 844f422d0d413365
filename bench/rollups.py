"""Goal 14: how long it takes to compute every stored figure once more, and that doing so twice writes nothing."""

from bench.databases import scratch_copy
from bench.figures import Sample
from bench.programs import inside


def measure(report, seeded, rounds):
    for scale, database in seeded:
        with scratch_copy(database) as copy:
            found = inside(copy, "rollup")
        sample = Sample(tuple(found["seconds"]))
        more = {"key_results": found["key_results"], "repaired": found["repaired"]}
        report.add("rollup seconds", scale.text, sample.median, "s", sample=sample, **more)
        report.add("rollup rows written again", scale.text, found["repaired_again"], "rows")
