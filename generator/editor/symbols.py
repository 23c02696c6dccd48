"""What has a name in a contract, and the places where it is named."""

import enum
from dataclasses import dataclass
from pathlib import Path

from generator.editor.text import Range


class Kind(enum.Enum):
    """What a name is for; the value is how people call it."""

    TYPE = "type"
    ERROR = "error"
    RESOURCE = "resource"
    OPERATION = "operation"
    AUTH = "auth scheme"
    FIELD = "field"
    VALUE = "enum value"
    TAG = "union variant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """Something with a name; ``path`` leads to it from the top of the file, its name last.

    ``("types", "Product", "fields", "price")``
    """

    kind: Kind
    file: Path
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.path[-1]


class Form(enum.Enum):
    """How a use spells the name."""

    PLAIN = enum.auto()
    KEY = enum.auto()  # as the parameter that names one of a resource: product_id
    PLURAL = enum.auto()  # as the list of a resource in a page: products
    IMPLIED = enum.auto()  # not at all: a resource whose record has its name
    GUESSED_KEY = enum.auto()  # both of these
    GUESSED = enum.auto()  # a word in the settings of a style that is a parameter, perhaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place that names a symbol; ``of``: for a key's parameter, the resource that it names."""

    symbol: Symbol
    file: Path
    range: Range
    declares: bool = False
    form: Form = Form.PLAIN
    of: Symbol | None = None
