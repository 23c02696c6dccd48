"""One error of each kind, built in and declared, with all that it can have."""

import inspect
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec

from generated import accounts, blog, cameras, people, playlists, products, servers
from generated._support import (
    Code,
    InvalidArgument,
    KeyInUse,
    KeyReused,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    ServiceError,
    Violation,
)

PACKAGES = [accounts, blog, cameras, people, playlists, products, servers]
BUILT_IN = [
    ServiceError("No.", code=Code.UNAVAILABLE, retry_after=2.5),
    ServiceError(),
    InvalidArgument("Bad.", violations=[Violation("/a", "is wrong"), Violation("", "is empty")]),
    NotModified(etag='"7"'),
    PreconditionFailed(),
    PreconditionRequired("Say which."),
    KeyInUse(),
    KeyReused("Another one."),
]
SAMPLES = ("text", 7, True, None, "1.5", "2026-11-29", "2026-11-29T10:00:00Z", str(UUID(int=7)))


def declared() -> list[ServiceError]:
    found = []
    for package in PACKAGES:
        module = inspect.getmodule(package)
        for name in dir(module):
            kind = getattr(module, name)
            if inspect.isclass(kind) and issubclass(kind, ServiceError) and kind._members:
                hints = get_type_hints(kind)
                fields = {name: _sample(hints[name]) for name in kind._members}
                error = kind("Because.", **fields)
                error.retry_after = 3
                found.append(error)
    return found


def _sample(kind: Any) -> Any:
    for value in SAMPLES:
        try:
            return msgspec.convert(value, kind, strict=True)
        except msgspec.ValidationError:
            continue
    if args := get_args(kind):
        return [_sample(args[0])]
    fields = msgspec.structs.fields(kind)
    return kind(**{field.name: _sample(field.type) for field in fields})


def fail(number: int) -> None:
    """Run in another process."""
    raise [*BUILT_IN, *declared()][number]
