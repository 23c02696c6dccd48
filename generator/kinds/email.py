"""``email``: an e-mail address (RFC 5321)."""

from generator.kinds.texts import formatted

KIND = formatted(
    "email",
    summary="an e-mail address",
    words="an e-mail address",
    in_models={"type": "string"},  # pydantic's class for it needs another package
    example="ada@example.com",
)
