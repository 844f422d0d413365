"""Mail as RFC 5322 wants it on the wire, put together by hand.

Django's and Python's own builders take seven times as long and more, and the first begins Japanese subjects with an
empty line (docs/adr/0019).
"""

import re
from base64 import b64encode

from django.utils.encoding import punycode

CRLF = "\r\n"
FOLD = CRLF + " "
LINE = 78
# An encoded word has at most 75 characters and its line 76. Twelve go to "=?utf-8?b?" and "?=", the rest is base64:
# 45 bytes of text, or 39 beside the longest name of a header that may hold one ("Subject: ").
WORD_BYTES, FIRST_WORD_BYTES = 45, 39
# Spaces, controls, line separators, marks that turn the direction of what follows, halves of characters.
UNPRINTABLE = re.compile("[ \x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
ATOMS = re.compile(r"[\w!#$%&'*+/^`{|}~-]+( [\w!#$%&'*+/^`{|}~-]+)*", re.ASCII)
ADDRESS = re.compile(r"[!-+\--:=?-~]+@[!-+\--:=?-~]+")


def one_line(text):
    """The text with single spaces, and without anything that could end its line or hide the rest of it."""
    return UNPRINTABLE.sub(" ", str(text)).strip()


def encoded_words(text):
    """The text as RFC 2047 words, none of which divides a character."""
    words, word, room = [], b"", FIRST_WORD_BYTES
    for character in text:
        octets = character.encode()
        if len(word) + len(octets) > room:
            words.append(word)
            word, room = b"", WORD_BYTES
        word += octets
    return [f"=?utf-8?b?{b64encode(each).decode()}?=" for each in [*words, word]]


def is_plain(text):
    return text.isascii() and "=?" not in text


def text_header(name, value):
    """A header of free text, such as the subject."""
    value = one_line(value)
    line = f"{name}: {value}"
    if is_plain(value) and len(line) <= LINE:
        return line
    return f"{name}: {FOLD.join(encoded_words(value))}"


def header(name, value):
    """A header whose value is words of ours, folded between them but never before the first."""
    value = one_line(value)
    if not is_plain(value):
        return text_header(name, value)
    first, *rest = value.split(" ")
    lines = [f"{name}: {first}"]
    for word in rest:
        if len(lines[-1]) + len(word) < LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return FOLD.join(lines)


def mailbox_header(name, address, display_name=""):
    """From, To or Reply-To with one address. Raises ValueError for what is none."""
    address = ascii_address(address)
    display_name = one_line(display_name)
    if not display_name:
        return f"{name}: {address}"
    if is_plain(display_name) and len(display_name) <= FIRST_WORD_BYTES:
        return f"{name}: {quoted(display_name)}{FOLD}<{address}>"
    return f"{name}: {FOLD.join(encoded_words(display_name))}{FOLD}<{address}>"


def quoted(text):
    if ATOMS.fullmatch(text):
        return text
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def ascii_address(address):
    """The address as a mail server takes it, its domain in punycode. Raises ValueError."""
    local, _, domain = address.rpartition("@")
    plain = f"{local}@{punycode(domain)}"
    if not ADDRESS.fullmatch(plain):
        raise ValueError(f"Not an address that mail can be sent to: {address!r}")
    return plain


def part(subtype, text):
    """The header lines and the body of one text, as bytes."""
    lines = text.replace("\r\n", "\n").replace("\n", CRLF).encode(errors="replace")
    head = f'Content-Type: text/{subtype}; charset="utf-8"{CRLF}Content-Transfer-Encoding: base64{CRLF}{CRLF}'
    return head.encode() + base64_lines(lines)


def base64_lines(octets):
    """RFC 2045: lines of 76 characters."""
    text = b64encode(octets)
    return b"".join([text[start : start + 76] + b"\r\n" for start in range(0, len(text), 76)])


def assembled(headers, text, html, boundary):
    """The whole message as bytes; ``headers`` are finished lines. Without html it has one part."""
    head = CRLF.join([*headers, "MIME-Version: 1.0", ""]).encode("ascii")
    if not html:
        return head + part("plain", text)
    kind = f'Content-Type: multipart/alternative;{FOLD}boundary="{boundary}"{CRLF}{CRLF}'.encode()
    line = f"--{boundary}\r\n".encode()
    return b"".join([head, kind, line, part("plain", text), line, part("html", html), f"--{boundary}--\r\n".encode()])
