"""Whom a change of what travels breaks over gRPC: values in protobuf, credentials in metadata."""

from typing import assert_never

from generator.formats.protobuf.breaks import PROTOBUF_VALUES
from generator.model import AuthKind, AuthScheme
from generator.model.change import FINE, Aspect, Change, Verdict
from generator.styles.breaking import Side


class GrpcJudge:
    """Judges as protobuf does, but for credentials, which are all in metadata."""

    def __init__(self, old: Side, new: Side) -> None:
        self._values = PROTOBUF_VALUES.judge(old, new)

    def verdict(self, change: Change) -> Verdict:
        """What HTTP has in a query or a cookie has the same name in metadata."""
        match change.aspect, change.old, change.new:
            case Aspect.ACCESS, AuthScheme() as old, AuthScheme() as new:
                return FINE if _entry(old) == _entry(new) else change.neutral
            case _:
                return self._values.verdict(change)


class GrpcValues:
    """Makes judges of what travels over gRPC; it has no state."""

    def judge(self, old: Side, new: Side) -> GrpcJudge:
        """A judge of the changes from one side to the other."""
        return GrpcJudge(old, new)


def _entry(scheme: AuthScheme) -> str:
    """The entry of the metadata that holds the credentials of a scheme."""
    match scheme.kind:
        case AuthKind.API_KEY:
            return (scheme.header or scheme.query or scheme.cookie or "X-API-Key").lower()
        case AuthKind.BEARER | AuthKind.OAUTH2:
            return "authorization: bearer"
        case AuthKind.BASIC:
            return "authorization: basic"
        case AuthKind.MUTUAL_TLS:
            return "the certificate of the connection"
        case _:
            assert_never(scheme.kind)


GRPC_VALUES = GrpcValues()
