"""Makes a message of XML-RPC readable: indented, but what holds no other value takes one line."""

import re

_TOKENS = re.compile(r"<[^>]*>|[^<]+")
_HOLD_MANY = "methodCall|methodResponse|params|fault|struct|array|data"
_OF_LINES = re.compile(f"<(?:{_HOLD_MANY})>")
_OPENS = re.compile(r"<[^/?].*(?<!/)>", re.DOTALL)
_INDENT = "  "


def pretty(body: bytes) -> str:
    """A message as it is written here, on lines of its own where it holds many values."""
    lines: list[str] = []
    _lay_out(_TOKENS.findall(body.decode().rstrip()), 0, lines)
    return "\n".join(lines)


def _lay_out(tokens: list[str], depth: int, lines: list[str]) -> None:
    """The lines of elements that stand beside each other."""
    for element in _elements(tokens):
        line = "".join(element).strip()
        if len(element) > 2 and _OF_LINES.search(line):
            lines.append(_INDENT * depth + element[0])
            _lay_out(element[1:-1], depth + 1, lines)
            lines.append(_INDENT * depth + element[-1])
        elif line:
            lines.append(_INDENT * depth + line)


def _elements(tokens: list[str]) -> list[list[str]]:
    """The tokens of each element, or text, on the outermost level."""
    found: list[list[str]] = []
    open_tags = 0
    for token in tokens:
        if open_tags == 0:
            found.append([])
        found[-1].append(token)
        if token.startswith("</"):
            open_tags -= 1
        elif _OPENS.fullmatch(token):
            open_tags += 1
    return found
