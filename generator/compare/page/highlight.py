"""Turns code and messages into HTML whose parts carry one of a few classes."""

import functools
import json
import re

from markupsafe import Markup, escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, String, _TokenType

from generator.diagnostics.render import visible
from generator.formats.readable import spread

_WIDTH = 44  # the characters of a column on a wide screen
# Which class a token gets; the first that contains it.
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Keyword, "k"),
    (String, "s"),
    (Number, "n"),
    (Comment, "c"),
    (Name.Tag, "a"),
    (Name.Attribute, "f"),
    (Name.Function, "f"),
)


@functools.cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


def code(text: str, language: str = "python") -> Markup:
    """Code of a language that Pygments knows."""
    return Markup(
        "".join(_part(token, value) for token, value in _lexer(language).get_tokens(_shown(text)))
    )


def body(text: str) -> Markup:
    """A body laid out for reading: JSON, XML, anything else as members and their values."""
    laid_out = spread(text.strip("\n"), _WIDTH)
    return code(laid_out, _language(text))


@functools.cache
def headers(lines: tuple[tuple[str, str], ...]) -> Markup:
    """The headers of a message, a line each."""
    return Markup("\n").join(
        Markup('<span class="a">{}</span>: {}').format(visible(name), visible(value))
        for name, value in lines
    )


def start(line: str) -> Markup:
    """The first line of a message, which may be broken before a slash or a dot."""
    parts = re.split(r"(?<=\w)(?=[/.?&])", visible(line))
    return Markup("<wbr>").join(parts)


def _language(text: str) -> str:
    if text.lstrip().startswith("<"):
        return "xml"
    try:
        json.loads(text)
    except ValueError:
        return "protobuf"
    return "json"


def _shown(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))


def _part(token: _TokenType, value: str) -> str:
    """A piece of a line as HTML."""
    name = _class(token)
    escaped = str(escape(value))
    return f'<span class="{name}">{escaped}</span>' if name else escaped


@functools.cache
def _class(token: _TokenType) -> str:
    return next((name for kind, name in _CLASSES if token[: len(kind)] == kind), "")
