"""``uri``: an absolute URI (RFC 3986)."""

from generator.kinds.texts import formatted

KIND = formatted(
    "uri",
    also=("url",),
    summary="an absolute URI",
    words="an absolute URI",
    example="https://example.com/",
)
