"""The versions of the protocol that are spoken, and the names that they give to things."""

# Each request says all about itself (2026-07-28).
STATELESS = "2026-07-28"
# What an ``initialize`` may agree on, the newest first.
WITH_HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
SUPPORTED = (STATELESS, *WITH_HANDSHAKE)

# Members of ``_meta`` (Basic, General fields).
VERSION = "io.modelcontextprotocol/protocolVersion"
CLIENT_INFO = "io.modelcontextprotocol/clientInfo"
CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"
SERVER_INFO = "io.modelcontextprotocol/serverInfo"
PROGRESS_TOKEN = "progressToken"
# Of OpenTelemetry's, which stand in ``_meta`` whatever the transport is.
TRACE = ("traceparent", "tracestate", "baggage")

INITIALIZE = "initialize"
DISCOVER = "server/discover"
PING = "ping"
LIST = "tools/list"
CALL = "tools/call"
PROGRESS = "notifications/progress"
CANCELLED = "notifications/cancelled"

# Numbers of errors, beside those of JSON-RPC (2026-07-28, Error Codes).
HEADER_MISMATCH = -32020
MISSING_CAPABILITY = -32021
UNSUPPORTED_VERSION = -32022
