"""Decides, once, how every operation travels over REST."""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from generator.diagnostics import Problems, Span
from generator.model import Api, Body, Field, FieldRole, NamedRef, Operation, Record, Verb
from generator.naming import Name
from generator.runtime.http.status_of import STATUS_OF
from generator.styles.rest import derive
from generator.styles.rest.binding import (
    Place,
    RestBinding,
    RestBody,
    RestError,
    RestOperation,
    RestParameter,
)
from generator.styles.rest.challenges import challenge
from generator.styles.rest.fit import fits_header, fits_path, fits_query
from generator.styles.rest.methods import BODILESS, QUERY
from generator.styles.rest.problems import (
    RESERVED_HEADERS,
    RESERVED_MEMBERS,
    bad_status,
    beside_raw,
    does_not_fit,
    key_not_in_path,
    name_taken,
    no_body,
    no_stream_body,
    not_here,
    reserved_member,
    route_taken,
    two_places,
    unknown_input,
)
from generator.styles.rest.raw import is_carried
from generator.styles.rest.refuse import refuse_what_is_no_query, refuse_what_no_stream_does
from generator.styles.rest.settings import (
    Correction,
    PlacedInput,
    RestSettings,
    contract_settings,
    correction,
)

STYLE = "rest"

VARIABLE = re.compile(r"\{([^}]*)\}")


def bind(api: Api, problems: Problems) -> RestBinding:
    """The binding of a contract; what cannot work goes into ``problems``."""
    others = [r.settings for r in api.resources.values()]
    others += [e.settings for e in api.errors.values()]
    for node in (settings[STYLE] for settings in others if STYLE in settings):
        problems.add(not_here(node.span))
    settings = contract_settings(api.settings.get(STYLE), problems)
    operations = [
        _bind(api, operation, settings, problems) for operation in api.operations.values()
    ]
    _refuse_conflicts(operations, problems)
    # Of several places of one resource, the first that the contract names.
    locations = {o.operation.resource: o.path for o in reversed(operations) if _is_place(o)}
    return RestBinding(
        operations=tuple(_located(api, operation, locations) for operation in operations),
        errors=tuple(_errors(api, problems)),
        credentials=tuple(a.query for a in api.auth.values() if a.query is not None),
        formats=settings.formats,
        openapi=settings.openapi,
    )


def _bind(
    api: Api, operation: Operation, settings: RestSettings, problems: Problems
) -> RestOperation:
    written = correction(operation.settings.get(STYLE), problems)
    method = written.method or derive.method(api, operation)
    path = written.path or derive.path(api, operation)
    status = written.status or derive.status(operation)
    if status in {204, 205} and operation.output is not None and written.status_span is not None:
        problems.add(bad_status(written.status_span, status, operation.name.text))
    refuse_what_no_stream_does(operation, written, method, status, problems)
    placed = _Placing(api, operation, problems)
    placed.path(path, written.path_span or operation.span)
    placed.named(written.query, Place.QUERY)
    placed.named(written.headers, Place.HEADER)
    body = placed.rest(method, written)
    if method == QUERY:
        refuse_what_is_no_query(operation, written, body, problems)
    if written.path is not None:
        placed.tell_of_keys(path, written, body)
    page_token = [p for p in placed.parameters if p.field.role is FieldRole.PAGE_TOKEN]
    return RestOperation(
        operation=operation,
        method=method,
        path=settings.base_path + path,
        status=status,
        parameters=tuple(placed.parameters),
        body=body,
        next_page=page_token[0].name if page_token else None,
        challenge=challenge(api, operation),
        stream_end=written.stream_end or "event",
        span=written.path_span or operation.span,
    )


class _Placing:
    """Gives every input of one operation its place: path, then query, headers and body."""

    def __init__(self, api: Api, operation: Operation, problems: Problems) -> None:
        self._api = api
        self._operation = operation
        self._problems = problems
        self._left = {field.name.text: field for field in api.request(operation).fields}
        self._all = dict(self._left)
        self.parameters: list[RestParameter] = []

    def path(self, path: str, span: Span | None) -> None:
        """The variables of the path."""
        for name in VARIABLE.findall(path):
            field = self._take(name, span)
            if field is None:
                continue
            if not fits_path(self._api, field):
                hint = "only a scalar that is always there can be a segment"
                self._problems.add(does_not_fit(span, name, "path", hint))
            self._add(field, Place.PATH, name, span)

    def named(self, names: Sequence[PlacedInput], place: Place) -> None:
        """The inputs that a correction puts into the query or into headers."""
        for named in names:
            field = self._take(named.input, named.span)
            if field is None:
                continue
            fits = fits_header if place is Place.HEADER else fits_query
            if not fits(self._api, field):
                hint = "only scalars and lists of scalars fit there"
                if fits_header(self._api, field):
                    hint = "it holds no empty list, where that is not the default"
                self._problems.add(does_not_fit(named.span, named.input, place.value, hint))
            self._add(field, place, named.name or field.json_name, named.span)

    def rest(self, method: str, written: Correction) -> RestBody | None:
        """All other inputs: the body, or the query where there is none."""
        whole = None
        is_raw = self._operation.body_in is not None
        if written.body is not None and not is_raw:
            whole = self._take(written.body.input, written.body.span)
        if whole is not None and method in BODILESS:
            assert written.body is not None
            self._problems.add(no_body(written.body.span, whole.name.text, method))
        raw = self._operation.body_in
        if raw is not None and is_carried(self._operation):
            return self._raw(raw, method, written)
        streams = self._operation.stream_input is not None
        if method in BODILESS or whole is not None or streams:
            self._query_the_rest(method)
            return None if whole is None else RestBody(fields=(whole,), whole=True)
        if not self._left:
            return None
        patch = method == "PATCH"
        return RestBody(fields=tuple(self._left.values()), patch=patch)

    def _raw(self, raw: Body, method: str, written: Correction) -> RestBody:
        """The body is bytes as they are: a field, or the client's file; the rest is elsewhere."""
        span = written.path_span or self._operation.span
        fields = [] if raw.field is None else [self._left.pop(raw.field, None)]
        placed = tuple(field for field in fields if field is not None)
        name = raw.field or "content"
        if written.body is not None and written.body.input != name:
            self._problems.add(beside_raw(written.body.span, written.body.input, name))
        elif method in BODILESS:
            self._problems.add(no_stream_body(span, self._operation.name.text, method))
        for left, field in self._left.items():
            place = field.span or self._operation.span
            if not fits_query(self._api, field):
                self._problems.add(beside_raw(place, left, name))
            self._add(field, Place.QUERY, field.json_name, place)
        return RestBody(fields=placed, whole=bool(placed), media_type=raw.media_type)

    def tell_of_keys(self, path: str, written: Correction, body: RestBody | None) -> None:
        """Warn of keys for which a written path has no variable, and no correction a place."""
        meant = {named.input for named in (*written.query, *written.headers)}
        if not self._all.keys() >= {*VARIABLE.findall(path)}:
            return  # what is missing has another name there, which is reported
        query = (p.field for p in self.parameters if p.place is Place.QUERY)
        places = [("query", field) for field in query]
        places += [("body", field) for field in (() if body is None else body.fields)]
        for place, field in places:
            if field.role is FieldRole.KEY and field.name.text not in meant:
                span = written.path_span or self._operation.span
                self._problems.add(key_not_in_path(span, field.name.text, path, place))

    def _query_the_rest(self, method: str) -> None:
        for name, field in self._left.items():
            if not fits_query(self._api, field):
                span = field.span or self._operation.span
                self._problems.add(no_body(span, name, method))
            self._add(field, Place.QUERY, field.json_name, field.span or self._operation.span)

    def _add(self, field: Field, place: Place, name: str, span: Span | None) -> None:
        """Place an input under a name that nothing else has there."""
        header = place is Place.HEADER
        if header and name.lower() in RESERVED_HEADERS:
            self._problems.add(name_taken(span, name, place.value, "HTTP"))
        for other in self.parameters:
            same = other.name.lower() == name.lower() if header else other.name == name
            if other.place is place and same:
                owner = f"'{other.field.name.text}'"
                self._problems.add(name_taken(span, name, place.value, owner))
        self.parameters.append(RestParameter(field=field, place=place, name=name))

    def _take(self, name: str, span: Span | None) -> Field | None:
        field = self._left.pop(name, None)
        if field is None and span is not None:
            if name in self._all:
                self._problems.add(two_places(span, name))
            else:
                operation = self._operation.name.text
                self._problems.add(unknown_input(span, name, operation, self._all))
        return field


def _refuse_conflicts(operations: Sequence[RestOperation], problems: Problems) -> None:
    taken: dict[tuple[str, str], RestOperation] = {}
    for bound in operations:
        shape = (bound.method, VARIABLE.sub("{}", bound.path))
        first = taken.setdefault(shape, bound)
        if first is not bound:
            route = f"{bound.method} {bound.path}"
            name = first.operation.name.text
            problems.add(route_taken(bound.span, route, name, first.span))


def _is_place(bound: RestOperation) -> bool:
    """Whether the path alone says which resource it is that one gets there."""
    is_get = bound.operation.verb is Verb.GET and bound.method == "GET"
    elsewhere = (p.field for p in bound.parameters if p.place is not Place.PATH)
    return is_get and not any(field.required for field in elsewhere)


def _located(api: Api, bound: RestOperation, locations: dict[str | None, str]) -> RestOperation:
    """A create says where the new resource is: where its `get` looks for it."""
    operation = bound.operation
    location = locations.get(operation.resource)
    if operation.verb is not Verb.CREATE or operation.resource is None or location is None:
        return bound
    resource = api.resources[operation.resource]
    known = {p.name for p in bound.at(Place.PATH)}
    if not resource.singleton:
        if not isinstance(operation.output, NamedRef) or operation.output.name != resource.record:
            return bound
        record = api.types[resource.record]
        assert isinstance(record, Record) and resource.key is not None
        own = resource.keys[-1].name.text
        location = location.replace(f"{{{own}}}", f"{{{resource.key}}}")
        known.add(resource.key)
    if set(VARIABLE.findall(location)) - known:
        return bound
    return dataclasses.replace(bound, location=location)


def _errors(api: Api, problems: Problems) -> Iterator[RestError]:
    for error in api.errors.values():
        for field in error.fields:
            if field.json_name in RESERVED_MEMBERS:
                span = field.span or error.span
                problems.add(reserved_member(span, error.name, field.json_name))
        yield RestError(
            name=error.name,
            status=error.status or STATUS_OF[error.code],
            uri=f"urn:problem-type:{api.package}:{error.name}",
            title=Name.parse(error.name).title,
        )
