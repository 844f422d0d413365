"""Goal 9: check-ins a second at 1, 8 and 32 clients, beside as many requests for /auth/."""

from uuid import uuid4

from bench.check_ins import Author, key_results_for, send
from bench.clients import Client
from bench.databases import scratch_copy
from bench.load import run_clients
from bench.programs import inside, product_server
from bench.sites import open_site

CLIENTS = (1, 8, 32)
SECONDS = 6
WARM_SECONDS = 1


def measure(report, seeded, rounds):
    """The time goes into seconds under load, not into rounds."""
    for scale, database in seeded:
        with scratch_copy(database) as copy:
            count_statements(report, scale, copy)
            with open_site(scale, copy) as site:
                compare(report, scale, site)


def count_statements(report, scale, database):
    """The most of one check-in after the other, every process warm."""
    places = inside(database, "places")
    with product_server(database, counted=True) as (port, _process):
        client, [key_results] = Client(port), key_results_for(places["key_results"], 1)
        answers = [send(client, key_result, uuid4()) for key_result in key_results[:20]]
    report.add("check-in sql", scale.text, max(int(each.headers["x-sql"]) for each in answers[10:]), "statements")


def compare(report, scale, site):
    loads = {clients: (load_floor(site, clients), load_check_ins(site, clients)) for clients in CLIENTS}
    for clients, (floor, load) in loads.items():
        more = {"floor": floor.rate, "sample": load.sample, "noisy": floor.sample.is_noisy, "p99": load.sample.p99}
        report.add(f"check-ins by {clients}", scale.text, load.rate, "/s", **more)
    eight, many = loads[8], loads[32]
    noisy = eight[0].sample.is_noisy
    tail = eight[1].sample.p99 / eight[1].sample.p50
    report.add("check-ins p99 to p50", scale.text, tail, "times", sample=eight[1].sample, noisy=noisy)
    report.add("check-ins by 32 to 8", scale.text, many[1].rate / eight[1].rate, "times", noisy=noisy)


def load_floor(site, clients):
    acts = [ask_floor(site) for _client in range(clients)]
    run_clients(acts, WARM_SECONDS)
    return run_clients(acts, SECONDS)


def ask_floor(site):
    client = site.floor_client()
    return lambda: client.get("/auth/")


def load_check_ins(site, clients):
    """Nobody checks in what somebody else does: conflicts are not what is measured here."""
    dealt = key_results_for(inside(site.database, "places")["key_results"], clients)
    authors = [Author(site.port, key_results) for key_results in dealt]
    run_clients([author.check_in for author in authors], WARM_SECONDS)
    return run_clients([author.check_in for author in authors], SECONDS)
