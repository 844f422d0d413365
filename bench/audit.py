"""Goal 11: nothing that was acknowledged is lost and no figure is stale, while web workers are killed."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from bench.check_ins import CONFLICT, SAVED, KeyResult, seen_now, send
from bench.clients import Client, Hung
from bench.databases import deadlocks, scratch_copy
from bench.programs import inside, product_server

CLIENTS, OBJECTIVES = 32, 10
ROUNDS, SECONDS = 12, 1.5
KILLED_IN = {2, 6, 10}
STATISTICS_SECONDS = 2


def measure(report, seeded, rounds):
    """Always the same twelve rounds."""
    for scale, database in seeded:
        with scratch_copy(database) as copy:
            before = deadlocks(copy)
            sent = storm(copy)
            time.sleep(STATISTICS_SECONDS)  # until PostgreSQL has written down what happened
            found = inside(copy, "verify", acknowledged=sent.acknowledged)
            report.add("audit check-ins", scale.text, len(sent.acknowledged), "rows")
            report.add("audit broken off", scale.text, sent.broken_off, "requests")
            for name in ("lost", "doubled", "stale"):
                report.add(f"audit {name}", scale.text, found[name], "rows")
            report.add("audit deadlocks", scale.text, deadlocks(copy) - before, "deadlocks")


class Sent:
    """What all clients together have sent."""

    def __init__(self):
        self.acknowledged, self.broken_off = [], 0


def storm(database):
    """Let 32 clients check in the key results of ten objectives; kill a worker in three of the rounds."""
    targets = hot_key_results(inside(database, "places")["key_results"])
    sent = Sent()
    with product_server(database) as (port, process), ThreadPoolExecutor(CLIENTS) as pool:
        for number in range(ROUNDS):
            end = time.perf_counter() + SECONDS
            running = [
                pool.submit(check_in_until, end, port, targets[place::CLIENTS], sent) for place in range(CLIENTS)
            ]
            if number in KILLED_IN:
                killer = threading.Timer(SECONDS / 2, kill_a_worker, [process.pid])
                killer.start()
                killer.join()
            for each in running:
                each.result()
    return sent


def hot_key_results(places):
    """One or more for each client, of a few objectives that count in others: locks are waited for all the way up."""
    feeding = sorted(places, key=lambda place: not place["feeds"])
    chosen = list(dict.fromkeys(place["objective"] for place in feeding))[:OBJECTIVES]
    return [KeyResult(place) for place in places if place["objective"] in chosen]


def check_in_until(end, port, targets, sent):
    """Send check-ins; where the answer was lost, the same one again, as a person would."""
    client, key = Client(port), uuid4()
    for key_result in cycle(targets):
        if time.perf_counter() > end:
            break
        if settled(client, key_result, key, sent):
            key = uuid4()
    client.close()


def settled(client, key_result, key, sent):
    """Send one check-in; tell whether there is nothing left to do about it."""
    try:
        answer = send(client, key_result, key)
    except (OSError, Hung):
        sent.broken_off += 1
        return False
    if answer.status == SAVED:
        sent.acknowledged.append(str(key))
        key_result.seen += 1
    elif answer.status == CONFLICT:
        key_result.seen = seen_now(answer)
        return False
    return True


def kill_a_worker(parent):
    """As kill -9 does: no goodbye to clients or database."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
