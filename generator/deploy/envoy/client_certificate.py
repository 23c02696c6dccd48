"""Hands the certificate of a caller on to servers, as RFC 9440 has it; one from outside is none."""

from collections.abc import Iterator

from generator.deploy.envoy.typed import Plain, lua

# Envoy gives PEM, percent-encoded; what is between its first and last line is the DER in Base64.
_CODE = """\
function envoy_on_request(handle)
  local tls = handle:streamInfo():downstreamSslConnection()
  if tls == nil or not tls:peerCertificateValidated() then return end
  local pem = tls:urlEncodedPemEncodedPeerCertificate():gsub("%%(%x%x)", function(code)
    return string.char(tonumber(code, 16))
  end)
  local der = pem:match("^%-+BEGIN CERTIFICATE%-+(.-)%-+END"):gsub("%s", "")
  handle:headers():replace("client-cert", ":" .. der .. ":")
end
"""


def filters(client_ca: str) -> Iterator[Plain]:
    """What tells servers; nothing, where callers are not asked for certificates."""
    if client_ca:
        yield lua("client_certificate", _CODE)
