"""Many clients at once against one server, each on a thread and a connection of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.figures import Sample


@dataclass(frozen=True)
class Load:
    """What a number of clients got done together; ``sample`` holds the milliseconds of each request."""

    rate: float
    sample: Sample


def run_clients(acts, seconds):
    """Call each of the functions over and over for so long, all at once; every call returns an Answer."""
    end = time.perf_counter() + seconds
    with ThreadPoolExecutor(len(acts)) as pool:
        times = [each for found in pool.map(lambda act: repeat(act, end), acts) for each in found]
    return Load(len(times) / seconds, Sample(tuple(times)))


def repeat(act, end):
    times = []
    while time.perf_counter() < end:
        times.append(act().seconds * 1000)
    return times
