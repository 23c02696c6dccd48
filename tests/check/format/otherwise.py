"""Writes a contract in a random layout: the same nodes, other indentation, quotes and orders.

It shares nothing with the formatter: it is made from PyYAML's own composed nodes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_RECORDS = ("types", "errors", "resources", "operations")
_SPACED = {("types",), ("operations",)}
_GROUPS = {(section,) for section in ("imports", "auth", *_RECORDS)}
_FIELDS = ("fields", "input", "output", "with", "filter")


@dataclass
class Otherwise:
    """A writer; comments: texts by the path of the entry that they belong to, above and behind."""

    rng: random.Random
    above: dict[tuple[str, ...], str] = field(default_factory=dict)
    behind: dict[tuple[str, ...], str] = field(default_factory=dict)
    tidy: bool = False  # in a layout without surprises: the one to compare with

    def text(self, contract: str) -> str:
        """The contract, written otherwise."""
        root = yaml.compose(contract, Loader=yaml.CBaseLoader)
        lines = ["# head", ""] if self.tidy else ["# head  ", *[""] * self.rng.randint(1, 3)]
        lines += self._mapping(root, 0, ())
        return "\n".join(lines) + ("\n" if self.tidy else "\n" * self.rng.randint(0, 3))

    def _step(self) -> int:
        return 2 if self.tidy else self.rng.randint(1, 6)

    def _mapping(self, node: yaml.MappingNode, indent: int, path: tuple[str, ...]) -> list[str]:
        entries = list(node.value)
        if _is_record(path) and not self.tidy:
            self.rng.shuffle(entries)
        lines: list[str] = []
        for number, (key, value) in enumerate(entries):
            place = (*path, key.value)
            if number and (place in _GROUPS or (path in _SPACED and not value.flow_style)):
                lines += [""] * (1 if self.tidy else self.rng.randint(0, 2))
            if place in self.above:
                column = indent if self.tidy else self.rng.randint(0, indent)
                lines.append(" " * column + self.above[place])
            head = " " * indent + self._scalar(key) + ":"
            more = self._value(value, indent, place)
            if place in self.behind and (not more[0].startswith(("|", ">"))):
                gap = "  " if self.tidy else " " * self.rng.randint(1, 5)
                at = 0 if more[0] == "" or len(more) == 1 else len(more) - 1
                more[at] += gap + self.behind[place]
            gap = "" if more[0] == "" else " " if self.tidy else " " * self.rng.randint(1, 4)
            lines.append(head + gap + more[0] + self._blanks(more))
            lines += more[1:]
        return lines

    def _blanks(self, more: list[str]) -> str:
        return "" if self.tidy or len(more) > 1 else " " * self.rng.randint(0, 2)

    def _value(self, node: yaml.Node, indent: int, path: tuple[str, ...]) -> list[str]:
        """The value's lines: the first behind the key."""
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                deep = indent + self._step()
                rows = node.value.rstrip("\n").split("\n")
                return [node.style, *(" " * deep + row if row else "" for row in rows)]
            return [self._scalar(node)]
        if node.flow_style:
            return [self._flow(node, path)]
        deep = indent + self._step()
        if isinstance(node, yaml.MappingNode):
            return ["", *self._mapping(node, deep, path)]
        lines = [""]
        for item in node.value:
            first, *rest = self._value(item, deep, (*path, "-"))
            lines.append(" " * deep + "- " + first)
            assert not rest, "the contracts have no such list"
        return lines

    def _flow(self, node: yaml.Node, path: tuple[str, ...]) -> str:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        pad = "" if self.tidy else " " * self.rng.randint(0, 2)
        if isinstance(node, yaml.SequenceNode):
            items = [self._flow(item, (*path, "-")) for item in node.value]
            return f"[{pad}{self._joined(items)}{pad}]"
        entries = list(node.value)
        if _is_record(path) and not self.tidy:
            self.rng.shuffle(entries)
        items = []
        for key, value in entries:
            name = self._scalar(key)
            written = self._flow(value, (*path, key.value))
            items.append(f"{name}: {written}" if written else name)
        return f"{{{pad}{self._joined(items)}{pad}}}"

    def _joined(self, items: list[str]) -> str:
        gap = ", " if self.tidy else "," + " " * self.rng.randint(1, 3)
        return gap.join(items)

    def _scalar(self, node: yaml.ScalarNode) -> str:
        value = node.value
        if node.style in ('"', "'") and self.tidy:
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        is_text = node.style in ('"', "'") or _is_text(value)
        quoted = node.style in ('"', "'") or (not self.tidy and is_text and self.rng.random() < 0.3)
        if not quoted:
            return str(value)
        if self.rng.random() < 0.5:
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_text(value: str) -> bool:
    """Whether a plain scalar surely is a text, quoted or not."""
    return value[:1].isalpha() and value not in ("true", "false", "null")


def _is_record(path: tuple[str, ...]) -> bool:
    """Whether the keys at a path are words of the language, as far as these contracts go."""
    if not path:
        return True
    if path[0] not in _RECORDS or "examples" in path or len(path) < 2:
        return False
    if len(path) == 2:
        return True
    if path[0] == "types" and path[2] == "fields" and len(path) == 4:
        return True
    return path[0] == "operations" and len(path) == 4 and path[2] in _FIELDS and path[3] != "-"


def entries(contract: str) -> Iterator[tuple[str, ...]]:
    """The paths of all entries of mappings that are not within brackets."""

    def walk(node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            for key, value in node.value:
                yield (*path, key.value)
                yield from walk(value, (*path, key.value))

    return walk(yaml.compose(contract, Loader=yaml.CBaseLoader), ())
