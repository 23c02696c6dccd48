"""Turns what was seen with a proxy in between into sentences."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from generator.compare.timing.intermediary import Ending, Intermediary, Loss, Share, Stored
from generator.formats.readable import listed

T = TypeVar("T")


def saved_share(one: Stored) -> float:
    """The bytes that were saved, as a share of those without the proxy; negative if it adds."""
    return one.saved / one.direct if one.direct else 0.0


def total(cells: Sequence[Stored]) -> Stored:
    """What was seen of several operations of one style, together."""
    return Stored(
        operation="",
        style=cells[0].style,
        calls=sum(one.calls for one in cells),
        hits=sum(one.hits for one in cells),
        revalidated=sum(one.revalidated for one in cells),
        served=sum(one.served for one in cells),
        direct=sum(one.direct for one in cells),
        upstream=sum(one.upstream for one in cells),
    )


def _over(titles: Mapping[str, str], styles: Sequence[str]) -> str:
    """The styles' titles, or that they are all."""
    return "every style" if len(styles) == len(titles) > 2 else listed([titles[s] for s in styles])


def findings(found: Intermediary, titles: Mapping[str, str]) -> tuple[str, ...]:
    """A few sentences; titles: of the styles, by name."""
    return (
        *_cached(found, titles),
        *_spread(found, titles),
        *_lost(found, titles),
        *_alike(found, titles),
        *_absent(found, titles),
    )


def _by_style(cells: Sequence[T], style: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for one in cells:
        groups.setdefault(style(one), []).append(one)
    return groups


def _cached(found: Intermediary, titles: Mapping[str, str]) -> Iterator[str]:
    nothing = []
    for style, cells in _by_style(found.stored, lambda one: one.style).items():
        all_of_it = total(cells)
        if not all_of_it.hits and not all_of_it.revalidated:
            nothing.append(style)
            continue
        percent = saved_share(all_of_it)
        change = f"{abs(percent):.0%} {'less' if percent >= 0 else 'more'}"
        hits = f"{all_of_it.hits} without a server" if all_of_it.hits else ""
        again = (
            f"{all_of_it.revalidated} after a server said that what is kept is still right"
            if all_of_it.revalidated
            else ""
        )
        yield (
            f"Of {all_of_it.calls} safe calls over {titles[style]}, the cache answered "
            f"{' and '.join(filter(None, (hits, again)))}; bytes to and from the servers: {change}."
        )
    if nothing:
        yield f"Over {_over(titles, nothing)} nothing was kept: every call needed a server."


def _spread(found: Intermediary, titles: Mapping[str, str]) -> Iterator[str]:
    for proxied, through in ((True, found.title), (False, "a relay that knows connections only")):
        groups: dict[tuple[int, ...], list[Share]] = {}
        for one in found.shares:
            if one.proxied is proxied:
                groups.setdefault(one.servers, []).append(one)
        for servers, shares in groups.items():
            names = _over(titles, [one.style for one in shares])
            yield (
                f"Through {through}, {sum(servers)} calls of one client over {names} came to the "
                f"two servers {' to '.join(map(str, servers))}."
            )


def _lost(found: Intermediary, titles: Mapping[str, str]) -> Iterator[str]:
    held = [one for one in found.losses if one.ending is Ending.HELD and one.lost]
    for repeats, kind in ((True, "may be repeated"), (False, "may not be repeated")):
        groups: dict[str, list[Loss]] = {}
        for one in held:
            if one.repeats is repeats:
                groups.setdefault(_fate(one), []).append(one)
        for fate, losses in groups.items():
            names = _over(titles, [one.style for one in losses])
            yield f"Calls that {kind} and that a killed server held {fate} over {names}."
    refused = [one for one in found.losses if one.ending is Ending.REFUSED]
    failed = list(dict.fromkeys(one.style for one in refused if one.failed))
    if failed:
        yield f"With one server gone, calls failed over {_over(titles, failed)}."
    elif refused:
        yield "With one server gone, every call was sent to the other: none failed."


def _fate(one: Loss) -> str:
    if not one.failed:
        return "succeeded at the other server"
    return "failed" if not one.repeated else "failed in part"


def _alike(found: Intermediary, titles: Mapping[str, str]) -> Iterator[str]:
    same = [one for one in found.alternations if not one.different]
    if same:
        names = _over(titles, [one.style for one in same])
        yield f"Two servers that answered in turn gave the same results as one over {names}."
    for one in found.alternations:
        if one.different:
            yield (
                f"Over {titles[one.style]}, two servers in turn gave other results than one for "
                f"{listed([*one.different])}."
            )


def _absent(found: Intermediary, titles: Mapping[str, str]) -> Iterator[str]:
    for one in found.absent:
        name = f"{one.operation} over {titles[one.style]}" if one.operation else titles[one.style]
        yield f"Not seen: {one.what}, {name}: {one.reason}."
