"""Makes a message of XML-RPC readable: one line for each member, one for each item."""

import re

# What holds others begins and ends on lines of its own, as do members; the rest stays in its line.
_TOKENS = re.compile(r"<[^>]*>|[^<]+")
_BLOCKS = frozenset(
    {
        "methodCall",
        "methodResponse",
        "params",
        "param",
        "fault",
        "struct",
        "array",
        "data",
        "member",
    }
)
_LINES = frozenset({"methodName"})


def pretty(body: bytes) -> str:
    """A message that was written here, with line breaks and two blanks for each level."""
    lines: list[str] = []
    line = ""
    depth = 0

    def end_line() -> None:
        nonlocal line
        if line.strip():
            lines.append("  " * depth + line.strip())
        line = ""

    tokens: list[str] = _TOKENS.findall(body.decode())
    for at, token in enumerate(tokens):
        name = token.strip("</?>").partition(" ")[0]
        closes = token.startswith("</")
        if name not in _BLOCKS and name not in _LINES and not token.startswith("<?"):
            line += token
            continue
        raise AssertionError(at)
    return "\n".join(lines)
