"""Turns the notes beside a target group into the requests that have to arrive there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.aws.node import Node
from generator.deploy.aws.notes import KEY
from generator.deploy.aws.template import Resource
from generator.diagnostics import Span

_VARIABLE = re.compile(r"\{[^}]*\}")
_ANY = "application/json"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a rule can ask about; host: "" for any. span: where the notes say that there is one."""

    method: str
    path: str
    media_type: str
    host: str
    span: Span


def requests(group: Resource) -> Iterator[Request]:
    """One for each method and path, with something for what callers fill in."""
    noted = group.node.at("Metadata", KEY)
    hosts = _texts(noted, "Hosts") or ("",)
    media_types = _texts(noted, "MediaTypes") or (_ANY,)
    entries = None if noted is None else noted.at("Requests")
    for entry in () if entries is None else entries.elements:
        methods, _, path = (entry.text or "").partition(" ")
        for method in methods.split(","):
            for media_type in media_types:
                for host in hosts:
                    yield Request(
                        method=method,
                        path=_VARIABLE.sub("x", path),
                        media_type=media_type,
                        host=host,
                        span=entry.span,
                    )


def streams(group: Resource) -> tuple[str, ...]:
    """The paths on which something comes bit by bit."""
    return _texts(group.node.at("Metadata", KEY), "Streams")


def transport(group: Resource) -> str | None:
    """What its servers speak: ``http``, ``grpc``; None where nobody says."""
    noted = group.node.at("Metadata", KEY, "Transport")
    return None if noted is None else noted.text


def _texts(noted: Node | None, key: str) -> tuple[str, ...]:
    node = None if noted is None else noted.at(key)
    return tuple(one.text or "" for one in node.elements) if node is not None else ()
