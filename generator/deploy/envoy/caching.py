"""Turns what a shared cache may keep into Envoy's cache, and lets it say what it did (RFC 9211)."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.envoy.typed import Plain, disabled, enabled, extension, http_filter, typed
from generator.deploy.front import Front, Way

FOLDER = "cache"
_MEGABYTE = 1024 * 1024
_STORE = "envoy.extensions.http.cache.file_system_http_cache.v3.FileSystemHttpCacheConfig"
_LUA = "envoy.extensions.filters.http.lua.v3.Lua"
_CACHE = "envoy.filters.http.cache"
_BEFORE, _BEHIND = "cache_status", "cache_status_of_server"
# What servers choose by besides what the contract says: how it is compressed, and for whom (CORS).
_ALWAYS = ("accept-encoding", "origin")

# The cache says nothing. What stands behind it sees what it lets through, and notes it for what
# stands before it.
_SEES_ALL = """\
function envoy_on_request(handle)
  local headers = handle:headers()
  local own = headers:get("authorization") or headers:get("if-none-match")
    or headers:get("if-modified-since") or headers:get("if-match")
    or headers:get("if-unmodified-since") or headers:get("if-range")
  handle:streamInfo():dynamicMetadata():set("gen.cache", "asked", own and "past" or "first")
end
function envoy_on_response(handle)
  local seen = handle:streamInfo():dynamicMetadata():get("gen.cache")
  if seen == nil or seen["asked"] == nil then return end
  local did = "hit"
  if seen["forwarded"] ~= nil then
    did = "fwd=" .. seen["forwarded"]
    if seen["asked"] == "past" then did = "fwd=bypass" end
    if seen["status"] ~= nil then did = did .. "; fwd-status=" .. seen["status"] end
  end
  handle:headers():add("cache-status", "envoy; " .. did)
end
"""
_SEES_FORWARDED = """\
function envoy_on_request(handle)
  local headers = handle:headers()
  local checks = headers:get("if-none-match") or headers:get("if-modified-since")
  handle:streamInfo():dynamicMetadata():set("gen.cache", "forwarded", checks and "stale" or "miss")
end
function envoy_on_response(handle)
  local status = handle:headers():get(":status")
  handle:streamInfo():dynamicMetadata():set("gen.cache", "status", status)
end
"""


@dataclass(frozen=True, kw_only=True)
class Caching:
    """A cache in files, for the ways on which the contracts allow one.

    megabytes: at most so much is kept; 0 for no cache.
    """

    front: Front
    megabytes: int

    def filters(self) -> Iterator[Plain]:
        """The cache, between what watches it; each does nothing but on the ways that turn it on."""
        ways = [way for service in self.front.services for way in service.ways if self._keeps(way)]
        if ways:
            vary = sorted({*_ALWAYS, *(name for way in ways for name in _vary(way))})
            yield disabled(_watcher(_BEFORE, _SEES_ALL))
            yield disabled(
                http_filter(
                    "cache",
                    "v3.CacheConfig",
                    typed_config=self._store(),
                    allowed_vary_headers=[{"exact": name, "ignore_case": True} for name in vary],
                )
            )
            yield disabled(_watcher(_BEHIND, _SEES_FORWARDED))

    def of(self, way: Way) -> Plain:
        """What turns it on."""
        if not self._keeps(way):
            return {}
        return {name: enabled() for name in (_BEFORE, _CACHE, _BEHIND)}

    def _keeps(self, way: Way) -> bool:
        return way.stored is not None and self.megabytes > 0

    def _store(self) -> Plain:
        return typed(
            _STORE,
            manager_config={"thread_pool": {"thread_count": 1}},
            cache_path=FOLDER,
            create_cache_path=True,
            max_cache_size_bytes=self.megabytes * _MEGABYTE,
        )


def _vary(way: Way) -> tuple[str, ...]:
    return () if way.stored is None else way.stored.vary


def _watcher(name: str, code: str) -> Plain:
    return extension(name, _LUA, default_source_code={"inline_string": code})
