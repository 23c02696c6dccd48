"""What a style adds to the language of contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What a contract may say to a style, as JSON Schemas for ``gen schema``.

    contract: the value of the style's key at the top level; operation: the same key on an
    operation; resource, error: on those. None: the key is not allowed there.
    """

    contract: Mapping[str, Any] | None = None
    operation: Mapping[str, Any] | None = None
    resource: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None
