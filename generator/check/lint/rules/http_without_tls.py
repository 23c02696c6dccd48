"""LINT508: a URL of a server or an issuer without TLS."""

from collections.abc import Iterator

from generator.check.lint.rule import Rule
from generator.check.lint.subject import Subject
from generator.diagnostics import Diagnostic, Kind, Severity

KIND = Kind(code="LINT508", name="http-without-tls", severity=Severity.WARNING)
_HERE = frozenset({"localhost", "127.0.0.1", "[", "0.0.0.0"})
_LOCAL = (".localhost", ".local", ".internal", ".svc", ".test")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """``http://`` URLs of other machines; servers have no place of their own in the model."""
    for name, server in subject.api.servers.items():
        if _is_open(server.url):
            yield KIND.at(
                subject.api.span,
                f"the server '{name}' is called without TLS: {server.url}",
                hint="begin it with https://",
            )
    for scheme in subject.api.auth.values():
        urls = (scheme.issuer, scheme.jwks, scheme.authorization_url, scheme.token_url)
        for url in filter(None, urls):
            if _is_open(url):
                yield KIND.at(
                    scheme.span,
                    f"'{scheme.name}' trusts what comes without TLS: {url}",
                    hint="begin it with https://",
                )


def _is_open(url: str) -> bool:
    host = url.removeprefix("http://").partition("/")[0].partition(":")[0]
    return url.startswith("http://") and host not in _HERE and not host.endswith(_LOCAL)


RULE = Rule(kind=KIND, find=find, about="a server or an issuer is called without TLS")
