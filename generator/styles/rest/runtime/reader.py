"""A request's URL, headers and body → the operation's input as plain JSON data."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from generator.formats.text.runtime.urls import (
    Kind,
    from_header,
    from_text,
    parse_query,
)
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.json_text import NotJson, read
from generator.runtime.validation.violations import LIMIT, pointer
from generator.styles.rest.runtime.places import UnknownParameter, WrongInBody
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.route import (
    VARIABLE,
    Route,
)

Raw = dict[str, Any]


class Reader:
    """Reads the requests of one route."""

    def __init__(self, route: Route[Any], credentials: Sequence[str] = ()) -> None:
        self._credentials = frozenset(credentials)
        by_name = {p.name: p for p in route.parameters if p.place == "path"}
        path = [by_name[name] for name in VARIABLE.findall(route.path)]
        self._path: list[tuple[int, str, Kind]] = [
            (at, p.member, p.kind) for at, p in enumerate(path)
        ]
        self._query = {p.name: p for p in route.parameters if p.place == "query"}
        headers = [p for p in route.parameters if p.place == "header"]
        self._headers = [(p.name.lower().encode(), p) for p in headers]
        self._empty = [p.member for p in route.parameters if p.empty]
        self._body = route.body
        self._outside = [p.member for p in route.parameters]
        self._operation = route.operation
        # What most requests have: one text in the path, and nothing else.
        others = len(path) != 1 or self._headers or self._empty or self._body
        self._only = None if others or path[0].kind != "string" else path[0].member
        # Whether that is so; whether all is in the body, as an object.
        self.is_key = self._only is not None
        whole = route.body is None or route.body.whole or not route.body.members
        self.is_body = not whole and not route.parameters
        self._spellings = {_letters(name): name for name in self._query}

    def read(
        self,
        values: Sequence[str],
        query: bytes,
        headers: Mapping[bytes, bytes],
        body: object,
    ) -> Raw:
        """The input; raises InvalidArgument when something is wrong that no schema can see."""
        if self._only is not None and not query:
            return {self._only: values[0]}
        problems: list[Violation] = []
        raw: Raw = {}
        if self._body is not None:
            raw = self._read_body(body, problems)
        for at, member, kind in self._path:
            text = values[at]
            raw[member] = text if kind == "string" else from_text(text, kind)
        if query:
            self._read_query(query, raw, problems)
        for member in self._empty:
            raw.setdefault(member, [])
        for name, parameter in self._headers:
            value = headers.get(name)
            if value is not None:
                text, kind = value.decode("latin-1"), parameter.kind
                raw[parameter.member] = from_header(text, kind, many=parameter.many)
        if problems:
            problems += self._violations(raw)
            raise InvalidArgument(violations=problems)
        return raw

    def _violations(self, raw: Raw) -> Sequence[Violation]:
        """What the schema says besides."""
        try:
            self._operation.decode(raw)
        except InvalidArgument as error:
            return error.violations
        return ()

    def _read_query(self, query: bytes, raw: Raw, problems: list[Violation]) -> None:
        for name, text in parse_query(query):
            parameter = self._query.get(name)
            if parameter is None:
                if name not in self._credentials and len(problems) < LIMIT:
                    problems.append(self._unknown(name))
            elif parameter.many:
                values = raw.setdefault(parameter.member, [])
                values.append(from_text(text, parameter.kind))
            elif parameter.member in raw:
                detail = "is given more than once"
                problems.append(Violation(pointer([parameter.member]), detail))
            else:
                raw[parameter.member] = from_text(text, parameter.kind)

    def _unknown(self, name: str) -> Violation:
        """What is wrong with a parameter that is none, and its right spelling if it has one."""
        known = self._spellings.get(_letters(name))
        hint = "" if known is None else f"; did you mean '{known}'?"
        return UnknownParameter(pointer([name]), f"is not a known parameter{hint}")

    def _read_body(self, body: object, problems: list[Violation]) -> Raw:
        assert self._body is not None
        if body is msgspec.UNSET:
            return {}
        if self._body.whole:
            return {self._body.members[0]: body}
        if not isinstance(body, dict):
            problems.append(Violation("", "the body is not an object"))
            return {}
        for member in self._outside:
            if member in body:
                detail = "does not belong in the body"
                problems.append(WrongInBody(pointer([member]), detail))
        return body


def parse_json(body: bytes) -> Any:
    """The JSON value of a body; refuses what is not JSON."""
    try:
        return read(body)
    except NotJson as error:
        message = f"The body is not JSON: {error}"
        raise Refused(message, status=400) from None


def media_type(content_type: str) -> str:
    """``application/json; charset=utf-8`` → ``application/json``; "" for another charset."""
    kind, _, parameters = content_type.partition(";")
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "us-ascii"}:
            return ""
    return kind.strip().lower()


def _letters(name: str) -> str:
    """What two spellings of one name have in common: ``page_size``, ``PageSize``."""
    return name.replace("_", "").replace("-", "").lower()
