"""Turns the shares of a service into the fewest rules of a listener of a load balancer.

A rule has five values in all its conditions, and five wildcards. A pattern is case-sensitive, ``*``
stands for any characters, slashes included, and ``?`` for one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.deploy.aws.shares import ROOT, Share
from generator.deploy.front import Backend
from generator.model import JsonObject

VALUES = 5  # in all conditions of a rule
WILDCARDS = 5
LONGEST = 128  # characters of a pattern
_HOSTS = 2  # in one rule, so that two media types and a path find room beside them
# What may stand in a pattern as itself.
_OTHER = re.compile(r"[^A-Za-z0-9_.$/~\"'@:+&-]")


@dataclass(frozen=True, kw_only=True)
class ListenerRule:
    """What a rule asks of a request, and where it sends it."""

    backend: Backend
    hosts: tuple[str, ...]
    media_types: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def conditions(self) -> list[JsonObject]:
        """As CloudFormation has them."""
        found: list[JsonObject] = []
        if self.hosts:
            found.append(
                {"Field": "host-header", "HostHeaderConfig": {"Values": [*self.hosts]}},
            )
        if self.media_types:
            header = {"HttpHeaderName": "Content-Type", "Values": [*self.media_types]}
            found.append({"Field": "http-header", "HttpHeaderConfig": header})
        found.append({"Field": "path-pattern", "PathPatternConfig": {"Values": [*self.paths]}})
        return found


def listener_rules(found: Sequence[Share], hosts: Sequence[str]) -> Iterator[ListenerRule]:
    """The rules of one service, in the order of their priorities; hosts: () for any."""
    for some in [tuple(hosts[at : at + _HOSTS]) for at in range(0, len(hosts), _HOSTS)] or [()]:
        for backend, media_types, together in _alike(found):
            paths = [path for share in together for path in patterns(share)]
            room = VALUES - len(some) - len(media_types)
            stars = WILDCARDS - sum(_wildcards(value) for value in (*some, *media_types))
            for batch in _batches(paths, room, stars):
                yield ListenerRule(
                    backend=backend, hosts=some, media_types=media_types, paths=batch
                )


def patterns(share: Share) -> tuple[str, ...]:
    """What the path of a request has to look like."""
    root = _literal(share.root)
    if share.root == ROOT:
        return (ROOT,) * (share.exact and not share.below) + ("/*",) * share.below
    return (root,) * share.exact + (f"{root}/*",) * share.below + (f"{root}:*",) * share.verbs


def _literal(root: str) -> str:
    """A root as a pattern; what may not stand in one is any one character, what is too long any."""
    text = _OTHER.sub("?", root)
    return text if len(text) <= LONGEST - 2 else f"{text[: LONGEST - 3]}*"


def _alike(
    found: Iterable[Share],
) -> Iterator[tuple[Backend, tuple[str, ...], list[Share]]]:
    """Those that can share a rule: of the same servers, told by the same media type.

    A media type stands for those with a suffix (RFC 6839), too.
    """
    groups: dict[tuple[str, str, bool], list[Share]] = {}
    for share in found:
        for kind in share.media_types or ("",):
            groups.setdefault((share.backend.name, kind, share.is_open), []).append(share)
    for (_, kind, _), together in groups.items():
        yield together[0].backend, (kind, f"{kind}+*") if kind else (), together


def _batches(paths: Sequence[str], room: int, stars: int) -> Iterator[tuple[str, ...]]:
    batch: list[str] = []
    for path in paths:
        used = sum(_wildcards(one) for one in batch)
        if batch and (len(batch) == room or used + _wildcards(path) > stars):
            yield tuple(batch)
            batch = []
        batch.append(path)
    if batch:
        yield tuple(batch)


def _wildcards(value: str) -> int:
    return value.count("*") + value.count("?")
