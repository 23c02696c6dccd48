"""``hostname``: the name of a host (RFC 1123 §2.1), or its address in IPv4."""

from generator.kinds.texts import formatted

KIND = formatted(
    "hostname",
    also=("fqdn",),
    summary="the name of a host, in ASCII, without a dot at the end (RFC 1123);"
    " labels with `--` in the 3rd and 4th place are Punycode (RFC 5891)",
    words="a host name",
    example="db-1.example.com",
)
