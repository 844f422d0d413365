"""Fourteen readers, two languages: what must hold of every weekly mail."""

import re
from collections import Counter
from email import message_from_bytes, policy
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.urls import resolve

from tests.okrapp.digest_personas import MONDAY, PERSONAS, digest_for, reader_of

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
ACTION_IN = 15
LARGEST = 60 * 1024
HEADERS = {
    "From": r".+ <okr@.+>",
    "To": r"person\d+@example\.com",
    "Subject": r".+[|｜].+",
    "Date": r".+ \+0900",
    "Message-ID": r"<[0-9a-f]{32}@.+>",
    "References": r"<digest\.\d+@.+>",
    "List-Id": r"<digest\..+>",
    "List-Unsubscribe": r"<https?://[^>]+>,\s+<mailto:[^>]+>",
    "List-Unsubscribe-Post": r"List-Unsubscribe=One-Click",
    "Auto-Submitted": r"auto-generated",
    "X-Auto-Response-Suppress": r"OOF, AutoReply",
    "Content-Language": r"ja|en",
    "MIME-Version": r"1\.0",
}
ORDER = {
    "en": [
        "Your help",
        "Your objectives",
        "What moved",
        "wait for agreement",
        "one-on-one",
        "KPI signals",
        "Good news",
        "You get this mail",
    ],
    "ja": [
        "あなたの助け",
        "あなたの目標",
        "の動き ==",
        "合意を待つ主要成果",
        "1on1で",
        "KPIのシグナル",
        "うれしい知らせ",
        "お送りしています",
    ],
}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def visible(html):
    """What a reader sees of the HTML, without the line that stands beside the subject."""
    body = re.sub(r"<div style=\"display:none.*?</div>", "", html[html.index("<body") :], flags=re.S)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def numbers(text):
    return Counter(NUMBER.findall(ADDRESS.sub("", text)))


def without_numbering(text):
    return re.sub(r"^\d+\) ", "", text, flags=re.M)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_golden_mail(persona, language):
    mail = digest_for(reader_of(persona, language))
    html, text = mail.html, mail.body
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)

    assert {name: parsed[name] for name, form in HEADERS.items() if not re.fullmatch(form, str(parsed[name]))} == {}
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert numbers(visible(html)) == numbers(without_numbering(text))
    assert len(html.encode()) <= LARGEST
    assert f'<html lang="{language}">' in html
    assert {address for address in ADDRESS.findall(html + text) if not leads_somewhere(address)} == set()
    assert sorted(set(ADDRESS.findall(html))) == sorted(set(ADDRESS.findall(text)))
    assert places_in(text, ORDER[language]) == sorted(places_in(text, ORDER[language]))
    assert not re.search(r"[\u2028\u202e\x00-\x08]", html + text + mail.subject)
    assert re.findall(r"<(?:script|img|svg|form)\b", html) == []


def leads_somewhere(address):
    base, path = address[: len(settings.BASE_URL)], address[len(settings.BASE_URL) :]
    return base == settings.BASE_URL and resolve(path) is not None


def places_in(text, words):
    lines = [f"{line} " for line in text.splitlines()]
    return [
        next(n for n, line in enumerate(lines) if word in line)
        for word in words
        if any(word in line for line in lines)
    ]


@pytest.mark.parametrize(
    ("persona", "language", "subject"),
    [
        ("three_due", "ja", "3件の更新をお願いします（約1分）｜みどり精工"),
        ("three_due", "en", "3 check-ins to make (about 1 min) | Midori Works"),
        ("everything_late", "ja", "5件の更新をお願いします（約2分）｜みどり精工"),
        ("helper", "ja", "1件の助けを待っています｜みどり精工"),
        ("leaf_manager", "ja", "1件が先週より遅れています｜みどり精工"),
        ("viewer", "en", "This week's progress | Midori Works"),
    ],
)
def test_the_subject_says_what_to_do(persona, language, subject):
    assert digest_for(reader_of(persona, language)).subject == subject


def test_the_preheader_fills_the_line_beside_the_subject():
    html = digest_for(reader_of("three_due", "ja")).html
    [preheader] = re.findall(r"<div style=\"display:none[^>]*>(.*?)</div>", html)

    assert preheader == "3件中1件が順調、1件が先週より遅れています。締切 11月27日（金） 18:00"
    assert 40 <= len(preheader) <= 60
