"""Reads the keys of one mapping, each as the kind of value that it must be, and knows the rest."""

from collections.abc import Collection, Iterator

from generator.contract.declare.parts import Spanned
from generator.contract.problems import candidates, shape
from generator.diagnostics import Problems, Span
from generator.model import Entry, Mapping, Node, Scalar, Sequence


def kind_of(node: Node) -> str:
    """What a node is, in the words of a message."""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return f"the truth value {node.text}"
        case Scalar(value=str()):
            return f"the text '{_short(node.text)}'"
        case Scalar():
            return f"the number {_short(node.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def as_text(node: Node, what: str, problems: Problems) -> Spanned | None:
    """A text; anything else is a problem."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Spanned(value=node.value, span=node.span)
    quote = isinstance(node, Scalar) and node.value is not None
    hint = f'put it in quotes: "{node.text}"' if quote and isinstance(node, Scalar) else None
    problems.add(shape.wrong_kind(node.span, what, "text", kind_of(node), hint))
    return None


def as_mapping(node: Node, what: str, problems: Problems) -> Mapping | None:
    """A mapping; anything else is a problem."""
    if isinstance(node, Mapping):
        return node
    problems.add(shape.no_mapping(node.span, what, kind_of(node)))
    return None


def as_texts(node: Node, what: str, problems: Problems) -> tuple[Spanned, ...]:
    """A list of texts; a single text counts as a list of one."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return (Spanned(value=node.value, span=node.span),)
    if not isinstance(node, Sequence):
        problems.add(shape.wrong_kind(node.span, what, "a list of names", kind_of(node)))
        return ()
    found = (as_text(item, f"an item of {what}", problems) for item in node.items)
    return tuple(text for text in found if text is not None)


def named(node: Mapping) -> Iterator[Entry]:
    """The entries of a mapping of names, without the ``x-`` ones that may stand between."""
    return (entry for entry in node.entries if not entry.key.startswith("x-"))


class MappingReader:
    """One mapping while it is read: what nobody asks for is unknown at the end."""

    def __init__(self, node: Mapping, owner: str, problems: Problems) -> None:
        self.node = node
        self.owner = owner
        self.problems = problems
        self._entries = {entry.key: entry for entry in node.entries}
        self._asked: set[str] = set()

    def entry(self, key: str) -> Entry | None:
        """The whole entry, or None."""
        self._asked.add(key)
        return self._entries.get(key)

    def place(self, key: str) -> Span:
        """Where the key stands, else where the mapping does."""
        entry = self._entries.get(key)
        return self.node.span if entry is None else entry.key_span

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def node_at(self, key: str) -> Node | None:
        """Any value."""
        entry = self.entry(key)
        return None if entry is None else entry.value

    def text(self, key: str) -> Spanned | None:
        """A text with its place."""
        node = self.node_at(key)
        return None if node is None else as_text(node, f"'{key}'", self.problems)

    def prose(self, key: str) -> str:
        """A text that only people read; nothing is an empty one."""
        node = self.node_at(key)
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ""
        text = as_text(node, f"'{key}'", self.problems)
        return "" if text is None else text.value

    def flag(self, key: str) -> bool | None:
        """true or false; None when it is absent or broken."""
        node = self.node_at(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        text = node.text if isinstance(node, Scalar) else ""
        self.problems.add(shape.no_flag(node.span, f"'{key}'", text, kind_of(node)))
        return None

    def integer(self, key: str) -> Scalar | None:
        """A whole number with its place."""
        node = self.node_at(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and type(node.value) is int:
            return node
        found = kind_of(node)
        self.problems.add(shape.wrong_kind(node.span, f"'{key}'", "a whole number", found))
        return None

    def mapping(self, key: str) -> Mapping | None:
        """A mapping."""
        node = self.node_at(key)
        return None if node is None else as_mapping(node, f"'{key}'", self.problems)

    def entries(self, key: str) -> Iterator[Entry]:
        """The entries of a mapping of names; none when it is absent or broken."""
        found = self.mapping(key)
        return iter(()) if found is None else named(found)

    def texts(self, key: str) -> tuple[Spanned, ...]:
        """A list of texts, or one text."""
        node = self.node_at(key)
        return () if node is None else as_texts(node, f"'{key}'", self.problems)

    def text_map(self, key: str) -> dict[str, Spanned]:
        """A mapping of texts."""
        found: dict[str, Spanned] = {}
        for entry in self.entries(key):
            text = as_text(entry.value, f"'{entry.key}'", self.problems)
            if text is not None:
                found[entry.key] = text
        return found

    def settings(self, styles: Collection[str]) -> dict[str, Node]:
        """What the mapping says to styles, as it is."""
        found = {key: self.node_at(key) for key in self._entries if key in styles}
        return {key: node for key, node in found.items() if node is not None}

    def _texts(self) -> dict[str, str]:
        entries = self._entries.values()
        return {e.key: e.value.text for e in entries if isinstance(e.value, Scalar)}

    def finish(self, known: Collection[str] = ()) -> Mapping | None:
        """Report the keys that nobody asked for, and give back the ``x-`` ones."""
        if len(self._entries) == len(self._asked & self._entries.keys()):
            return None
        extensions: list[Entry] = []
        for key, entry in self._entries.items():
            if key in self._asked:
                continue
            if key.startswith("x-"):
                extensions.append(entry)
                continue
            names = candidates(self.problems, lambda: [*self._asked, *known])
            found = shape.unknown_key(entry.key_span, key, self.owner, names, self._texts())
            self.problems.add(found)
        return Mapping(entries=tuple(extensions), span=self.node.span) if extensions else None
