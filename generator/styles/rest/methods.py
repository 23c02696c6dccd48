"""What HTTP says of the methods that a contract may name (RFC 9110 §9.2, RFC 5789, RFC 10008)."""

QUERY = "QUERY"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", QUERY)
BODILESS = frozenset({"GET", "DELETE"})
# Which an If-None-Match that fails answers with 304, and all others with 412.
SAFE = frozenset({"GET", QUERY})
IDEMPOTENT = SAFE | {"PUT", "DELETE"}
# What caches keep: RFC 10008 allows them to keep answers to QUERY by their bodies; those in use
# take a URL for the whole key, with which one query would be answered with another's result.
KEPT = frozenset({"GET"})
