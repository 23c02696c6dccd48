"""Turns what was seen with a proxy in between into the tables of a section, and what they show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare.page import quantity
from generator.compare.through.findings import findings, saved_share
from generator.compare.through.terminal import (
    ALTERNATIONS,
    HELD,
    REFUSED,
    SHARES,
    STORED,
    repeated,
)
from generator.compare.timing.intermediary import Ending, Intermediary, Loss, Stored
from generator.compare.timing.result import Measurement
from generator.diagnostics.render import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenRowView:
    """A row; number: of its style, by which it is shown or hidden."""

    number: int
    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenGroupView:
    """Rows below one heading, "" for none."""

    title: str
    rows: tuple[BetweenRowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenTableView:
    """One question; how: it was measured; kinds: by column, the class of its cells."""

    title: str
    anchor: str
    how: str
    head: tuple[str, ...]
    kinds: tuple[str, ...]
    groups: tuple[BetweenGroupView, ...]

    @property
    def width(self) -> int:
        """How many columns it has, that of the style included."""
        return len(self.head) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenView:
    """The section."""

    proxy: str
    sentences: tuple[str, ...]
    tables: tuple[BetweenTableView, ...]


def between(titles: Mapping[str, str], measured: Measurement | None) -> BetweenView | None:
    """The section of a page; None where no proxy was in between. titles: of styles, by name."""
    if measured is None or measured.through is None:
        return None
    found = measured.through
    section = _Section(found, titles)
    return BetweenView(
        proxy=visible(found.title),
        sentences=tuple(visible(text) for text in findings(found, titles)),
        tables=tuple(table for table in section.tables() if table.groups),
    )


class _Section:
    def __init__(self, found: Intermediary, titles: Mapping[str, str]) -> None:
        self._found = found
        self._titles = titles
        self._numbers = {style: number for number, style in enumerate(titles)}

    def tables(self) -> Iterator[BetweenTableView]:
        yield BetweenTableView(
            title="What a cache answers",
            anchor="between-cached",
            how=STORED.format(fresh=self._found.fresh),
            head=(
                "Calls",
                "Hits",
                "Revalidated",
                "Full answers",
                "Bytes without it",
                "Bytes behind it",
                "Saved",
                "Why nothing is kept",
            ),
            kinds=("count",) * 7 + ("why",),
            groups=tuple(self._stored()),
        )
        yield BetweenTableView(
            title="Who gets the calls",
            anchor="between-shares",
            how=SHARES,
            head=("Operation", "In between", "First server", "Second server"),
            kinds=("", "", "count", "count"),
            groups=_one([*self._shares()]),
        )
        for ending, title, how in (
            (Ending.HELD, "A server is killed while it works", HELD),
            (Ending.REFUSED, "A server is gone", REFUSED),
        ):
            lost = _LOST[ending]
            failed = any(one.error for one in self._found.losses if one.ending is ending)
            error = ("Error",) if failed else ()
            yield BetweenTableView(
                title=title,
                anchor=f"between-{ending.value}",
                how=how,
                head=("Operation", "May be repeated", *lost, "Failed", "Added", *error),
                kinds=("", "", *("count" for _ in lost), "count", "count", *("why" for _ in error)),
                groups=_one([*self._losses(ending, told=failed)]),
            )
        yield BetweenTableView(
            title="Two servers in turn",
            anchor="between-turns",
            how=ALTERNATIONS,
            head=("Operations", "Calls", "Of them pages", "Of them errors", "Other than with one"),
            kinds=("count", "count", "count", "count", "why"),
            groups=_one([*self._alternations()]),
        )

    def _row(self, style: str, *cells: str) -> BetweenRowView:
        title = visible(self._titles[style])
        shown = tuple(visible(cell) for cell in cells)
        return BetweenRowView(number=self._numbers[style], title=title, cells=shown)

    def _stored(self) -> Iterator[BetweenGroupView]:
        groups: dict[str, list[Stored]] = {}
        for one in self._found.stored:
            groups.setdefault(one.operation, []).append(one)
        for operation, cells in groups.items():
            rows = tuple(
                self._row(
                    one.style,
                    f"{one.calls}",
                    f"{one.hits}",
                    f"{one.revalidated}",
                    f"{one.missed}",
                    f"{one.direct:,}",
                    f"{one.upstream:,}",
                    f"{saved_share(one):.0%}".replace("-", "\u2212"),
                    one.why,
                )
                for one in cells
            )
            yield BetweenGroupView(title=visible(operation), rows=rows)

    def _shares(self) -> Iterator[BetweenRowView]:
        for one in self._found.shares:
            through = self._found.title if one.proxied else "a relay of connections"
            yield self._row(one.style, one.operation, through, *map(str, one.servers))

    def _losses(self, ending: Ending, *, told: bool) -> Iterator[BetweenRowView]:
        """The rows of an ending; told: with how calls failed."""
        for one in self._found.losses:
            if one.ending is ending:
                yield self._row(
                    one.style,
                    one.operation,
                    "yes" if one.repeats else "no",
                    f"{one.calls}",
                    *((f"{one.lost}", repeated(one)) if ending is Ending.HELD else ()),
                    f"{one.failed}",
                    _added(one),
                    *((one.error,) if told else ()),
                )

    def _alternations(self) -> Iterator[BetweenRowView]:
        for one in self._found.alternations:
            numbers = (one.operations, one.calls, one.pages, one.errors)
            different = ", ".join(one.different) or "none"
            yield self._row(one.style, *map(str, numbers), different)


_LOST = {
    Ending.HELD: ("Calls", "Held by it", "Repeated"),
    Ending.REFUSED: ("Calls",),
}


def _one(rows: Sequence[BetweenRowView]) -> tuple[BetweenGroupView, ...]:
    return (BetweenGroupView(title="", rows=tuple(rows)),) if rows else ()


def _added(one: Loss) -> str:
    return "none succeeded" if one.added is None else quantity.seconds(one.added)
