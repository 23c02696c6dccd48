"""What the server's process answers, as it travels there: one JSON document."""

import msgspec


class EncodedOutput(msgspec.Struct, frozen=True, kw_only=True):
    """The output of one operation, in wire form; a list's page holds one item."""

    method: str
    value: msgspec.Raw
