"""Tells whether callers of a service can sign their requests besides what they show already."""

from collections.abc import Iterator

from generator.deploy.front import Service
from generator.model import AuthKind, AuthScheme

_HEADER = "authorization"


def signs(service: Service) -> bool:
    """Whether the header Authorization is free for SigV4."""
    return not any(_in_header(scheme) for scheme in service.api.auth.values())


def taken(service: Service) -> Iterator[AuthScheme]:
    """The schemes that travel in the header Authorization."""
    return (scheme for scheme in service.api.auth.values() if _in_header(scheme))


def _in_header(scheme: AuthScheme) -> bool:
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.BASIC | AuthKind.OAUTH2:
            return True
        case AuthKind.API_KEY:
            return (scheme.header or "").lower() == _HEADER
        case AuthKind.MUTUAL_TLS:
            return False
