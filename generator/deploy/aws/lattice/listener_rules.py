"""Turns the shares of a service into the fewest rules of a listener of VPC Lattice.

A rule has one path, exact or the beginning of others; there are no wildcards, and all that a rule
asks for has to be there: what is one of two things takes two rules.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.deploy.aws.shares import ROOT, Share
from generator.deploy.front import Backend
from generator.model import JsonObject
from generator.styles.route import Transport

LONGEST = 128  # characters of a path
_ALLOWED = re.compile(r"/[a-zA-Z0-9@:%_+.~#?&/=-]*")


@dataclass(frozen=True, kw_only=True)
class ListenerRule:
    """What a rule asks of a request, and where it sends it.

    media_type: in full, or the beginning of it where it is not exact; "" for any.
    """

    backend: Backend
    path: str
    exact: bool
    method: str = ""
    media_type: str = ""
    media_type_exact: bool = True

    @property
    def match(self) -> JsonObject:
        """As CloudFormation has it."""
        kind = "Exact" if self.exact else "Prefix"
        found: JsonObject = {"PathMatch": {"CaseSensitive": True, "Match": {kind: self.path}}}
        if self.method:
            found["Method"] = self.method
        if self.media_type:
            kind = "Exact" if self.media_type_exact else "Prefix"
            header = {"Name": "content-type", "Match": {kind: self.media_type}}
            found["HeaderMatches"] = [header]
        return {"HttpMatch": found}


def listener_rules(found: Sequence[Share]) -> Iterator[ListenerRule]:
    """The rules of one service, in the order of their priorities."""
    for share in found:
        path, exact = path_of(share)
        backend = share.backend
        if not share.media_types:
            yield ListenerRule(backend=backend, path=path, exact=exact, method=_method(share))
        for kind in share.media_types:
            for media_type, whole in ((kind, True), (f"{kind}+", False)):  # RFC 6839
                yield ListenerRule(
                    backend=backend,
                    path=path,
                    exact=exact,
                    method=_method(share),
                    media_type=media_type,
                    media_type_exact=whole,
                )


def path_of(share: Share) -> tuple[str, bool]:
    """The path, and whether it is exact; a beginning that may not be longer stops before."""
    if share.root == ROOT:
        return ROOT, not share.below
    whole = share.root
    match share.exact, share.below, share.verbs:
        case False, True, False:
            whole += "/"
        case False, False, True:
            whole += ":"
        case _:
            pass
    found = _ALLOWED.match(whole)
    allowed = found[0][:LONGEST] if found else ROOT
    return allowed, allowed == whole and not share.below and not share.verbs


def _method(share: Share) -> str:
    """The method of all requests over gRPC; over HTTP servers answer other methods, too."""
    return "POST" if share.backend.transport is Transport.GRPC else ""
