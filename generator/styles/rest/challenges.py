"""Says how a 401 asks for credentials: the value of WWW-Authenticate, which it has to carry.

RFC 9110, sections 11.6.1 and 15.5.2. ``Bearer`` (RFC 6750) and ``Basic`` (RFC 7617) are
registered. For keys and certificates there is no such scheme, so that their challenges bear the
names that OpenAPI has for them: no client acts on these, a person understands them.
"""

from typing import assert_never

from generator.model import Api, AuthKind, AuthScheme, Operation


def challenge(api: Api, operation: Operation) -> str:
    """One challenge for each kind of credentials that would do; "" where none is declared.

    Where anyone may call, but the service asks after all, all that the contract knows would do.
    """
    names = [one.scheme for choice in operation.auth for one in choice] or [*api.auth]
    challenges = dict.fromkeys(_challenge(api, api.auth[name]) for name in names)
    return ", ".join(challenges)


def _challenge(api: Api, scheme: AuthScheme) -> str:
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.OAUTH2:
            return "Bearer"
        case AuthKind.BASIC:
            return f'Basic realm="{api.package}"'
        case AuthKind.API_KEY:
            return "ApiKey"
        case AuthKind.MUTUAL_TLS:
            return "MutualTLS"
        case _:
            assert_never(scheme.kind)
