"""Whom the servers of the tests know: every token, key and password is ``right``, or wrong."""

from generator.runtime import (
    ApiKey,
    Basic,
    Bearer,
    Certificate,
    Credentials,
    Principal,
)

RIGHT = "right"
# All scopes of the contracts that are tested.
SCOPES = frozenset({"servers.read", "servers.write", "accounts.read", "transfers.write"})
_KNOWN = {Bearer(RIGHT), Basic(RIGHT, RIGHT), ApiKey(RIGHT)}


async def authenticate(credentials: Credentials) -> Principal | None:
    """Somebody who may do everything, if all that was asked for is right."""
    if all(isinstance(one, Certificate) or one in _KNOWN for one in credentials.values()):
        return Principal(RIGHT, SCOPES)
    return None
