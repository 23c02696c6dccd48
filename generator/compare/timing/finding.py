"""What a measurement shows, as one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about one operation (or about all, when ``operation`` is empty).

    style: the style that it speaks for, "" when none wins alone; about: what was measured (bytes,
    latency, throughput, capacity, cpu; of streams first, pace, item_bytes, item_cpu), "" for growth
    and spread; leaders: the styles that lead all others, one or more; ratio: how many times as good
    as the next they are.
    """

    operation: str
    style: str
    text: str
    about: str = ""
    leaders: tuple[str, ...] = ()
    ratio: float | None = None
