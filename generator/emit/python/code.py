"""The only ways for text to become Python: identifiers, annotations, literals, docs.

Contract text is never code. Views hold these types, never ``str``, and only the functions here
make them.
"""

import keyword
import re
import textwrap
from typing import NewType

from generator.kinds import containers, scalars
from generator.model import Json
from generator.naming import Name

_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ENDS_IN_QUOTE = re.compile(r'(?<!\\)(\\\\)*"$')

Ident = NewType("Ident", str)
Annotation = NewType("Annotation", str)
Literal = NewType("Literal", str)
DocText = NewType("DocText", str)

WIDTH = 88  # ruff's own default, so that a user's ruff is content

# What annotations in a class body have to be able to name: `int`, `list`, `datetime`.
_SPELLED = [*(kind.python.spelled for kind in scalars()), *(kind.python for kind in containers())]
TYPES = frozenset(re.split(r"\W", spelled)[0] for spelled in _SPELLED if spelled.islower())
# And the parameters that every method has.
_TAKEN = {"self", "options", "always", "msgspec", "super"} | TYPES


def ident(name: str) -> Ident:
    """A Python identifier: a keyword or a name in use gets a trailing underscore (PEP 8).

    ValueError (our own bug) when the name is not an identifier: the resolve phase refuses those.
    """
    if not name.isidentifier() or not name.isascii():
        raise ValueError(f"not an identifier: {name!r}")
    reserved = keyword.iskeyword(name) or name in _TAKEN
    return Ident(f"{name}_" if reserved else name)


def member(name: Name) -> Ident:
    """The identifier of a field, parameter or method: ``created_at``, ``from_``."""
    return ident(name.snake)


def enum_member(value: str) -> Ident:
    """The identifier of an enum's value: ``IN_STOCK``."""
    return ident(Name.parse(value).upper)


def literal(value: Json) -> Literal:
    """A Python expression that equals the value, in the formatter's style, all of it visible."""
    match value:
        case None | bool():
            return Literal(repr(value))
        case str():
            return Literal(_string(value))
        case list():
            return Literal("[" + ", ".join(literal(item) for item in value) + "]")
        case dict():
            items = (f"{_string(key)}: {literal(item)}" for key, item in value.items())
            return Literal("{" + ", ".join(items) + "}")
        case _:
            return Literal(str(value))


def _string(text: str) -> str:
    """A string literal as ruff prints it: double quotes unless single ones need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_in_string(character, quote) for character in text)}{quote}"


def _in_string(character: str, quote: str) -> str:
    if character in ("\\", quote):
        return f"\\{character}"
    if character.isprintable():
        return character
    return _SHORT_ESCAPES.get(character) or _escaped(character)


def doc(text: str, *, indent: int) -> DocText:
    """Contract text as the inside of a docstring at an indent, wrapped, unable to end it.

    More than one line end with one of their own, so that the closing quotes stand alone.
    """
    clean = text.expandtabs(4).replace("\\", "\\\\").replace('"""', '\\"\\"\\"').strip()
    clean = "".join(ch if ch == "\n" or ch.isprintable() else _escaped(ch) for ch in clean)
    lines: list[str] = []
    for line in _dedented(clean.splitlines()):
        lines += textwrap.wrap(line, WIDTH - indent - 6, break_long_words=False) or [""]
    if not lines:
        return DocText("")
    if lines[0].startswith('"'):
        lines[0] = f"\\{lines[0]}"
    if len(lines) > 1:
        lines.append("")
    elif _ENDS_IN_QUOTE.search(lines[0]):
        lines[0] = f'{lines[0][:-1]}\\"'
    space = " " * indent
    shown = [lines[0], *(f"{space}{line}" if line else "" for line in lines[1:])]
    if len(lines) > 1:
        shown[-1] = space
    return DocText("\n".join(shown))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _dedented(lines: list[str]) -> list[str]:
    """All but the first without their common indentation, which formatters would remove."""
    first, *rest = lines or [""]
    return [first, *textwrap.dedent("\n".join(rest)).split("\n")] if rest else [first]
