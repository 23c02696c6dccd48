"""What generated base classes of services are made of."""

from typing import Any

from .codes import Code
from .errors import ServiceError
from .shared import shared


@shared
class Base:
    """What generated base classes of services derive from, and are known by."""


def unimplemented(operation: str) -> ServiceError:
    """What a call of an operation without a method ends in."""
    return ServiceError(f"{operation} is not implemented.", code=Code.UNIMPLEMENTED)


def not_carried(operation: str) -> ServiceError:
    """What a call ends in that streams items in a style whose calls are one message each."""
    text = f"{operation} streams items, which this style does not carry."
    return ServiceError(text, code=Code.UNIMPLEMENTED)


def method_of(service: object, name: str) -> Any:
    """The method that serves an operation; None where there is none of the service's own."""
    method = getattr(service, name, None)
    for cls in type(service).__mro__:
        if name in vars(cls):
            return None if Base in cls.__bases__ else method
    return method
