"""Refuses corrections with which an operation would not be what HTTP takes its method for."""

from generator.diagnostics import Problems
from generator.model import Operation
from generator.styles.rest.binding import RestBody
from generator.styles.rest.methods import BODILESS
from generator.styles.rest.problems import (
    no_events,
    no_stream_body,
    not_carried,
    query_without_content,
    socket_needs_get,
    stream_status,
    unsafe_query,
)
from generator.styles.rest.raw import gives_items, is_carried
from generator.styles.rest.settings import Correction


def refuse_what_no_stream_does(
    operation: Operation, written: Correction, method: str, status: int, problems: Problems
) -> None:
    """Corrections that would change what a stream needs of HTTP."""
    takes, gives = operation.stream_input is not None, operation.stream_output
    name = operation.name.text
    if not is_carried(operation):
        problems.add(not_carried(operation.span, name))
        return
    if written.stream_end is not None and (takes or not gives_items(operation)):
        problems.add(no_events(written.stream_end_span, name))
    if takes and gives:
        if method != "GET":
            problems.add(socket_needs_get(written.path_span or operation.span, name, method))
    elif takes and method in BODILESS:
        problems.add(no_stream_body(written.path_span or operation.span, name, method))
    if gives and written.status_span is not None and status not in {101, 200}:
        problems.add(stream_status(written.status_span, name, status))


def refuse_what_is_no_query(
    operation: Operation, written: Correction, body: RestBody | None, problems: Problems
) -> None:
    """QUERY is safe, and its content with its media type is the query (RFC 10008)."""
    span, name = written.method_span, operation.name.text
    if not operation.safe:
        problems.add(unsafe_query(span, name))
    elif not is_carried(operation) or operation.stream_input is not None:
        pass  # what streams has content, or is refused as what it is
    elif body is None:
        problems.add(query_without_content(span, name, "no input travels in its body"))
    elif (body.whole or body.media_type is not None) and not body.required:
        missing = body.fields[0].name.text
        problems.add(query_without_content(span, name, f"'{missing}' may be left out"))
