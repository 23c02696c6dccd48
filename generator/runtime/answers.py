"""What a client raises for an answer that is not what its contract says."""

from .codes import Code
from .errors import ServiceError


def unfit(reason: object, what: str = "The answer") -> ServiceError:
    """`internal`: what came back, or a part of it, does not fit the contract."""
    text = f"{what} does not fit the contract: {reason}"
    return ServiceError(text, code=Code.INTERNAL)
