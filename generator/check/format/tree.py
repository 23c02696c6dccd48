"""What a contract's text consists of, as far as its layout goes: nodes, entries and comments."""

from dataclasses import dataclass, field

_LONGEST_KEY = 1024  # YAML 1.2, 7.4.2: a longer one needs its question mark


@dataclass(slots=True, eq=False)
class Comment:
    """A comment with a line of its own; ``blank``: an empty line stands above it."""

    text: str
    blank: bool


@dataclass(slots=True, eq=False)
class Leaf:
    """A scalar or an alias, spelled: ``lines`` has more than one where it goes over lines.

    block: its lines are a header and what stands below it, without indentation; keep: the empty
    lines at its end belong to it; empty: there is nothing at all. props: ``&anchor !!tag``.
    """

    lines: list[str]
    props: str = ""
    block: bool = False
    keep: bool = False

    @property
    def empty(self) -> bool:
        """Whether it is a null without any text."""
        return self.lines == [""] and not self.props


@dataclass(slots=True, eq=False)
class Collection:
    """A mapping or a sequence, within brackets (flow) or not.

    column: of its keys or dashes, as read. broken: the author put its entries on several lines.
    marked: an anchor or an alias stands in it. opening: the comment behind its bracket; tail: the
    comments below its last entry.
    """

    mapping: bool
    flow: bool
    column: int
    props: str = ""
    entries: "list[Entry]" = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
    opening: str = ""
    broken: bool = False
    marked: bool = False


Node = Leaf | Collection


@dataclass(slots=True, eq=False)
class Entry:
    """One entry of a collection; of a mapping with a key.

    name: the key's text. before: the comments above it; blank: an empty line stands above it, and
    below those comments. opening: the comment behind the key; inside: those between the key and a
    value below it. trailing: the comment behind the value. below: the value begins on a later line
    than the key; broken: the entry begins on another line than what stands before it.
    """

    key: Leaf | None = None
    name: str = ""
    value: Node = field(default_factory=lambda: Leaf([""]))
    before: list[Comment] = field(default_factory=list)
    blank: bool = False
    opening: str = ""
    inside: list[Comment] = field(default_factory=list)
    trailing: str = ""
    below: bool = False
    broken: bool = False

    @property
    def long(self) -> bool:
        """Whether the key is too long to stand without a question mark."""
        return self.key is not None and len(self.key.props) + len(self.key.lines[0]) >= _LONGEST_KEY

    @property
    def parted(self) -> bool:
        """Whether an empty line stands above it and its comments."""
        return self.before[0].blank if self.before else self.blank


@dataclass(slots=True, eq=False)
class Document:
    """A whole text. above: the comments above all else, blank: an empty line is below them.

    below: the comments at its end that belong to nothing.
    """

    root: Collection
    above: list[Comment] = field(default_factory=list)
    blank: bool = False
    below: list[Comment] = field(default_factory=list)
