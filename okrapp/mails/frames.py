"""What stands around the words of a mail: its template, rendered once a language, cut at its holes (ADR 0032)."""

from functools import cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

MARK = "\x00"


def html_part(name, words):
    """The template with the words in its holes: text, or something drawn."""
    return filled(name, {key: escape(each) if isinstance(each, str) else each.html for key, each in words.items()})


def text_part(name, words):
    return filled(name, {key: each if isinstance(each, str) else each.text for key, each in words.items()})


def filled(name, words):
    pieces = frame(name, get_language(), tuple(words)).copy()
    pieces[1::2] = [words[key] for key in pieces[1::2]]
    return "".join(pieces)


@cache
def frame(name, language, keys):
    """The template in the language, which is active, cut at its holes: every second piece is the key of one."""
    return render_to_string(name, {key: mark_safe(f"{MARK}{key}{MARK}") for key in keys}).split(MARK)
