"""Markdown that anybody may write, as HTML that cannot do anything (docs/adr/0029).

The parser knows paragraphs, emphasis, lists, links, code, quotations and mentions, and leaves everything else as it
was typed. What it makes is cleaned once more against a list of what is allowed, so that no fault of it gets through.
"""

import re
from html import escape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from common.text import unhidden

MENTION = re.compile(r"@\[([^\]\n]{1,200})\]\(person:([0-9]{1,18})\)")
NOT_IN_NAMES = re.compile(r"[\[\]\\\s]+")
BARE_LINK = re.compile(r"https?://[!#-&*-;=?-_a-z~]*[0-9A-Za-z/_#=&-]")
SCHEMES = ("http://", "https://", "mailto:")
ALLOWED = {
    "tags": {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "pre", "blockquote"},
    "attributes": {"a": {"href"}, "ol": {"start"}, "*": set()},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": "noopener nofollow",
}
MARKS = {"em_open", "em_close", "strong_open", "strong_close", "link_open", "link_close"}
NOT_OURS = ["heading", "lheading", "hr", "html_block", "html_inline", "image", "reference"]


def mention(state, silent):
    """An inline rule: @[name](person:12)."""
    found = MENTION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content, token.meta = found[1], {"person": int(found[2])}
    state.pos = found.end()
    return True


def render_mention(self, tokens, index, options, env):
    """A link to the person under the name of today; what was typed where nobody is known by that number."""
    token = tokens[index]
    name, url = env["people"].get(token.meta["person"], (token.content, ""))
    return f'<a href="{escape(url)}">@{escape(name)}</a>' if url else f"@{escape(name)}"


def link_bare_addresses(state):
    """A core rule: an address in running text is a link. It ends where Japanese goes on without a space."""
    for block in state.tokens:
        if block.type == "inline":
            block.children = list(linked(block.children))


def linked(tokens):
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from pieces(token.content)
        else:
            yield token


def pieces(text):
    end = 0
    for found in BARE_LINK.finditer(text):
        yield Token("text", "", 0, content=text[end : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": found[0]})
        yield Token("text", "", 0, content=found[0])
        yield Token("link_close", "a", -1)
        end = found.end()
    yield Token("text", "", 0, content=text[end:])


def make_parser():
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(NOT_OURS)
    parser.validateLink = lambda url: url.lower().startswith(SCHEMES)
    parser.inline.ruler.before("link", "mention", mention)
    parser.core.ruler.after("inline", "bare_links", link_bare_addresses)
    parser.add_render_rule("mention", render_mention)
    return parser


PARSER = make_parser()


def render(text, people):
    """The text as HTML that is safe to put into a page; ``people`` maps ids to (name, path of this site)."""
    drawn = PARSER.render(text, {"people": people})
    return mark_safe(nh3.clean(drawn, **ALLOWED))


def mentions(text):
    """{person id: name as it was typed} of everybody the text mentions."""
    return {token.meta["person"]: token.content for token in leaves(text) if token.type == "mention"}


def plain(text):
    """The words of the text in one line, with nothing that could hide or turn what follows it."""
    return " ".join(unhidden("".join(map(words, leaves(text)))).split())


def leaves(text):
    for block in PARSER.parse(text, {"people": {}}):
        yield from block.children or [block]


def words(token):
    if token.type == "mention":
        return f"@{token.content}"
    if token.type in {"text", "code_inline"}:
        return token.content
    return "" if token.type in MARKS else f" {token.content} "


def mention_of(name, pk):
    """How a text mentions a person."""
    return f"@[{NOT_IN_NAMES.sub(' ', name).strip()}](person:{pk})"
