"""Turns the ways of a service into the fewest beginnings of paths that lead to the right servers.

Paths with one first segment belong together: whatever else lies below it, the server answers. So a
rule is needed for each first segment, and not for each operation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.deploy.front import Backend, Service, Way
from generator.styles.route import Transport

ROOT = "/"


@dataclass(frozen=True, kw_only=True)
class Share:
    """The requests whose paths begin alike, and that go to the same servers.

    root: the first segment, "/products", up to a variable or a verb in it; "/" where it is a
    variable. exact: one of the paths is the root itself; below: some go on with a slash; verbs:
    some with a verb, "/products:count".
    media_types: the requests are told by them from others with the same paths, which are of a
    share that follows; each stands for those with a suffix, too.
    """

    backend: Backend
    root: str
    exact: bool
    below: bool
    verbs: bool
    media_types: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it takes all paths there are."""
        return self.root == ROOT and self.below


def shares(service: Service) -> tuple[Share, ...]:
    """Of two that match one request, the right one comes first."""
    found = [(root_of(way), backend, way) for backend in service.backends for way in backend.ways]
    made: list[Share] = []
    for root, group in groupby(sorted(found, key=lambda one: one[0]), key=lambda one: one[0]):
        of_root = [(backend, way) for _, backend, way in group]
        several = len({backend.name for backend, _ in of_root}) > 1
        for backend in service.backends:
            ways = tuple(way for owner, way in of_root if owner is backend)
            if ways:
                made.append(_share(backend, root, ways, several=several))
    made += _metadata(service)
    return tuple(sorted(made, key=lambda share: (not share.media_types, share.is_open)))


def root_of(way: Way) -> str:
    """The first segment of a way's path, up to a variable or a verb in it."""
    first = way.path.segments[0] if way.path.segments else ""
    return ROOT + first.partition("{")[0].partition(":")[0]


def _share(backend: Backend, root: str, ways: tuple[Way, ...], *, several: bool) -> Share:
    ends = {way.path.text.removeprefix(root) for way in ways}
    media_types = dict.fromkeys(kind for way in ways for kind in way.route.media_types)
    return Share(
        backend=backend,
        root=root,
        exact="" in ends,
        below=any(end.startswith("/") for end in ends) or (root == ROOT and ends != {""}),
        verbs=any(end.startswith(":") for end in ends),
        media_types=tuple(media_types) if several else (),
    )


def _metadata(service: Service) -> Iterator[Share]:
    """Where servers say who issues tokens (RFC 9728): below it lie the places of styles."""
    backend = service.backend(Transport.HTTP)
    if service.metadata is not None and backend is not None:
        yield Share(backend=backend, root=service.metadata, exact=True, below=True, verbs=False)
