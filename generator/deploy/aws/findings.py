"""What rules of load balancers and of VPC Lattice find alike, each under a code of its own."""

from collections.abc import Iterator

from generator.deploy.aws.balancer import Balancer
from generator.deploy.aws.requests import streams, transport
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Span


def same_priority(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """All but the first rule of each priority."""
    for rule, first in balancer.same_priority(document):
        place, other = rule.place("Priority"), first.place("Priority")
        yield kind.at(
            place,
            f"'{rule.name}' has the priority of '{first.name}'",
            hint="give each rule of a listener a priority of its own",
            related=((other, f"the priority of '{first.name}'"),),
        )


def unreachable(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Rules that no request gets to."""
    for rule, earlier in balancer.shadowed(document):
        yield kind.at(
            rule.span,
            f"no request gets to '{rule.name}': '{earlier.name}' takes them all",
            hint="put what is more specific first, with a lower priority",
            related=((earlier.span, "asked before"),),
        )


def lost(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Requests in the notes of a group that the rules send elsewhere, once for each place."""
    told: set[Span] = set()
    for group, request, found in balancer.lost(document):
        if request.span in told:
            continue
        told.add(request.span)
        where = " and ".join(one.name for one in found) or "the listener answers it"
        yield kind.at(
            request.span,
            f"{request.method} {request.path} ({request.media_type}) does not arrive at "
            f"'{group.name}': {where}",
            hint="change the rules of the listener, or what the group's notes say",
        )


def opened(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Rules for all paths, where no request in the notes begins with what callers fill in."""
    for rule in balancer.opened(document):
        yield kind.at(
            rule.span,
            f"'{rule.name}' lets all paths through, also those that servers have for themselves",
            hint="write the first segments of the contract's paths",
        )


def unused(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Groups of a template with listeners that no rule and no default action forwards to."""
    for group in balancer.unused(document):
        yield kind.at(
            group.span,
            f"nothing leads to '{group.name}'",
            hint="write a rule that forwards to it, or delete it",
        )


def default_forwards(
    kind: Kind, balancer: Balancer, instead: str, document: Document
) -> Iterator[Diagnostic]:
    """Default actions of listeners with rules that forward; instead: what answers 404."""
    for listener in document.of(balancer.listener):
        if balancer.rules_of(document, listener):
            for place, group in balancer.forwards(document, listener):
                yield kind.at(
                    place.span,
                    f"'{listener.name}' sends what no rule is for to '{group.name}'",
                    hint=f"write {instead} as its default action",
                )


def too_many(
    kind: Kind, balancer: Balancer, quota: int, document: Document
) -> Iterator[Diagnostic]:
    """Listeners over the quota that accounts have unless they asked for more."""
    for listener in document.of(balancer.listener):
        count = len(balancer.rules_of(document, listener))
        if count > quota:
            yield kind.at(
                listener.span,
                f"'{listener.name}' has {count} rules, and the quota is {quota}",
                hint="merge rules with one target group, or ask AWS for more",
            )


def plain(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Listeners without TLS that forward, each once."""
    told: set[Span] = set()
    for _, _, protocol in balancer.without_tls(document):
        if protocol.span not in told:
            told.add(protocol.span)
            yield kind.at(
                protocol.span,
                "calls and their credentials travel without TLS",
                hint="write Protocol: HTTPS; a listener of HTTP only redirects",
            )


def without_tls(
    kind: Kind, balancer: Balancer, versions: set[str], document: Document
) -> Iterator[Diagnostic]:
    """Rules and default actions of such listeners that forward to groups of these versions."""
    for place, group, protocol in balancer.without_tls(document):
        version = group.at(*balancer.version)
        if version is not None and version.text in versions:
            yield kind.at(
                place.span,
                f"'{group.name}' is a target group of {version.text}, and its listener speaks "
                f"{protocol.text}",
                hint="write Protocol: HTTPS for the listener",
                related=((protocol.span, "the protocol of the listener"),),
            )


def wrong_version(kind: Kind, balancer: Balancer, document: Document) -> Iterator[Diagnostic]:
    """Groups whose notes say another protocol than their properties."""
    for group in document.of(balancer.group):
        node = group.at(*balancer.version)
        version = "HTTP1" if node is None else node.text
        speaks = transport(group)
        if version is None or speaks is None:
            continue
        if (version == "GRPC") is not (speaks == "grpc"):
            yield kind.at(
                group.place(*balancer.version),
                f"'{group.name}' is for servers of {speaks}, and has the protocol version "
                f"{version}",
                hint=f"write ProtocolVersion: {'GRPC' if speaks == 'grpc' else 'HTTP1'}",
            )


def stream_over_http2(
    kind: Kind, balancer: Balancer, who: str, document: Document
) -> Iterator[Diagnostic]:
    """Groups of HTTP/2 whose notes have streams, which neither of the two passes on to them."""
    for group in document.of(balancer.group):
        version = group.at(*balancer.version)
        if version is None or version.text != "HTTP2":
            continue
        for path in streams(group):
            yield kind.at(
                version.span,
                f"{path} is a stream, and {who} passes none on to targets of HTTP/2",
                hint="write ProtocolVersion: HTTP1, or GRPC for servers of gRPC",
            )
