"""A figure of a page: drawings, words, and the same numbers as a table."""

from dataclasses import dataclass

from generator.compare.page.plot import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """An entry of a legend; number: the style's place."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of text, which the first cell names; kind: the class of its style, "" for none."""

    kind: str = ""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows below their heads; kinds: the classes of the columns after the first."""

    head: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence below a figure; kind: the classes of the styles that it speaks of."""

    kind: str = ""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Drawings and all that explains them; parts: the legend is that of stacked bars."""

    anchor: str
    title: str
    description: str
    drawings: tuple[Drawing, ...]
    keys: tuple[LegendEntry, ...]
    parts: bool
    markers: bool
    notes: tuple[Note, ...]
    table: Table
