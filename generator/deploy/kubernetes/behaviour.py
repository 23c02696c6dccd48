"""Turns the ways in that one rule of a gateway has to serve into what the rule does."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.deploy.front import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A Service and one of its ports."""

    service: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a rule does with a request; two rules that do the same are one.

    timeout: seconds, 0.0 for no limit at all, None for that of the implementation. resends: whether
    what a server may have begun is sent again; None where the version of the API has no word for
    it.
    """

    destination: Destination
    timeout: float | None
    resends: bool | None

    @property
    def duration(self) -> str | None:
        """The timeout as the Gateway API spells it (GEP-2257): ``1h0m30s``, ``1500ms``."""
        return None if self.timeout is None else duration(self.timeout)


def behaviour(way: Way, destination: Destination, *, retries: bool) -> Behaviour:
    """What one way asks for."""
    return Behaviour(
        destination=destination,
        timeout=0.0 if way.streams else way.cutoff,
        resends=way.resends if retries else None,
    )


def merged(wanted: Iterable[Behaviour], fallback: Destination) -> Behaviour:
    """What is right for all of them: the longest time, and sent again only if all may be.

    fallback: where those go that want to go to different places.
    """
    found = [*wanted]
    places = {one.destination for one in found}
    return Behaviour(
        destination=places.pop() if len(places) == 1 else fallback,
        timeout=_longest([one.timeout for one in found]),
        resends=None if found[0].resends is None else all(one.resends for one in found),
    )


def duration(seconds: float) -> str:
    """Seconds as the Gateway API spells them: up to four numbers of five digits at most."""
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    hours, left = divmod(whole, 3600)
    minutes, left = divmod(left, 60)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"), (rest, "ms"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def _longest(times: list[float | None]) -> float | None:
    if 0.0 in times:
        return 0.0
    known = [time for time in times if time is not None]
    return max(known) if len(known) == len(times) else None
