"""How mail looks. Readers' programs drop style sheets or know half of one, so every element carries its style.

The colours stand here once: inline for light, and by class in the head for programs that know dark.
"""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

# (light, dark)
COLOURS = {
    "paper": ("#f7f5f1", "#15181f"),
    "surface": ("#ffffff", "#1d212b"),
    "line": ("#e4e0d8", "#343b49"),
    "ink": ("#1d2433", "#e9ebf0"),
    "quiet": ("#565d6b", "#aeb5c3"),
    "ai": ("#23469c", "#9fb8ff"),
    "on-ai": ("#ffffff", "#10131a"),
    "edge": ("#b9c6e4", "#465575"),
    "good": ("#0b7a4b", "#57c795"),
    "warn": ("#925500", "#e2a94c"),
    "bad": ("#bb2d22", "#f08379"),
    "none": ("#565d6b", "#aeb5c3"),
    "done": ("#23469c", "#9fb8ff"),
    "track": ("#e9e5dc", "#343b49"),
}
TONES = ["good", "warn", "bad", "none", "done"]
# Which colour a class gives which property.
CLASSES = {
    "page": {"background-color": "paper", "color": "ink"},
    "card": {"background-color": "surface", "border-color": "line"},
    "rule": {"border-color": "line"},
    "ink": {"color": "ink"},
    "quiet": {"color": "quiet"},
    "link": {"color": "ai"},
    "button": {"background-color": "ai", "border-color": "ai", "color": "on-ai"},
    "choice": {"border-color": "edge", "color": "ai"},
    "track": {"background-color": "track"},
    **{f"is-{tone}": {"color": tone} for tone in TONES},
    **{f"bar-{tone}": {"background-color": tone} for tone in TONES},
}
PRESSED = "display:inline-block;border:1px solid;border-radius:6px;margin:0 6px 8px 0;text-decoration:none"
FONT = "'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP','Yu Gothic UI',Meiryo,sans-serif"
TEXT = f"font-family:{FONT};font-size:16px;line-height:1.7;overflow-wrap:anywhere"
BAR = "font-size:1px;line-height:8px"
# What an element of a class is besides its colours.
SHAPES = {
    "page": f"margin:0;padding:0;{TEXT}",
    "brand": f"{TEXT};padding:0 6px 12px",
    "card": f"{TEXT};border:1px solid;border-radius:10px;padding:20px 20px 14px",
    "gap": "font-size:1px;line-height:14px",
    "row": f"{TEXT};padding:7px 0 8px",
    "due": f"{TEXT};border-top:1px solid;padding:14px 0",
    "heading": "margin:0 0 6px;word-break:auto-phrase;font-size:21px;line-height:1.5;font-weight:bold",
    "subheading": "margin:0 0 4px;word-break:auto-phrase;font-size:17px;line-height:1.5;font-weight:bold",
    "text": "margin:0 0 10px",
    "line": "margin:0",
    "quiet": "margin:0",
    "verdict": "margin:0 0 14px",
    "foot": f"{TEXT};padding:18px 6px 8px",
    "facts": "margin:0",
    "acts": "margin:10px 0 0",
    "title": "margin:0 0 6px",
    "under": "margin:4px 0 0",
    "ink": "font-weight:bold",
    "link": "text-decoration:underline",
    "button": f"{PRESSED};padding:8px 20px;font-weight:bold",
    "choice": f"{PRESSED};padding:8px 14px",
    "track": BAR,
    **{f"is-{tone}": "font-weight:bold" for tone in TONES},
    **{f"bar-{tone}": BAR for tone in TONES},
}
# Elements that take their colours from another class than their own name.
COLOURED_AS = {
    "under": "quiet",
    "facts": "quiet",
    "brand": "ink",
    "due": "rule",
    "foot": "quiet",
    "verdict": "quiet",
    "subheading": "ink",
    "heading": "ink",
}
# Shown by no program, read as the line beside the subject.
PREHEADER = "display:none;max-width:0;max-height:0;overflow:hidden;font-size:1px;line-height:1px"


def attributes(name):
    """The class, style and bgcolor of an element, as it stands in a tag."""
    css_class = COLOURED_AS.get(name, name)
    colours = {prop: COLOURS[colour][0] for prop, colour in CLASSES.get(css_class, {}).items()}
    style = ";".join([SHAPES[name], *(f"{prop}:{value}" for prop, value in colours.items())])
    ground = colours.get("background-color")
    return format_html(
        '{}style="{}"{}',
        format_html('class="{}" ', css_class) if css_class in CLASSES else "",
        mark_safe(style),
        format_html(' bgcolor="{}"', ground) if ground else "",
    )


def dark_rules():
    """The style sheet for programs that know dark: every class once more, with the other colour."""
    return "".join(
        f".{css_class}{{{';'.join(f'{prop}:{COLOURS[colour][1]}!important' for prop, colour in colours.items())}}}"
        for css_class, colours in CLASSES.items()
    )


STYLES = {name.replace("-", "_"): attributes(name) for name in SHAPES}
STYLES["preheader"] = mark_safe(f'style="{PREHEADER}"')
DARK = mark_safe(dark_rules())
