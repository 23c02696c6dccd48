"""Turns what a shared cache may keep into Envoy's cache, and lets it say what it did (RFC 9211).

What the cache asks for, it asks a cluster itself, past the routes. So this cluster is a listener
inside of Envoy (``ORIGIN``), whose routes are again those of the contract, with all they know of
retries and times.

The cache keeps nothing that has ``Vary``. So the headers that may choose an answer become a part
of the URL by which it is kept, before the cache, and behind it the URL is again what it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.envoy.typed import (
    Plain,
    disabled,
    enabled,
    http_filter,
    lua,
    protocol,
    seconds,
    typed,
)
from generator.deploy.front import Front, Service, Way
from generator.formats.output_tree import File

FOLDER = "cache"
ORIGIN = "origin"  # the name of the listener, and of the cluster, behind the cache
_MEGABYTE = 1024 * 1024
_FILES = "envoy.extensions.http.cache_v2.file_system_http_cache.v3.FileSystemHttpCacheV2Config"
_CACHE, _BEFORE = "envoy.filters.http.cache_v2", "before_cache"

# Only an answer that was stored has an age; 304 says that what is stored is still right.
_BEFORE_CACHE = """\
function envoy_on_request(handle)
  local headers = handle:headers()
  local past = headers:get("authorization") or headers:get("if-none-match")
    or headers:get("if-modified-since") or headers:get("if-range")
  handle:streamInfo():dynamicMetadata():set("gen.cache", "past", past ~= nil)
  local path = headers:get(":path")
  local chosen = ""
  for _, name in ipairs({"accept", "accept-encoding", "origin"}) do
    chosen = chosen .. (headers:get(name) or "") .. "\\n"
  end
  headers:replace("x-origin-path", path)
  headers:replace(":path", path .. (path:find("?", 1, true) and "&" or "?")
    .. handle:base64Escape(chosen))
end
function envoy_on_response(handle)
  local seen = handle:streamInfo():dynamicMetadata():get("gen.cache")
  if seen == nil then return end
  local headers = handle:headers()
  local did = "fwd=miss"
  if headers:get("age") ~= nil then
    did = "hit"
  elseif seen["past"] then
    did = "fwd=bypass"
  elseif headers:get("x-origin-status") == "304" then
    did = "fwd=stale; fwd-status=304"
  end
  headers:add("cache-status", "envoy; " .. did)
  if headers:get("x-origin-vary") ~= nil then
    headers:replace("vary", headers:get("x-origin-vary"))
  end
  headers:remove("x-origin-status")
  headers:remove("x-origin-vary")
  headers:remove("x-envoy-upstream-service-time")
end
"""
_BEHIND_CACHE = """\
local known = {["accept"] = true, ["accept-encoding"] = true, ["origin"] = true}
function envoy_on_request(handle)
  local headers = handle:headers()
  headers:replace(":path", headers:get("x-origin-path"))
  headers:remove("x-origin-path")
end
function envoy_on_response(handle)
  local headers = handle:headers()
  headers:replace("x-origin-status", headers:get(":status"))
  local names = {}
  for at = 0, headers:getNumValues("vary") - 1 do
    for name in headers:getAtIndex("vary", at):gmatch("[^,%s]+") do
      if not known[name:lower()] then return end
      names[#names + 1] = name
    end
  end
  if #names > 0 then
    headers:replace("x-origin-vary", table.concat(names, ", "))
    headers:remove("vary")
  end
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
        return any(self.keeps(way) for way in self.front.ways)

    def keeps(self, way: Way) -> bool:
        """Whether answers on a way are kept."""
        return way.stored is not None and self.megabytes > 0

    def files(self) -> Iterator[File]:
        """The folder, which has to be there; what Envoy writes to it is nobody's."""
        if self.is_on:
            yield File(path=f"{FOLDER}/.gitignore", content=b"*\n!.gitignore\n")

    def filters(self) -> Iterator[Plain]:
        """The cache, and what stands before it; off but on the ways that turn them on."""
        if self.is_on:
            yield disabled(lua(_BEFORE, _BEFORE_CACHE))
            yield disabled(http_filter("cache_v2", "v3.CacheV2Config", typed_config=self._store()))

    def filters_behind(self) -> Iterator[Plain]:
        """What stands behind it."""
        yield lua("behind_cache", _BEHIND_CACHE)

    def of(self, way: Way) -> Plain:
        """What turns it on."""
        return {name: enabled() for name in (_BEFORE, _CACHE)} if self.keeps(way) else {}

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
