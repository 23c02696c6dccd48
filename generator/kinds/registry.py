"""The kinds of value of the language: a line for each, in the order of the documentation."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TypeVar

from generator.kinds.kind import ContainerKind, ScalarKind
from generator.model import ListRef, MapRef, ScalarRef

# The modules of this package that say KIND.
_SCALARS = (
    "bool",
    "int32",
    "int64",
    "uint32",
    "uint64",
    "float32",
    "float64",
    "decimal",
    "string",
    "bytes",
    "timestamp",
    "date",
    "time",
    "duration",
    "uuid",
    "uri",
    "email",
    "hostname",
    "any",
)
_CONTAINERS = ("list", "set", "map")

K = TypeVar("K", ScalarKind, ContainerKind)


def _load(modules: tuple[str, ...], type_: type[K]) -> dict[str, K]:
    kinds = [import_module(f"generator.kinds.{module}").KIND for module in modules]
    assert all(isinstance(kind, type_) for kind in kinds)
    return {kind.name: kind for kind in kinds}


_scalars = _load(_SCALARS, ScalarKind)
_containers = _load(_CONTAINERS, ContainerKind)


def scalars() -> tuple[ScalarKind, ...]:
    """All scalars."""
    return (*_scalars.values(),)


def scalar_names() -> list[str]:
    """All scalars, as contracts spell them."""
    return [*_scalars]


def scalar_named(name: str) -> ScalarKind | None:
    """The scalar that a contract spells so."""
    return _scalars.get(name)


def kind_of(ref: ScalarRef) -> ScalarKind:
    """The scalar that a type of the model is."""
    return _scalars[ref.kind]


def containers() -> tuple[ContainerKind, ...]:
    """All containers."""
    return (*_containers.values(),)


def container_named(name: str) -> ContainerKind:
    """The container that a contract spells so; KeyError for any other word."""
    return _containers[name]


def container_of(ref: ListRef | MapRef) -> ContainerKind:
    """The container that a type of the model is."""
    match ref:
        case ListRef(unique=True):
            return _containers["set"]
        case ListRef():
            return _containers["list"]
        case MapRef():
            return _containers["map"]


def with_format(name: object) -> ScalarKind | None:
    """The scalar whose JSON Schema has a format."""
    return next((kind for kind in scalars() if kind.json.get("format") == name), None)


def known_elsewhere(name: str) -> ScalarKind | None:
    """The scalar that another language calls so."""
    return next((kind for kind in scalars() if name in kind.also), None)


@contextmanager
def registered(kind: ScalarKind) -> Iterator[None]:
    """One scalar more, until the block ends: for tests, and for no two threads at once."""
    if kind.name in _scalars:
        raise ValueError(f"there is a scalar {kind.name} already")
    _scalars[kind.name] = kind
    try:
        yield
    finally:
        del _scalars[kind.name]
