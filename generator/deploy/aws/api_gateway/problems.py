"""GEN972 to GEN979: what a contract asks for and API Gateway cannot give."""

from generator.deploy.aws.api_gateway.kinds import ApiKind
from generator.diagnostics import Diagnostic, Kind, Severity, Span

NO_GRPC = Kind(code="GEN972", name="api-gateway-no-grpc", severity=Severity.NOTE)
AUTH_DIFFERS = Kind(code="GEN973", name="api-gateway-auth-differs")
TOO_LONG = Kind(code="GEN974", name="api-gateway-too-long", severity=Severity.WARNING)
STREAM = Kind(code="GEN975", name="api-gateway-stream", severity=Severity.WARNING)
TOO_LARGE = Kind(code="GEN976", name="api-gateway-too-large", severity=Severity.WARNING)
QUOTA = Kind(code="GEN977", name="api-gateway-quota", severity=Severity.WARNING)
NO_ROUTE = Kind(code="GEN978", name="api-gateway-no-route")
NO_CERTIFICATE = Kind(code="GEN979", name="api-gateway-no-certificate", severity=Severity.WARNING)


def no_grpc(contract: str) -> Diagnostic:
    """A contract that gRPC carries, too."""
    return NO_GRPC.at(
        None,
        f"{contract}: gRPC does not pass API Gateway, which speaks HTTP/1.1 to servers",
        hint="put an Application Load Balancer in front of gRPC: --part alb",
    )


def auth_differs(
    span: Span | None, here: str, there: str, other: Span | None, way: str
) -> Diagnostic:
    """Two operations that are one method of API Gateway, and ask for different credentials."""
    return AUTH_DIFFERS.at(
        span,
        f"{here} and {there} are one method of API Gateway, and ask for different credentials",
        hint=f"give it a path of its own: rest: {way}",
        related=((other, f"{there} stands here"),) if other is not None else (),
    )


def too_long(span: Span | None, name: str, seconds: float, most: int, kind: ApiKind) -> Diagnostic:
    """A timeout that the contract allows, and API Gateway does not."""
    return TOO_LONG.at(
        span,
        f"{name} may take {seconds:g} s, and {kind.title} ends calls after {most} s with 504",
        hint="answer at once and let callers ask again, or put a load balancer in front of it",
    )


def requests_buffered(span: Span | None, name: str, kind: ApiKind) -> Diagnostic:
    """A stream of the client, which arrives as a whole."""
    return STREAM.at(
        span,
        f"{name} takes a stream, and {kind.title} passes it on when its last byte has come: "
        f"in {kind.timeout} s, and at most 10 MB",
        hint="a load balancer passes it on as it comes",
    )


def answers_buffered(span: Span | None, name: str, kind: ApiKind) -> Diagnostic:
    """A stream of the server through an API that has no word for it."""
    return STREAM.at(
        span,
        f"{name} streams its answer, and {kind.title} gives it as a whole when it has ended: "
        f"after {kind.timeout} s callers have nothing but 503",
        hint="a REST API passes it on as it comes, for 15 minutes: --api-gateway-type rest",
    )


def no_websocket(span: Span | None, name: str, kind: ApiKind) -> Diagnostic:
    """A stream both ways."""
    return STREAM.at(
        span,
        f"{name} needs a WebSocket to the server, and {kind.title} makes none: it is left out",
        hint="a load balancer passes WebSockets on",
    )


def too_large(span: Span | None, name: str, largest: int | None) -> Diagnostic:
    """A body that the contract allows, and API Gateway does not."""
    size = "of any size" if largest is None else f"of {largest} bytes"
    return TOO_LARGE.at(
        span,
        f"{name} takes a body {size}, and API Gateway refuses more than 10 MB with 413",
        hint="say so with max_length: 10485760, or let callers upload to a store",
    )


def too_many(contract: str, count: int, kind: ApiKind) -> Diagnostic:
    """More resources, or routes, than an API has without asking AWS."""
    return QUOTA.at(
        None,
        f"{contract} needs {count} {kind.counted}, and {kind.title} has {kind.places} "
        "until AWS raises the quota",
        hint="deploy fewer styles with --style, or ask for more",
    )


def too_big_a_template(contract: str, size: int, most: int) -> Diagnostic:
    """A template that CloudFormation does not take."""
    return QUOTA.at(
        None,
        f"the template of {contract} has {size} bytes, and CloudFormation takes {most}",
        hint="deploy fewer styles with --style",
    )


def odd_segment(span: Span | None, path: str, segment: str) -> Diagnostic:
    """A path with characters that API Gateway has no resource for."""
    return NO_ROUTE.at(
        span,
        f"'{segment}' in {path} cannot be a resource of API Gateway",
        hint="it takes letters, digits and . _ - : in a path; say another one with rest: …",
    )


def odd_method(span: Span | None, name: str, method: str) -> Diagnostic:
    """A method that API Gateway does not know."""
    return NO_ROUTE.at(
        span,
        f"{name} is called with {method}, which API Gateway does not know",
        hint="say another method with rest: …, such as POST",
    )


def reserved(span: Span | None, path: str) -> Diagnostic:
    """A path that AWS has taken for itself."""
    return NO_ROUTE.at(
        span,
        f"{path} of a domain is answered by API Gateway itself, for its own health checks",
        hint="say another path with rest: …, or leave --api-gateway-domain out",
    )


def nothing_left(contract: str) -> Diagnostic:
    """A contract of which nothing can be called."""
    return NO_ROUTE.at(
        None,
        f"nothing of {contract} can be called through API Gateway in the styles asked for",
        hint="deploy a style of plain HTTP, too",
    )


def no_certificate(span: Span | None, name: str, scheme: str) -> Diagnostic:
    """Mutual TLS that ends at API Gateway."""
    return NO_CERTIFICATE.at(
        span,
        f"{name} is for callers with a client certificate ('{scheme}'), which ends at API Gateway: "
        "the server sees none",
        hint="let callers have other credentials, or pass TLS through a network load balancer",
    )
