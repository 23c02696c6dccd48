"""Turns the ways in of one transport into the fewest matches of paths and methods.

Of the matches that fit a request, the Gateway API takes the one with an exact path, else the one
with the longest prefix; of those the one that names the method. A request that fits no match with
an exact path falls to those with a prefix. Regular expressions mean what each implementation makes
of them, and so are not used: ways that differ behind a variable share what is done for the prefix
before it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.deploy.front import Way
from generator.deploy.kubernetes.behaviour import Behaviour, Destination, merged

# Those that a match can name; others (QUERY) are served by a match that names none.
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The requests that a rule is for; method: None for all that no other match names."""

    path: str
    exact: bool
    method: str | None = None

    def covers(self, path: str) -> bool:
        """Whether a path is one of its own, segment by segment."""
        prefix = self.path.rstrip("/")
        return path == self.path or (not self.exact and path.startswith(f"{prefix}/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one way asks for, and whether a path without a variable says it."""

    way: Way
    behaviour: Behaviour

    @property
    def home(self) -> str | None:
        """The prefix that its requests share with others: all before the segment of a variable.

        Paths that contracts have no say in lie in a folder of their own, which is as good.
        """
        path = self.way.path
        if not path.is_fixed:
            return path.prefix.rpartition("/")[0] or "/"
        folder = path.text.rpartition("/")[0]
        return None if self.way.route.by_contract else folder or None

    @property
    def methods(self) -> tuple[str, ...]:
        """Its methods; a GET is a HEAD, too."""
        methods = self.way.route.methods
        return (*methods, "HEAD") if "GET" in methods else methods


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is done with the requests of each match."""

    found: Mapping[Match, Behaviour]

    def of(self, path: str, method: str) -> Behaviour | None:
        """What is done with a request, by the rules of the Gateway API; None: nothing fits it."""
        fitting = [
            match for match in self.found if match.covers(path) and match.method in (None, method)
        ]
        best = max(fitting, default=None, key=_precedence)
        return None if best is None else self.found[best]


@dataclass(kw_only=True)
class _Node:
    """A path and what is wanted at it, by methods: of its own, and of fixed paths below it."""

    path: str
    exact: bool
    own: dict[str, list[Behaviour]] = field(default_factory=dict)
    fixed: dict[str, dict[str, Behaviour]] = field(default_factory=dict)


def table(wanted: Sequence[Wanted], fallback: Destination) -> Table:
    """The fewest matches for what is wanted.

    fallback: where one match sends what wants to go to different places.
    """
    prefixes = sorted({one.home for one in wanted if one.home is not None})
    nodes = {home: _Node(path=home, exact=False) for home in prefixes}
    for one in wanted:
        path = one.way.path
        if not path.is_fixed:
            assert one.home is not None
            for method in one.methods:
                nodes[one.home].own.setdefault(method, []).append(one.behaviour)
            continue
        home = max((home for home in prefixes if _below(path.text, home)), default=None, key=len)
        if home is not None:
            paths = nodes[home].fixed.setdefault(path.text, {})
            paths |= dict.fromkeys(one.methods, one.behaviour)
            continue
        node = nodes.setdefault(path.text, _Node(path=path.text, exact=True))
        for method in one.methods:
            node.own.setdefault(method, []).append(one.behaviour)
    found: dict[Match, Behaviour] = {}
    for node in nodes.values():
        found |= _of_node(node, fallback)
    return Table(found=found)


def _below(path: str, home: str) -> bool:
    return Match(path=home, exact=False).covers(path)


def _of_node(node: _Node, fallback: Destination) -> dict[Match, Behaviour]:
    own = {method: merged(found, fallback) for method, found in node.own.items()}
    below = [behaviour for methods in node.fixed.values() for behaviour in methods.values()]
    bases = _bases(own, [*own.values(), *below], fallback)
    return min((_with_base(node, own, base, fallback) for base in bases), key=len)


def _bases(
    own: Mapping[str, Behaviour], all_wanted: Sequence[Behaviour], fallback: Destination
) -> Iterable[Behaviour]:
    """What a match without a method may do: what methods need that no match can name, or any."""
    nameless = [behaviour for method, behaviour in own.items() if method not in METHODS]
    if nameless:
        return [merged(nameless, fallback)]
    return [behaviour for behaviour, _ in Counter(all_wanted).most_common()]


def _with_base(
    node: _Node, own: Mapping[str, Behaviour], base: Behaviour, fallback: Destination
) -> dict[Match, Behaviour]:
    found = {Match(path=node.path, exact=node.exact): base}
    for method, behaviour in own.items():
        if behaviour != base and method in METHODS:
            found[Match(path=node.path, exact=node.exact, method=method)] = behaviour
    for path, methods in node.fixed.items():
        others = {
            method: behaviour
            for method, behaviour in methods.items()
            if behaviour != own.get(method, base)
        }
        if others:
            found |= _exact(path, methods, others, fallback)
    return found


def _exact(
    path: str,
    methods: Mapping[str, Behaviour],
    others: Mapping[str, Behaviour],
    fallback: Destination,
) -> dict[Match, Behaviour]:
    """Matches for a path that wants something else than the prefix above it."""
    if len({*methods.values()}) == 1 or not {*others} <= {*METHODS}:
        return {Match(path=path, exact=True): merged(methods.values(), fallback)}
    return {
        Match(path=path, exact=True, method=method): behaviour
        for method, behaviour in others.items()
    }


def _precedence(match: Match) -> tuple[bool, int, bool]:
    return match.exact, len(match.path), match.method is not None
