"""The diagnostics of load balancers and service networks of AWS."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

IDLE_TIMEOUT = Kind(code="GEN980", name="aws-idle-timeout", severity=Severity.WARNING)
TOO_MANY_RULES = Kind(code="GEN981", name="aws-too-many-rules")
OPEN_PATH = Kind(code="GEN982", name="aws-open-path", severity=Severity.NOTE)
NO_WEBSOCKET = Kind(code="GEN983", name="lattice-no-websocket", severity=Severity.WARNING)
NO_CERTIFICATE = Kind(code="GEN984", name="aws-no-client-certificate")
LESS_CHOICE = Kind(code="GEN985", name="aws-certificate-choice-lost", severity=Severity.NOTE)
NO_AUTH_POLICY = Kind(code="GEN986", name="lattice-no-auth-policy", severity=Severity.NOTE)


def idle_timeout(span: Span | None, who: str, name: str, timeout: float, most: int) -> Diagnostic:
    """An operation that may take longer than a connection may be silent."""
    return IDLE_TIMEOUT.at(
        span,
        f"{name} may take {timeout:g} s, and {who} ends a connection on which nothing travels for "
        f"{most} s",
        hint="answer at once, and let callers ask for the result, or give a shorter 'timeout:'",
    )


def too_many_rules(who: str, needed: int, quota: int, option: str) -> Diagnostic:
    """More rules than a listener may have."""
    return TOO_MANY_RULES.at(
        None,
        f"a listener of {who} needs {needed} rules for this, and may have {quota}",
        hint=f"deploy fewer styles with --style, put a common base path before the paths "
        f"(rest: {{base_path: /v1}}), ask AWS for more rules and say so with --{option}, "
        f"or write other parts only: --part",
    )


def open_path(span: Span | None, path: str, pattern: str) -> Diagnostic:
    """A path that begins with what callers fill in, so that every path is passed on."""
    return OPEN_PATH.at(
        span,
        f"{path} begins with a variable, so all paths ({pattern}) are passed on to the servers, "
        f"those of health checks included",
        hint="put a base path before it: rest: {base_path: /v1}",
    )


def no_websocket(span: Span | None, name: str) -> Diagnostic:
    """A way that begins as HTTP and goes on as a WebSocket."""
    return NO_WEBSOCKET.at(
        span,
        f"{name} is called over a WebSocket, which VPC Lattice does not pass on",
        hint="call it over gRPC, or put an Application Load Balancer before the servers",
    )


def no_certificate(span: Span | None, who: str, name: str) -> Diagnostic:
    """An operation that nobody can call, because certificates do not reach the servers."""
    return NO_CERTIFICATE.at(
        span,
        f"{name} asks for a client certificate, which does not reach the servers behind {who}",
        hint="let callers show something else as well (auth: [certificate, token])",
    )


def less_choice(span: Span | None, who: str, scheme: str) -> Diagnostic:
    """A scheme that callers cannot use, while they have others."""
    return LESS_CHOICE.at(
        span,
        f"client certificates do not reach the servers behind {who}: callers have to show what "
        f"stands beside '{scheme}'",
        hint="nothing has to be done if callers have the other credentials",
    )


def no_auth_policy(span: Span | None, scheme: str) -> Diagnostic:
    """Credentials that take the header in which VPC Lattice wants its signature."""
    return NO_AUTH_POLICY.at(
        span,
        f"'{scheme}' travels in the header Authorization, in which VPC Lattice wants the signature "
        f"of AWS: there is no auth policy, and the servers check who calls",
        hint="nothing has to be done; an API key in a header of its own leaves room for both",
    )
