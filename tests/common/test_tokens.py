"""The colours of tokens.css are readable: 4.5:1 for text, 3:1 for controls, in both themes."""

import math
import re

import pytest
from django.conf import settings

PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)")
GROUNDS = ["paper", "surface", "sunken", "hover"]
WASHES = ["ai", "good", "warn", "bad"]
TEXT = (
    [(ink, ground) for ink in ["ink", "ink-2", "ink-3", *WASHES] for ground in GROUNDS]
    + [(tone, f"{tone}-wash") for tone in WASHES]
    + [(ink, f"{tone}-wash") for ink in ["ink", "ink-2"] for tone in WASHES]
    + [("on-ai", "ai"), ("on-ai", "ai-strong"), ("ink-3", "ai-wash")]
)
CONTROLS = [("edge", "paper"), ("edge", "surface"), ("ai", "paper"), ("ai", "ai-wash")]


@pytest.fixture(scope="module")
def tokens():
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    return {name: (luminance(light), luminance(dark)) for name, light, dark in PAIR.findall(css)}


def luminance(oklch):
    """Relative luminance (WCAG) of ``L% C h``."""
    lightness, chroma, hue = (float(part.rstrip("%")) for part in oklch.split()[:3])
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lightness /= 100
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(channel, 0), 1) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    high, low = max(first, second), min(first, second)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(tokens, ink, ground, theme):
    assert contrast(tokens[ink][theme], tokens[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), CONTROLS)
def test_controls_can_be_seen(tokens, ink, ground, theme):
    assert contrast(tokens[ink][theme], tokens[ground][theme]) >= 3
