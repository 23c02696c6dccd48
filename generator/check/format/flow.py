"""Turns what stands behind a key into lines: a scalar, or a collection within brackets."""

from generator.check.format.order import DATA, Shape
from generator.check.format.tree import Collection, Entry, Leaf

STEP = 2


def ordered(node: Collection, shape: Shape) -> list[Entry]:
    """The entries in their order: a record's keys as the language has them, then extensions.

    All else is the author's: names, items, what the language does not know, and what aliases refer
    to, which has to stand above them.
    """
    if not node.mapping or shape.names is not None or node.marked:
        return node.entries
    ranks = {entry.name: shape.rank(entry.name) for entry in node.entries}
    if not shape.keys or None in ranks.values():
        return node.entries
    return sorted(node.entries, key=lambda entry: ranks[entry.name] or 0)


def shape_of(entry: Entry, shape: Shape) -> Shape:
    """The shape of an entry's value."""
    return (shape.items or DATA) if entry.key is None else shape.of(entry.name)


def head(entry: Entry) -> str:
    """The key with its properties; with a question mark where it is too long to do without."""
    assert entry.key is not None
    text = with_props(entry.key.props, entry.key.lines[0])
    return f"? {text}" if entry.long else text


def with_props(props: str, text: str) -> str:
    """Text with ``&anchor !!tag`` before it."""
    return f"{props} {text}".rstrip() if props else text


def with_comment(line: str, comment: str) -> str:
    """A line with a comment behind it."""
    return f"{line}  {comment}" if comment else line


def inline(node: Leaf | Collection, base: int, shape: Shape) -> list[str]:
    """The lines of a value: the first goes on where its key ends, the others are whole.

    base: how far the lines below the first are indented, at least.
    """
    if isinstance(node, Leaf):
        first, *others = node.lines
        return [with_props(node.props, first), *(_at(base, line) for line in others)]
    opener, closer = "{}" if node.mapping else "[]"
    start = with_props(node.props, opener)
    if node.broken:
        return _broken(node, base, shape, start, closer)
    lines = [start]
    for number, entry in enumerate(ordered(node, shape)):
        if number:
            lines[-1] += ", "
        _join(lines, _entry(entry, base, shape))
    lines[-1] += closer
    return lines


def _broken(node: Collection, base: int, shape: Shape, start: str, closer: str) -> list[str]:
    lines = [with_comment(start, node.opening)]
    inner = base + STEP
    fresh = True  # the next entry begins a line
    for number, entry in enumerate(ordered(node, shape)):
        if number and entry.parted:
            lines.append("")
        for at, comment in enumerate(entry.before):
            if at and comment.blank:
                lines.append("")
            lines.append(_at(inner, comment.text))
        if entry.before and entry.blank:
            lines.append("")
        if fresh or entry.broken or entry.before:
            lines.append(" " * inner)
        else:
            lines[-1] += " "
        _join(lines, _entry(entry, inner, shape))
        lines[-1] = with_comment(lines[-1] + ",", entry.trailing)
        fresh = bool(entry.trailing)
    for comment in node.tail:
        if comment.blank and len(lines) > 1:
            lines.append("")
        lines.append(_at(inner, comment.text))
    lines.append(_at(base, closer))
    return lines


def _entry(entry: Entry, base: int, shape: Shape) -> list[str]:
    """One entry within brackets."""
    inner = base + STEP if isinstance(entry.value, Leaf) else base
    value = inline(entry.value, inner, shape_of(entry, shape))
    if entry.key is None:
        return value
    key = head(entry)
    if entry.opening or entry.inside:
        lines = [with_comment(f"{key}:", entry.opening)]
        lines += [_at(base + STEP, comment.text) for comment in entry.inside]
        return [*lines, _at(base + STEP, value[0]), *value[1:]]
    if isinstance(entry.value, Leaf) and entry.value.empty:
        return [key if entry.key.lines[0][-1:] != " " else f"{key}:"]
    return [f"{key}: {value[0]}", *value[1:]]


def _join(lines: list[str], more: list[str]) -> None:
    """Go on at the end of the last line."""
    lines[-1] += more[0]
    lines += more[1:]


def _at(indent: int, line: str) -> str:
    return " " * indent + line if line else ""
