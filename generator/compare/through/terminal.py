"""Turns what was seen with a proxy in between into text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from generator.compare.through.findings import findings, saved_share
from generator.compare.timing.intermediary import Ending, Intermediary, Loss
from generator.formats.columns import BOLD, DIM, TITLE, Line, Printer, table, text_of, wrapped

# How each table came to be, for all who show it.
STORED = (
    "Every safe operation, again and again with the same arguments. max_age was cut to {fresh} s, "
    "and the last call of what has one came when it was over. Bytes are those of both directions "
    "between proxy and servers, or between client and server without it; less than 0 % is saved "
    "where the proxy adds headers and keeps nothing."
)
SHARES = (
    "Calls one after another from one client, through the proxy and through a relay that chooses a "
    "server for each connection; counted by the servers."
)
HELD = (
    "Calls at the same time, half of them at each server, when one server is killed (SIGKILL). "
    "Added is what the slowest call that succeeded waited since then, less the median with both."
)
REFUSED = (
    "Calls one after another through a proxy that has just started and knows two servers, one of "
    "which is gone. Added is what the slowest call waited more than the median with both servers."
)
ALTERNATIONS = (
    "The calls of the examples and lists page by page: to one server, then to two in turn that "
    "share the data and nothing else."
)

_STORED = ("operation", "style", "calls", "hits", "revalidated", "direct", "behind", "saved")
_SHARES = ("style", "operation", "through", "first", "second")
_HELD = ("style", "operation", "repeatable", "calls", "held", "repeated", "failed", "added")
_REFUSED = ("style", "operation", "repeatable", "calls", "failed", "added")
_ALTERNATIONS = ("style", "operations", "calls", "pages", "different")


def terminal(found: Intermediary, titles: Mapping[str, str], *, width: int, color: bool) -> str:
    """A table for each question, and what follows from them; titles: of the styles, by name."""
    return text_of(_Page(found, titles, width, Printer(color=color)).lines())


class _Page:
    def __init__(
        self, found: Intermediary, titles: Mapping[str, str], width: int, printer: Printer
    ) -> None:
        self._found, self._titles = found, titles
        self._width, self._printer = width, printer

    def lines(self) -> Iterator[str]:
        found = self._found
        yield ""
        yield self._printer.line(Line(f"What {found.title} does in between", BOLD))
        how = STORED.format(fresh=found.fresh)
        yield from self._part("Cached", how, _STORED, self._stored(), texts=2)
        reasons: dict[str, list[str]] = {}
        for one in found.stored:
            if one.why:
                name = f"{one.operation} over {self._titles[one.style]}"
                reasons.setdefault(one.why, []).append(name)
        for why, names in reasons.items():
            yield from self._text(f"{', '.join(names)}: {why}.", DIM)
        yield from self._part("Balanced", SHARES, _SHARES, self._shares(), texts=3)
        rows = self._losses(Ending.HELD)
        yield from self._part("A server is killed while it works", HELD, _HELD, rows, texts=3)
        rows = self._losses(Ending.REFUSED)
        yield from self._part("A server is gone", REFUSED, _REFUSED, rows, texts=3)
        rows = self._alternations()
        yield from self._part("No state in between", ALTERNATIONS, _ALTERNATIONS, rows)
        yield ""
        for sentence in findings(found, self._titles):
            yield from self._text(sentence)

    def _stored(self) -> Iterator[Sequence[str]]:
        for one in self._found.stored:
            yield (
                one.operation,
                self._titles[one.style],
                f"{one.calls}",
                f"{one.hits}",
                f"{one.revalidated}",
                f"{one.direct:,}",
                f"{one.upstream:,}",
                f"{saved_share(one):.0%}",
            )

    def _shares(self) -> Iterator[Sequence[str]]:
        for one in self._found.shares:
            through = self._found.title if one.proxied else "a relay"
            yield (self._titles[one.style], one.operation, through, *map(str, one.servers))

    def _losses(self, ending: Ending) -> Iterator[Sequence[str]]:
        for one in self._found.losses:
            if one.ending is ending:
                yield (
                    self._titles[one.style],
                    one.operation,
                    "yes" if one.repeats else "no",
                    f"{one.calls}",
                    *((f"{one.lost}", repeated(one)) if ending is Ending.HELD else ()),
                    f"{one.failed}",
                    added(one),
                )

    def _alternations(self) -> Iterator[Sequence[str]]:
        for one in self._found.alternations:
            yield (
                self._titles[one.style],
                f"{one.operations}",
                f"{one.calls}",
                f"{one.pages}",
                ", ".join(one.different) or "none",
            )

    def _part(
        self,
        title: str,
        how: str,
        head: Sequence[str],
        rows: Iterator[Sequence[str]],
        *,
        texts: int = 1,
    ) -> Iterator[str]:
        known = [*rows]
        if not known:
            return
        yield ""
        yield self._printer.line(Line(title, TITLE))
        yield from self._text(how, DIM)
        first, *others = table(head, known, texts=texts)
        yield self._printer.line(Line(first, DIM))
        yield from others

    def _text(self, text: str, paint: str = "") -> Iterator[str]:
        for line in wrapped([Line(text, paint)], self._width):
            yield self._printer.line(line)


def added(one: Loss) -> str:
    """What the slowest call that succeeded waited more than usual."""
    return "-" if one.added is None else f"{one.added * 1e3:.1f} ms"


def repeated(one: Loss) -> str:
    """The calls that the lost server held and that succeeded elsewhere, and who repeated them."""
    who = "client" if one.retried else "proxy"
    return f"{one.repeated} by the {who}" if one.repeated else "0"
