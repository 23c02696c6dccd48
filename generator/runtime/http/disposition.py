"""Writes ``Content-Disposition``: the name under which a browser saves a body (RFC 6266)."""

import re
from urllib.parse import quote

# attr-char of RFC 8187 §3.2.1, but for what quote() keeps anyway.
_KEPT = "!#$&+^`|"
# What no reader takes for anything but a part of the name, whatever it makes of quotes and escapes.
_UNSAFE = re.compile(r'[^\x20-\x7e]|["\\%/]')
# What ends a path, or a line.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")


def attachment(filename: str) -> str:
    """``attachment; filename="Gru_e.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf``."""
    name = _CONTROLS.sub("_", filename).encode("utf-8", "replace").decode()
    plain = _UNSAFE.sub("_", name)
    text = f'attachment; filename="{plain}"'
    if plain != name:
        text += f"; filename*=UTF-8''{quote(name, safe=_KEPT)}"
    return text
