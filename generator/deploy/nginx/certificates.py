"""Writes how nginx turns a caller's certificate into the header ``Client-Cert`` (RFC 9440).

The header has the certificate's bytes in base64, without line ends; nginx has it as PEM. A regular
expression takes the lines of PEM, and its captures are put together again.
"""

# Lines of 64 characters: 48 bytes each. A certificate that is longer is not passed on.
_LINES = 84
_NAMES = [f"pem{number}" for number in range(1, _LINES + 1)]


def pem_lines() -> str:
    """The regular expression for a verdict and a certificate in PEM."""
    first, *rest = _NAMES
    lines = f"(?<{first}>[^\\n-]+)\\n" + "".join(f"(?:(?<{name}>[^\\n-]+)\\n)?" for name in rest)
    return f"~^SUCCESS:-----BEGIN CERTIFICATE-----\\n{lines}-----END CERTIFICATE-----\\s*$"


def client_cert() -> str:
    """What is sent for it."""
    return f":{''.join(f'${{{name}}}' for name in _NAMES)}:"
