"""Whatever people type becomes text, never anything that acts."""

import re
import time
from html.parser import HTMLParser

import pytest

from common.markdown import ALLOWED, SCHEMES, mention_of, mentions, plain, render

RTL, ZERO_WIDTH = "\u202e", "\u200b"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=x hx-get=/accounts/logout/ hx-trigger=load>x</a>",
    "<div hx-on:click='alert(1)' data-hx-post='/x'>x</div>",
    "<form action=/comments/1/remove/ method=post><button>x</button></form>",
    "<style>body{display:none}</style><p style='position:fixed;inset:0'>x</p>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<<script>script>alert(1)<</script>/script>",
    "<b><i><a href='data:text/html,<script>alert(1)</script>'>",
    "</div></li></section><h1>mine</h1>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](/accounts/logout/)",
    "[x](person:1)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "[x]: javascript:alert(1)\n\n[x]",
    '```"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
    "@[<img src=x onerror=alert(1)>](person:1)",
    '@["><script>alert(1)</script>](person:2)',
    "https://a.example/<script>alert(1)</script>",
    "{{ 7*7 }}{% csrf_token %}${7*7}",
    f"{RTL}txet{RTL} <script>alert(1)</script>",
    f"<scr{ZERO_WIDTH}ipt>alert(1)</scr{ZERO_WIDTH}ipt>",
    "＜script＞alert(1)＜/script＞",
    "<scrıpt>alert(1)</scrıpt>",
]
FRAMES = ["{}", "**{}**", "- {}\n- x", "> {}", "[{}](https://a.example)", "`x` {} `y`"]
WHOLE = [
    "進捗は8割です。来週の火曜までに、残りの2社へ連絡します。",
    "髙橋さん、﨑山さん、①と㈱の表記をそろえましょう。",
    "👨‍👩‍👧‍👦 と 🇯🇵 と 👍🏽、𠮷野家",
    f"{RTL}右から左{RTL}",
    f"zero{ZERO_WIDTH}width",
    "寿限無" * 1300,
    "a" * 4000,
    "5 < 6 & 7 > 3, \"quoted\" & 'single'",
]


class Elements(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_executable_survives(text):
    framed = [frame.format(text) for frame in FRAMES]
    elements = Elements("".join(render(each, {1: ("<b>Name</b>", "/people/1/")}) for each in framed))

    for tag, attributes in elements.found:
        assert tag in ALLOWED["tags"]
        assert set(attributes) <= ALLOWED["attributes"].get(tag, set()) | {"rel"}
        assert attributes.get("href", "https://") == "/people/1/" or attributes.get("href", "https://").startswith(
            SCHEMES
        )


@pytest.mark.parametrize("text", WHOLE)
def test_text_stays_whole(text):
    assert Elements(render(text, {})).text.strip() == text


def test_a_link_says_that_it_vouches_for_nothing():
    [_paragraph, (tag, attributes)] = Elements(render("[x](https://a.example)", {})).found

    assert (tag, attributes["rel"]) == ("a", "noopener nofollow")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/b?c=1をご覧ください", "https://a.example/b?c=1"),
        ("（https://a.example）", "https://a.example"),
        ("See https://a.example/b.", "https://a.example/b"),
        ("<mailto:a@b.example>", "mailto:a@b.example"),
    ],
)
def test_addresses_are_links_and_end_where_they_end(text, address):
    assert [attributes["href"] for tag, attributes in Elements(render(text, {})).found if tag == "a"] == [address]


def test_what_is_not_known_stays_as_it_was_typed():
    for text in ("# no heading", "<b>", "![x]", "a | b"):
        assert Elements(render(text, {})).text.strip() == text


def test_a_mention_is_a_link_under_the_name_of_today():
    text = f"{mention_of('Old [na]me', 3)} and {mention_of('Gone', 4)}, not `@[x](person:5)`"

    drawn = Elements(render(text, {3: ("New name", "/people/3/")}))

    assert mentions(text) == {3: "Old na me", 4: "Gone"}
    assert drawn.text.strip() == "@New name and @Gone, not @[x](person:5)"
    assert ("a", {"href": "/people/3/", "rel": "noopener nofollow"}) in drawn.found


def test_one_line_of_it_turns_nothing_that_follows():
    text = f"**Good** [work](https://a.example)\n\n- {RTL}one\n- two @[健](person:3)"

    assert plain(text) == "Good work one two @健"


@pytest.mark.parametrize("seed", ["[", "*a_", "> ", "- ", "`", "![](", "@[", "https://", "@[a](person:1"])
def test_no_text_takes_long(seed):
    began = time.perf_counter()

    render((seed * 4000)[:4000], {})

    assert time.perf_counter() - began < 1


def test_the_corpus_holds_what_it_claims():
    assert all(re.search(r"[<＜\[@{]|https", text) for text in HOSTILE)
