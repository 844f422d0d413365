"""What is wrong with the page a browser shows: for a screen reader, in a narrow window, in the dark."""

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # every node that passes would be told too, which takes as long as the judging
}
NARROW, WIDE = 360, 1440
# Each page once wide and light, once narrow and dark: the longest looks in a browser there are, so not all four.
LOOKS = {"ja": (WIDE, "light"), "en": (NARROW, "dark")}
# 320 is the narrowest window the product promises, 720 an ordinary one at 200 %.
WINDOWS = (320, 720)
# A gutter kept for the scrollbar makes it negative.
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

axe = Axe()


def faults_of(page, language):
    """Return what is wrong as (what, detail); the window is left as wide as it was first looked at."""
    faults = [("language", found)] if (found := page.get_attribute("html", "lang")) != language else []
    faults += [] if page.title().split("–")[0].strip() else [("title", "missing")]
    width, scheme = LOOKS[language]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    resize(page, width)
    faults += [(f"{width} {scheme}", *violation) for violation in violations(page)]
    for width in (NARROW, *WINDOWS):
        resize(page, width)
        faults += [(f"wider than {width}", excess)] if (excess := page.evaluate(EXCESS)) > 0 else []
    resize(page, WIDE)
    return faults


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


def violations(page):
    found = axe.run(page, options=RULES).response["violations"]
    return [(rule["id"], node["html"][:200], node["failureSummary"]) for rule in found for node in rule["nodes"]]
