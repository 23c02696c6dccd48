"""``uri``: an absolute URI (RFC 3986)."""

from generator.kinds.texts import formatted

KIND = formatted(
    "uri",
    also=("url",),
    summary="an absolute URI",
    words="an absolute URI",
    in_models={"type": "string"},  # pydantic's class for it would change what it reads
    example="https://example.com/",
)
