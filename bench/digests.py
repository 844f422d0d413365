"""Goals 15 and 16: a company's digests by one process through the whole protocol into a sink, beside the floor."""

import math
import socket

from bench.databases import scratch_copy
from bench.figures import Sample
from bench.programs import HOST, environment, inside, mail_server, run_module

ROUNDS = 3
BATCH = 500
MANY = 10_000


def measure(report, seeded, rounds):
    for scale, database in seeded:
        with scratch_copy(database) as copy, mail_server() as (port, _process):
            measure_one(report, scale, copy, port)


def measure_one(report, scale, database, port):
    """Few rounds, each as long as many: product and floor send the same mails in turns."""
    mail = {"EMAIL_URL": f"smtp://{HOST}:{port}", "BROKER_URL": "memory://localhost/"}
    planned = inside(database, "digest", mail, step="plan")
    expected = math.ceil(planned["queued"] / BATCH)
    report.add(
        "digest messages", scale.text, planned["messages"], "messages", floor=expected, mails=planned["queued"]
    )
    found, floors = [], []
    for number in range(ROUNDS):
        found.append(inside(database, "digest", mail, step="deliver"))
        if number == 0:
            check_delivery(report, scale, found[0]["mails"], port)
        floors.append(float(run_module(["bench.floors.mail", str(port)], environment(database))))
    add_figures(report, scale, found, Sample(tuple(floors)))


def check_delivery(report, scale, mails, port):
    """Every mail that is noted as sent has arrived, and nobody got two."""
    taken, readers = ask_sink(port)
    report.add("digest not exactly once", scale.text, abs(taken - mails) + taken - readers, "mails", mails=mails)


def ask_sink(port):
    """How many mails the sink has taken, and for how many readers."""
    with socket.create_connection((HOST, port)) as connection, connection.makefile("rwb") as lines:
        lines.readline()
        lines.write(b"XSEEN\r\n")
        lines.flush()
        _code, taken, readers = lines.readline().split()
    return int(taken), int(readers)


def add_figures(report, scale, found, floor):
    seconds = Sample(tuple(each["seconds"] for each in found))
    mails = found[0]["mails"]
    more = {"mails": mails, "mails_a_second": round(mails / seconds.median)}
    report.add("digest to floor", scale.text, seconds.median, "s", floor=floor.median, sample=seconds, **more)
    report.add("digest seconds", scale.text, seconds.median / mails * MANY, "s for 10,000", mails=mails)
    report.add("digest cpu", scale.text, min(each["cpu_ms_a_mail"] for each in found), "ms a mail", mails=mails)
    report.add("digest sql a batch", scale.text, found[0]["statements_a_batch"], "statements")
    growth = found[0]["growth_mib"]
    if growth is not None:
        report.add("digest memory", scale.text, growth, "MiB", mails=mails)
