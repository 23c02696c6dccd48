"""Turns what a shared cache may keep into Envoy's cache, and lets it say what it did (RFC 9211).

What the cache asks for, it asks a cluster itself, past the routes. So this cluster is a listener
inside of Envoy (``ORIGIN``), whose routes are again those of the contract, with all they know of
retries and times.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.envoy.typed import (
    Plain,
    disabled,
    enabled,
    extension,
    http_filter,
    protocol,
    seconds,
    typed,
)
from generator.deploy.front import Front, Service, Way
from generator.formats.output_tree import File

FOLDER = "cache"
ORIGIN = "origin"  # the name of the listener, and of the cluster, behind the cache
# The status of the server's answer, which stays with what is stored of it.
MARK = "x-origin-status"
_MEGABYTE = 1024 * 1024
_FILES = "envoy.extensions.http.cache.file_system_http_cache.v3.FileSystemHttpCacheConfig"
_LUA = "envoy.extensions.filters.http.lua.v3.Lua"
_CACHE, _STATUS = "envoy.filters.http.cache", "cache_status"
# What servers choose by besides what the contract says: how it is compressed, and for whom (CORS).
_ALWAYS = ("accept", "accept-encoding", "origin")

# Only an answer that was stored has an age; 304 says that what is stored is still right.
_SAYS = f"""\
function envoy_on_request(handle)
  local headers = handle:headers()
  local past = headers:get("authorization") or headers:get("if-none-match")
    or headers:get("if-modified-since") or headers:get("if-range")
  handle:streamInfo():dynamicMetadata():set("{_STATUS}", "past", past ~= nil)
end
function envoy_on_response(handle)
  local seen = handle:streamInfo():dynamicMetadata():get("{_STATUS}")
  if seen == nil then return end
  local headers = handle:headers()
  local did = "fwd=miss"
  if seen["past"] then
    did = "fwd=bypass"
  elseif headers:get("age") ~= nil then
    did = "hit"
  elseif headers:get("{MARK}") == "304" then
    did = "fwd=stale; fwd-status=304"
  end
  headers:remove("{MARK}")
  headers:remove("x-envoy-upstream-service-time")
  headers:add("cache-status", "envoy; " .. did)
end
"""


@dataclass(frozen=True, kw_only=True)
class Caching:
    """A cache in files, for the ways on which the contracts allow one.

    megabytes: at most so much is kept; 0 for no cache.
    """

    front: Front
    megabytes: int

    @property
    def is_on(self) -> bool:
        """Whether anything is kept."""
        return any(self.keeps(way) for service in self.front.services for way in service.ways)

    def keeps(self, way: Way) -> bool:
        """Whether answers on a way are kept."""
        return way.stored is not None and self.megabytes > 0

    def files(self) -> Iterator[File]:
        """The folder, which has to be there; what Envoy writes to it is nobody's."""
        if self.is_on:
            yield File(path=f"{FOLDER}/.gitignore", content=b"*\n!.gitignore\n")

    def filters(self) -> Iterator[Plain]:
        """The cache, and before it what says what it did; off but on the ways that turn it on."""
        if self.is_on:
            yield disabled(extension(_STATUS, _LUA, default_source_code={"inline_string": _SAYS}))
            yield disabled(
                http_filter(
                    "cache",
                    "v3.CacheConfig",
                    typed_config=self._store(),
                    allowed_vary_headers=[
                        {"exact": name, "ignore_case": True} for name in self._vary()
                    ],
                )
            )

    def of(self, way: Way) -> Plain:
        """What turns it on."""
        return {name: enabled() for name in (_STATUS, _CACHE)} if self.keeps(way) else {}

    def services(self) -> Iterator[Service]:
        """Those of which anything is kept."""
        for service in self.front.services:
            if any(self.keeps(way) for way in service.ways):
                yield service

    def cluster(self) -> Iterator[Plain]:
        """The way to the listener inside."""
        if self.is_on:
            where = {"envoy_internal_address": {"server_listener_name": ORIGIN}}
            yield {
                "name": ORIGIN,
                "connect_timeout": seconds(1),
                "load_assignment": {
                    "cluster_name": ORIGIN,
                    "endpoints": [{"lb_endpoints": [{"endpoint": {"address": where}}]}],
                },
                **protocol("http2_protocol_options"),
            }

    def _store(self) -> Plain:
        return typed(
            _FILES,
            manager_config={"thread_pool": {"thread_count": 1}},
            cache_path=FOLDER,
            max_cache_size_bytes=self.megabytes * _MEGABYTE,
        )

    def _vary(self) -> list[str]:
        stored = [way.stored for service in self.front.services for way in service.ways]
        return sorted({*_ALWAYS, *(name for one in stored if one for name in one.vary)})
