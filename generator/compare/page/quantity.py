"""Prints quantities for people: three digits that count, and the unit that suits the size."""

from generator.compare.timing.result import Spread


def seconds(value: float) -> str:
    """A duration: ``840 µs``, ``1.24 ms``, ``2.10 s``."""
    if value < 1e-3:
        return f"{digits(value * 1e6)}\u00a0µs"
    return f"{digits(value * 1e3)}\u00a0ms" if value < 1 else f"{digits(value)}\u00a0s"


def digits(value: float) -> str:
    """Three digits that count: ``0.12``, ``1.24``, ``12.4``, ``1,240``."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def size(value: float) -> str:
    """Bytes on an axis: ``120``, ``1k``, ``2.5M``."""
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def count(number: int, noun: str) -> str:
    """``1 byte``, ``2 bytes``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def time_spread(value: Spread) -> str:
    """A duration's median, and in brackets its lowest and highest."""
    return f"{seconds(value.median)} ({seconds(value.low)} to {seconds(value.high)})"


def rate_spread(value: Spread) -> str:
    """A rate's median, and in brackets its lowest and highest."""
    return f"{digits(value.median)} ({digits(value.low)} to {digits(value.high)})"


def seconds_short(value: float) -> str:
    """A round duration on an axis: ``500 µs``, ``2 ms``, ``1 s``."""
    for unit, name in ((1.0, "s"), (1e-3, "ms")):
        if value >= unit * (1 - 1e-9):
            return f"{value / unit:g}\u00a0{name}"
    return f"{value * 1e6:g}\u00a0µs"


def plain_spread(value: Spread) -> str:
    """A number of bytes that does not vary."""
    return f"{value.median:,.0f}"


def calls(number: int) -> str:
    """``one call``, ``64 calls``."""
    return "one call" if number == 1 else f"{number:,} calls"


def coordinate(value: float) -> str:
    """A coordinate: a tenth of a unit is less than can be seen."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
