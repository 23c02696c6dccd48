"""AWS208: a listener that speaks TLS 1.0 and 1.1."""

import re
from collections.abc import Iterator

from generator.deploy.aws.load_balancer.resources import LISTENER
from generator.deploy.aws.load_balancer.stack import TLS_POLICY
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="AWS208", name="alb-old-tls-policy", severity=Severity.WARNING)

# Those that take TLS 1.0 or 1.1; the default of CloudFormation is the first.
_OLD = re.compile(
    r"ELBSecurityPolicy-(2016-08|2015-05|TLS-1-0-.*|TLS-1-1-.*|FS-2018-06|FS-1-1-.*"
    r"|TLS13-1-[01]-.*)"
)


def find(document: Document) -> Iterator[Diagnostic]:
    """Listeners of HTTPS with such a policy, or with none."""
    for listener in document.of(LISTENER):
        protocol, policy = listener.at("Protocol"), listener.at("SslPolicy")
        if protocol is None or protocol.text != "HTTPS":
            continue
        if policy is None:
            yield KIND.at(
                listener.span,
                f"'{listener.name}' has no SslPolicy, and takes TLS 1.0 by default",
                hint=f"write SslPolicy: {TLS_POLICY}",
            )
        elif policy.text is not None and _OLD.fullmatch(policy.text):
            yield KIND.at(
                policy.span,
                f"'{listener.name}' takes versions of TLS before 1.2",
                hint=f"write SslPolicy: {TLS_POLICY}",
            )


RULE = Rule(
    kind=KIND, find=find, about="an HTTPS listener without a TLS policy, or with an old one"
)
