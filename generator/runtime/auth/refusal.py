"""The failure of a call whose credentials do not do."""

from ..codes import Code
from ..errors import ServiceError
from .challenge import Fault, challenge
from .schemes import Auth


class Refusal(ServiceError):
    """Nobody is known by the credentials of a call, or not one who may do this.

    `unauthenticated` or `permission_denied`; a style of HTTP adds the ``challenge``.
    """

    def __init__(
        self,
        message: str,
        *,
        code: Code,
        auth: Auth,
        fault: Fault | None,
    ) -> None:
        ServiceError.__init__(self, message, code=code)
        self._auth = auth
        self._fault: Fault | None = fault

    def challenge(self, metadata: str | None = None) -> str:
        """The value of ``WWW-Authenticate`` (RFC 9110 §11.6.1); "" where no credentials help.

        metadata: the URL of what RFC 9728 says of the server.
        """
        return challenge(self._auth, self._fault, metadata)
