"""Goals 1 to 4: how many SQL statements the pages take, and how long, beside the floor page and /auth/."""

from itertools import pairwise

from bench.clients import Client
from bench.figures import Sample, growth
from bench.programs import inside, product_server
from bench.sites import open_sites

WARM = 5
OK = 200


class WrongAnswer(Exception):
    """What was measured is not the page that was meant."""


def measure(report, seeded, rounds):
    """``seeded`` are (scale, database) pairs."""
    count_statements(report, seeded)
    with open_sites(seeded) as sites:
        for page in sites[0].places["pages"]:
            time_page(report, sites, page, rounds)


# Statements


def count_statements(report, seeded):
    """How many each page takes once its process is warm; the number may not depend on the size."""
    counts = {scale: statements(database) for scale, database in seeded}
    for scale, by_page in counts.items():
        for page, count in by_page.items():
            report.add(f"sql {page}", scale.text, count, "statements")
    report.add("sql differing with size", "all", len(differing(list(counts.values()))), "pages")


def statements(database):
    places = inside(database, "places")
    sizes = {f"department of {size}": path for size, path in places["departments"].items()}
    with product_server(database, counted=True) as (port, _process):
        client = Client(port, places["session"])
        return {page: statements_of(client, path) for page, path in (places["pages"] | sizes).items()}


def statements_of(client, path):
    """The most of several answers: caches of single processes come and go."""
    answers = [look(client, path) for _number in range(2 * WARM)]
    return max(int(answer.headers["x-sql"]) for answer in answers[WARM:])


def differing(counts):
    """The pages whose number of statements is not the same in all; a department's holds for any size."""
    names = {page for by_page in counts for page in by_page}
    found = {page: {by_page[page] for by_page in counts} for page in names}
    found["department"] |= {count for by_page in counts for page, count in by_page.items() if "department of" in page}
    return [page for page, numbers in found.items() if len(numbers) > 1]


# Times


def time_page(report, sites, page, rounds):
    """Measure the page of all sites in turns with what it is held against; then how it grows from site to site."""
    visits = {}
    for site in sites:
        visits[site.scale, "page"] = visit(site.client(), site.places["pages"][page])
        visits[site.scale, "floor"] = visit(site.floor_client(), site.floor_of(page))
    samples = interleave(visits, rounds)
    for site in sites:
        report.add_times(f"time {page}", site.scale.text, samples[site.scale, "page"], samples[site.scale, "floor"])
    for smaller, larger in pairwise(site.scale for site in sites):
        add_growth(report, page, smaller, larger, samples)


def visit(client, path):
    """A function that asks for the page and returns the milliseconds until its last byte, already warm."""
    for _number in range(WARM):
        look(client, path)
    return lambda: look(client, path).seconds * 1000


def look(client, path):
    answer = client.get(path)
    if answer.status != OK:
        raise WrongAnswer(f"{path}: {answer.status}")
    return answer


def interleave(visits, rounds):
    """Call each function once a round; return {name: Sample}."""
    taken = {name: [] for name in visits}
    for _round in range(rounds):
        for name, call in visits.items():
            taken[name].append(call())
    return {name: Sample(tuple(values)) for name, values in taken.items()}


def add_growth(report, page, smaller, larger, samples):
    before, after = samples[smaller, "page"], samples[larger, "page"]
    exponent = growth(before.median, after.median, larger.factor / smaller.factor)
    noisy = any(samples[scale, "floor"].is_noisy for scale in (smaller, larger))
    report.add(f"growth {page}", f"{smaller.text}-{larger.text}", exponent, "exponent", noisy=noisy)
