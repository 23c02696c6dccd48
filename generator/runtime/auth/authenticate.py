"""What decides who calls."""

import enum
from collections.abc import Callable
from typing import Any, Final


class Unchecked(enum.Enum):
    """Says that something in front of the server has checked who calls."""

    UNCHECKED = "unchecked"


UNCHECKED: Final = Unchecked.UNCHECKED

# Asked for every call that needs credentials: who calls, or None for nobody that it knows.
Authenticate = Callable[[Any], Any] | Unchecked
