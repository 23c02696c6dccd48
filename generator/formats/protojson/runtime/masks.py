"""Field masks in protobuf's JSON: one text, ``home.city,bookedAt``, whose steps are lowerCamel.

A key of a map that lowerCamel would change stands in backticks (AIP-161) as it is.
"""

import re

from generator.formats.protobuf.runtime.masks import Masks, quoted
from generator.formats.protobuf.runtime.shapes import Member

_PATHS = re.compile(r"(?:[^,`]|`(?:[^`]|``)*+`)++")
_CAPITALS = re.compile(r"`(?:[^`]|``)*+`|[A-Z]")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*")


class JsonMasks(Masks):
    """The masks that a client writes."""

    def name(self, member: Member) -> str:
        """The name of a field in lowerCamel, whatever it is called in JSON."""
        return camel(member.name)

    def key(self, key: str) -> str:
        """What lowerCamel can say, and a reader turns back."""
        return camel(key) if _SNAKE.fullmatch(key) else quoted(key)


def paths(text: str) -> list[str]:
    """The paths of a mask, as the .proto has them; what is no path is left as it is."""
    return [_CAPITALS.sub(_snake, path) for path in _PATHS.findall(text)]


def camel(text: str) -> str:
    """A text in snake_case in lowerCamel."""
    return re.sub("_([a-z])", lambda match: match[1].upper(), text)


def _snake(found: re.Match[str]) -> str:
    text = found[0]
    return text if text.startswith("`") else f"_{text.lower()}"
