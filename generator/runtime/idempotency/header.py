"""The header that says which calls are one: a String of RFC 9651, quoted or bare.

draft-ietf-httpapi-idempotency-key-header asks for the quotes; many send it without.
"""

HEADER = "idempotency-key"
# Characters of the header.
LONGEST = 255
QUOTED = r'"(?:[ !#-\[\]-~]|\\["\\])+"'
# No comma: it would be a header that comes twice.
BARE = r"[!#-+\--~]+"


def numbered(header: str, number: int) -> str:
    """The header of one of several calls that came under one: the same for the same place."""
    text = header.strip()
    if text.endswith('"'):
        return f'{text[:-1]}/{number}"'
    return f"{text}/{number}"
