"""Turns a resource into its entity tag, and decides the preconditions of RFC 9110, section 13.

Alike in every style: REST sends the tag and the preconditions as headers, the others as metadata.
"""

import functools
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from types import NoneType
from typing import Any

import msgspec

from .call import Call
from .errors import NotModified, PreconditionFailed, PreconditionRequired
from .http.lists import split
from .shape import records
from .unions import plain

# What a tag may hold (RFC 9110 §8.8.3), but for a comma, which separates the tags of a list, and a
# semicolon, which begins what a style may add to tell representations of one resource apart.
_TAG = re.compile(r"[!#-+\--:<-~]*")
_STEADY = frozenset({str, bool, NoneType})


@dataclass(frozen=True, slots=True, kw_only=True)
class Etag:
    """How an operation takes part in conditional requests.

    resource: whose state it changes, "" where it changes none; of which one say the parameters in
    ``keys``; get: the method that gives the current state, called with them;
    field: the version field, or "" for a hash of the whole representation;
    required: a change has to come with If-Match.
    """

    resource: str = ""
    get: str = ""
    keys: tuple[str, ...] = ()
    field: str = ""
    required: bool = False

    def of(self, value: object) -> str:
        """The strong entity tag of a resource, with its quotes.

        It follows from the value alone, so that whoever has received it can tell its tag.
        """
        data = getattr(value, self.field) if self.field else value
        if self.field:
            if isinstance(data, datetime):
                data = data.astimezone(UTC).isoformat()
            text = str(data)
            if _TAG.fullmatch(text):
                return f'"{text}"'
        return f'"{hashlib.blake2b(canonical(data), digest_size=12).hexdigest()}"'

    @property
    def guards(self) -> bool:
        """Whether the operation changes what preconditions are about."""
        return bool(self.resource)

    def check_presence(self, call: Call) -> None:
        """Refuse a change without If-Match where the contract asks for one."""
        if self.required and call.if_match is None:
            raise PreconditionRequired

    def check(self, call: Call, current: Any) -> None:
        """Refuse a change of something else than what the caller has seen (None: nothing)."""
        tag = None if current is None else self.of(current)
        wanted, unwanted = call.if_match, call.if_none_match
        if wanted is not None and not matches(wanted, tag):
            raise PreconditionFailed
        if unwanted is not None and matches(unwanted, tag, weak=True):
            raise PreconditionFailed

    def check_read(self, call: Call, value: object) -> None:
        """Refuse to send something else than what the caller means, or what it has already."""
        wanted, known = call.if_match, call.if_none_match
        if wanted is None and known is None:
            return
        tag = self.of(value)
        if wanted is not None and not matches(wanted, tag):
            raise PreconditionFailed
        if known is not None and matches(known, tag, weak=True):
            raise NotModified(etag=tag)


def canonical(value: object) -> bytes:
    """A value as JSON, the same bytes for the same value, whichever style carried it."""
    return msgspec.json.encode(_steady(_plain(value)), order="deterministic")


def _plain(value: Any) -> Any:
    """JSON data in which absent members are left out, however the contract writes them."""
    if _is_written_so(value.__class__):
        return plain(value, kept=(datetime,))
    if isinstance(value, msgspec.Struct):
        tag = value.__struct_config__
        data = {} if tag.tag is None else {tag.tag_field: tag.tag}
        for field in msgspec.structs.fields(value):
            item = getattr(value, field.name)
            if item is not None or field.default is not None:
                data[field.encode_name] = _plain(item)
        return data
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return plain(value, kept=(datetime,))


@functools.cache
def _is_written_so(kind: type) -> bool:
    """Whether a record and all in it leave out what is absent, as most contracts do."""
    if not issubclass(kind, msgspec.Struct):
        return False
    for info in records(kind):
        optional = any(field.default is None for field in info.fields)
        if optional and not info.cls.__struct_config__.omit_defaults:
            return False
    return True


def _steady(value: Any) -> Any:
    """The same for the same value, whichever style carried it.

    gRPC keeps the instant of a timestamp and not its offset, and tells no 1 from a 1.0.
    """
    kind = type(value)
    if kind is dict:
        items = value.items()
        return {name: v if type(v) in _STEADY else _steady(v) for name, v in items}
    if kind is list:
        return [item if type(item) in _STEADY else _steady(item) for item in value]
    if kind is float or (kind is int and value == float(value)):
        return value + 0.0  # -0.0 is 0.0
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def matches(condition: str, tag: str | None, *, weak: bool = False) -> bool:
    """Whether a list of entity tags (or ``*``) names this one; None is the tag of nothing."""
    if tag is None:
        return False
    if condition.strip() == "*":
        return True
    listed = split(condition, escapes=False)
    if weak:
        listed = [part.removeprefix("W/") for part in listed]
    return tag in listed
