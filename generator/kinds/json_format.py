"""Decides whether a text is an email address or a URI, exactly as the servers will judge it."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs


def has_format(name: str, text: str) -> bool:
    """Whether a text is of a format of JSON Schema: ``email``, ``uri``."""
    return _validator(name).is_valid(text)


@cache
def _validator(name: str) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs  # 50 ms that a contract without such values does not need

    return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
