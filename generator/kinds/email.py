"""``email``: an e-mail address (RFC 5321)."""

from generator.kinds.texts import formatted

KIND = formatted(
    "email", summary="an e-mail address", words="an e-mail address", example="ada@example.com"
)
