"""Turns the notes beside a target group into the requests that have to arrive there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.deploy.aws.notes import KEY
from generator.deploy.aws.template import Resource
from generator.diagnostics import Span

_VARIABLE = re.compile(r"\{[^}]*\}")
_ANY = "application/json"
_NOWHERE = Span("", 1, 1, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a rule can ask about; host: "" for any. span: where the notes say that there is one."""

    method: str
    path: str
    media_type: str = _ANY
    host: str = ""
    span: Span = _NOWHERE

    @classmethod
    def to(cls, path: str, like: "Request | None" = None) -> "Request":
        """A request to a path, else like another one."""
        return replace(like or cls(method="POST", path=path), path=path)


def requests(group: Resource) -> Iterator[Request]:
    """One for each method and path, with something for what callers fill in."""
    hosts = _texts(group, "Hosts") or ("",)
    kinds = _texts(group, "MediaTypes")
    media_types = [kind + end for kind in kinds for end in ("", "+proto")] or [_ANY]  # RFC 6839
    entries = group.node.at("Metadata", KEY, "Requests")
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


def noted(group: Resource) -> tuple[str, ...]:
    """The paths of these requests, with braces around what callers fill in."""
    return tuple(entry.partition(" ")[2] for entry in _texts(group, "Requests"))


def streams(group: Resource) -> tuple[str, ...]:
    """The paths on which something comes bit by bit."""
    return _texts(group, "Streams")


def transport(group: Resource) -> str | None:
    """What its servers speak: ``http``, ``grpc``; None where nobody says."""
    node = group.node.at("Metadata", KEY, "Transport")
    return None if node is None else node.text


def _texts(group: Resource, key: str) -> tuple[str, ...]:
    node = group.node.at("Metadata", KEY, key)
    return tuple(one.text or "" for one in node.elements) if node is not None else ()
