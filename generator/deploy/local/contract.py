"""The values that the tables of ``run.py`` are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Key:
    """A value that a call finds: a field of the first item that another operation listed."""

    items: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """An operation to be called: its name, the client's method, and its arguments.

    items: what a list calls its items, from which others take what they are given.
    """

    operation: str
    method: str
    given: Mapping[str, Key] = field(default_factory=dict)
    items: str = ""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A contract, its servers and what to call of it.

    name: of its folder in ``package``, the generated code. servers: where each of them listens, by
    transport. styles: the transport of each. authenticate: what serves a service that asks who
    calls, in the words of ``serve``.
    """

    name: str
    file: str
    host: str
    service: str
    authenticate: str
    package: str
    servers: Sequence[Mapping[str, str]]
    styles: Mapping[str, str]
    calls: Sequence[Call]
