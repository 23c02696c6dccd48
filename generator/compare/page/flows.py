"""Turns what was measured of a stream into the rows of a table, a cell for each style."""

from collections.abc import Callable, Sequence

from generator.compare.page import quantity
from generator.compare.timing.result import Flow, Measurement

_NOT_CARRIED = "not carried"
_NOTHING = "—"

_ROWS: tuple[tuple[str, Callable[[Flow], str]], ...] = (
    ("first item", lambda flow: quantity.seconds(flow.first.median) if flow.first else _NOTHING),
    ("items per second", lambda flow: quantity.digits(flow.items_per_second.median)),
    ("bytes sent per item", lambda flow: quantity.digits(flow.sent)),
    ("bytes received per item", lambda flow: quantity.digits(flow.received)),
    ("client CPU per item", lambda flow: quantity.seconds(flow.client_cpu.median)),
    ("server CPU per item", lambda flow: quantity.seconds(flow.server_cpu.median)),
)

Rows = tuple[tuple[str, tuple[str, ...]], ...]


def rows(measured: Measurement, operation: str, styles: Sequence[str]) -> Rows:
    """Name and cells of each row, in the order of the styles; none for what was not streamed."""
    flows = {flow.style: flow for flow in measured.flows if flow.operation == operation}
    if not flows.keys() & {*styles}:
        return ()
    return tuple(
        (name, tuple(value(flows[one]) if one in flows else _NOT_CARRIED for one in styles))
        for name, value in _ROWS
    )
