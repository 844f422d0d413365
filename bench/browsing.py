"""Goals 7 and 8: Chromium on the department page beside the floor page, and one check-in after the other."""

import os
import shutil
import time
from contextlib import contextmanager

from bench.databases import scratch_copy
from bench.figures import Sample
from bench.report import remark
from bench.sites import open_site

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
VISITS, PEOPLE = 5, 4
LAST_ROW = {"page": "#board .kr:last-child .state", "floor": "section:last-of-type tr:last-child button"}
WATCH = """
window.seen = {blocked: 0, shift: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.blocked += Math.max(0, e.duration - 50); })
    .observe({type: 'longtask', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
"""
COUNT = "() => ({...seen, nodes: document.getElementsByTagName('*').length})"
# From the click until the frame after the one in which the answer stands on the page.
CLICK = """(selector) => new Promise(done => {
    const before = performance.now();
    document.body.addEventListener('htmx:afterSettle', () => requestAnimationFrame(() => requestAnimationFrame(
        () => done(performance.now() - before))), {once: true});
    document.querySelector(selector).click();
})"""
NO_CHANGE = "button[name=unchanged]"


def measure(report, seeded, rounds):
    """A few visits each: starting the browser takes longer than all of them."""
    program = find_browser()
    if program is None:
        remark("browser: skipped, there is no Chromium or no playwright here; BROWSER can name one")
        return
    for scale, database in seeded:
        with scratch_copy(database) as copy, open_site(scale, copy) as site, started(program) as browser:
            compare_pages(report, site, browser)
            time_check_ins(report, site, browser)


def find_browser():
    names = (os.environ.get("BROWSER"), *PROGRAMS)
    return sync_playwright and next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def started(program):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def window(browser, port, session):
    """A window with nothing cached, in which the person is signed in."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def compare_pages(report, site, browser):
    visits = {"page": [], "floor": []}
    for _visit in range(VISITS):
        visits["page"].append(
            visit(browser, site.port, site.places["session"], site.places["pages"]["department"], "page")
        )
        visits["floor"].append(visit(browser, site.floor_port, site.floor_session, site.floor_path, "floor"))
    page, floor = ({name: sample(found, name) for name in found[0]} for found in visits.values())
    scale = site.scale.text
    report.add_times("browser ready", scale, page["ready"], floor["ready"])
    report.add("browser blocked", scale, page["blocked"].median, "ms", sample=page["blocked"])
    report.add("browser nodes", scale, page["nodes"].median, "nodes", floor=floor["nodes"].median)
    report.add("browser layout shift", scale, page["shift"].median, "shift")


def visit(browser, port, session, path, kind):
    """The milliseconds until the last row stands there, and what the page did meanwhile."""
    with window(browser, port, session) as page:
        began = time.perf_counter()
        page.goto(path, wait_until="commit")
        page.wait_for_selector(LAST_ROW[kind], state="attached")
        ready = (time.perf_counter() - began) * 1000
        page.wait_for_load_state("load")
        return page.evaluate(COUNT) | {"ready": ready}


def sample(visits, name):
    return Sample(tuple(visit[name] for visit in visits))


def time_check_ins(report, site, browser):
    """Let some people press “no change” on all that is due, as on a Friday afternoon."""
    times, sizes = [], []
    owners = dict.fromkeys(place["session"] for place in site.places["key_results"])
    for session in [site.places["session"], *owners][:PEOPLE]:
        with window(browser, site.port, session) as page:
            page.on("requestfinished", lambda request: note_size(request, sizes))
            page.goto(site.places["pages"]["home"])
            while page.locator(NO_CHANGE).count():
                times.append(page.evaluate(CLICK, NO_CHANGE))
    clicks = Sample(tuple(times))
    report.add("browser check-in p95", site.scale.text, clicks.p95, "ms", sample=clicks)
    report.add("browser check-in bytes", site.scale.text, Sample(tuple(sizes)).median, "bytes")


def note_size(request, sizes):
    """Only what is sent on is counted; reading the sizes anywhere else would wait for the page."""
    if request.method == "POST":
        sizes.append(int(request.response().headers.get("content-length", 0)))
