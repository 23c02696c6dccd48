"""Turns the greatest body of a request into filters that stop what is greater, as it comes.

Routes cannot tell such a filter a number, so there is one for each number that there is.
"""

from collections.abc import Iterator

from generator.deploy.envoy.typed import Plain, disabled, enabled, extension, switched_off
from generator.deploy.front import Front, Way
from generator.styles.route import LARGEST

_LIMIT = "envoy.extensions.filters.http.body_size_limit.v3.BodySizeLimit"


def filters(front: Front) -> Iterator[Plain]:
    """The one that holds for whatever says nothing else, and those of single ways."""
    ways = front.ways
    found = {way.route.largest for way in ways if way.route.largest is not None}
    for largest in sorted({LARGEST, *found}):
        made = extension(_name(largest), _LIMIT, max_request_bytes=_more(largest))
        yield made if largest == LARGEST else disabled(made)


def of(way: Way) -> Plain:
    """What is different on a way."""
    match way.route.largest:
        case int(largest) if largest == LARGEST:
            return {}
        case None:
            return {_name(LARGEST): switched_off()}
        case largest:
            return {_name(LARGEST): switched_off(), _name(largest): enabled()}


def _name(largest: int) -> str:
    return f"body_of_{largest}_bytes"


def _more(largest: int) -> int:
    """A third more than a server takes, whose own answer says more; base64 needs as much."""
    return largest + largest // 3 + 1024
