"""Tells which bodies of an operation are bytes that travel as they are, and of which media type."""

from generator.model import Operation


def takes_file(operation: Operation) -> bool:
    """Whether the request's body is a file in pieces."""
    return operation.body_in is not None and operation.body_in.chunks


def gives_file(operation: Operation) -> bool:
    """Whether the answer is a file in pieces."""
    return operation.body_out is not None and operation.body_out.chunks


def takes_items(operation: Operation) -> bool:
    """Whether the client streams items."""
    return operation.stream_input is not None and not takes_file(operation)


def gives_items(operation: Operation) -> bool:
    """Whether the answer is a stream of items."""
    return operation.stream_output and not gives_file(operation)


def is_carried(operation: Operation) -> bool:
    """Whether REST can carry its streams: a file goes one way only."""
    files = takes_file(operation) or gives_file(operation)
    return not files or operation.stream_input is None or not operation.stream_output
