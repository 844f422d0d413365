"""The weekly mail as a reader sees it: narrow and wide, light and dark, with every letter to be read."""

import pytest

from tests.e2e.inspection import EXCESS, axe, resize
from tests.okrapp.digest_personas import PERSONAS, digest_for, reader_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS, SCHEMES = (320, 600), ("light", "dark")
LEAST_PIXELS = 16
# The smallest letters of what can be seen; bars and gaps hold a blank one of a pixel.
SMALLEST = """Math.min(...[...document.querySelectorAll('body *')]
  .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(each => each.checkVisibility()).map(each => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_mail_breaks_a_rule(page, language):
    mails = {persona: digest_for(reader_of(persona, language)).html for persona in PERSONAS}

    assert [fault for persona, html in mails.items() for fault in faults_of(page, persona, html)] == []


def faults_of(page, persona, html):
    page.set_content(html)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            resize(page, width)
            look = (persona, scheme, width)
            if (excess := page.evaluate(EXCESS)) > 0:
                yield *look, "too wide", excess
            if (pixels := page.evaluate(SMALLEST)) < LEAST_PIXELS:
                yield *look, "too small", pixels
            for rule in axe.run(page, options=RULES).response["violations"]:
                yield *look, rule["id"], [node["html"][:120] for node in rule["nodes"]]
