"""The diagnostics of the Gateway API: what its routes cannot say."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

SHARED_RULE = Kind(code="GEN987", name="kubernetes-shared-rule", severity=Severity.NOTE)
GRPC_BESIDE_HTTP = Kind(code="GEN988", name="kubernetes-grpc-beside-http", severity=Severity.NOTE)
LONG_PATH = Kind(code="GEN989", name="kubernetes-long-path")
NO_CERTIFICATE = Kind(code="GEN990", name="kubernetes-no-client-certificate")
FEWER_CREDENTIALS = Kind(
    code="GEN991", name="kubernetes-fewer-credentials", severity=Severity.WARNING
)
ALL_PATHS = Kind(code="GEN992", name="kubernetes-all-paths", severity=Severity.WARNING)


def shared_rule(span: Span | None, request: str, prefix: str, less: str, other: str) -> Diagnostic:
    """An operation that a gateway cannot tell from others without regular expressions."""
    return SHARED_RULE.at(
        span,
        f"{request} gets {less} at the gateway: its match is {prefix} and all below, which it "
        f"shares with {other}",
        hint="servers and generated clients keep what the contract says all the same",
    )


def grpc_beside_http(span: Span | None, name: str, hosts: str) -> Diagnostic:
    """HTTP and gRPC on one host, where only one kind of route may be."""
    return GRPC_BESIDE_HTTP.at(
        span,
        f"gRPC is called on {hosts}, as HTTP is, and so goes through an HTTPRoute, which not every "
        "implementation can",
        hint=f"give gRPC a host of its own: --grpc-host {name}=…",
    )


def long_path(span: Span | None, length: int, most: int) -> Diagnostic:
    """A path that no match of an HTTPRoute may have."""
    return LONG_PATH.at(
        span,
        f"the path has {length:,} characters before its first variable, and an HTTPRoute matches "
        f"no more than {most:,}",
        hint="shorten the path (rest: …)",
    )


def no_certificate(span: Span | None, name: str) -> Diagnostic:
    """An operation for callers with a client certificate, which ends at the gateway."""
    return NO_CERTIFICATE.at(
        span,
        f"{name} wants a client certificate, and a gateway has no standard way to pass it on",
        hint="let it take other credentials, too, or pass TLS through to the servers (TLSRoute)",
    )


def fewer_credentials(span: Span | None, name: str) -> Diagnostic:
    """An operation that takes a client certificate beside other credentials."""
    return FEWER_CREDENTIALS.at(
        span,
        f"{name} cannot be called with a client certificate through a gateway, only with other "
        "credentials",
        hint="pass TLS through to the servers (TLSRoute) for those callers",
    )


def all_paths(span: Span | None, path: str) -> Diagnostic:
    """A path that begins with a variable, so that any path may be meant."""
    return ALL_PATHS.at(
        span,
        f"{path} begins with a variable, so all paths go to the servers: /healthz, /readyz and "
        "documents, too, if they are served there",
        hint="give the paths something in front (rest: {base_path: /v1}), or do not serve those",
    )
