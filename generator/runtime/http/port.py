"""What one address answers over HTTP: apps side by side, behind the server's own places."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ..hosts import ServeError
from ..listeners import Bound
from ..settings import Settings
from .asgi import Mounts, prefix_of
from .front import Front, Own, WithPlaces
from .own_places import documents, health, viewer

# What can be done about a path of the contract that the server takes for itself.
_MOVED = "put its own places below another path (--own-path /…)"
_UNTOLD = "leave its public URL out (--public-url), or serve the contract below a path"


def app_of(
    package: str,
    place: Bound,
    apps: Mapping[str, Any],
    settings: Settings,
    is_ready: Callable[[], bool],
) -> Any:
    """One app of those of several styles, by their names; raises ServeError, MissingPackage."""
    mounts = {host.name: place.mount(host, settings.mounts) for host in place.hosts}
    places = {name: mounts[name] + prefix_of(app) for name, app in apps.items()}
    _refuse_doubles(place, places)
    own = _own_places(package, place, settings, is_ready)
    known = _well_known(apps)
    for host in place.hosts:
        for other in place.hosts:
            if other is not host:
                _refuse_mount(place, mounts, places, apps, host.name, other.name)
        for path in own:
            _refuse_own(mounts[host.name], apps[host.name], path, _MOVED)
        for path in known:
            _refuse_own(mounts[host.name], apps[host.name], path, _UNTOLD)
    own |= known
    app = next(iter(apps.values()))
    if len(apps) > 1:
        app = Mounts((mounts[name], mounted) for name, mounted in apps.items())
    if not own:
        return app
    front = Front.of(
        cors=settings.cors,
        compress=settings.compress,
        request_id=settings.request_id,
    )
    return WithPlaces(app, own, front)


def _own_places(
    package: str,
    place: Bound,
    settings: Settings,
    is_ready: Callable[[], bool],
) -> dict[str, Own]:
    hosts = [host for host in place.hosts if host.document]
    names = {host.document: f"{package}.{host.name}" for host in hosts}
    found: dict[str, Own] = {}
    if settings.health:
        found |= health(is_ready)
    if settings.documents or settings.viewer:
        found |= documents(names)
    if settings.viewer:
        shown = [name for name in names if name.startswith("openapi.")]
        if shown:
            found |= viewer(shown[0])
    return {settings.own_path + path: answer for path, answer in found.items()}


def _well_known(apps: Mapping[str, Any]) -> dict[str, Own]:
    """Where RFC 9728 has the metadata of each app: beside their mounts, at the root."""
    found: dict[str, Own] = {}
    for app in apps.values():
        resource = getattr(app, "resource", None)
        if resource is not None:
            found[urlsplit(resource.url).path] = _metadata(resource)
    return found


def _metadata(resource: Any) -> Own:
    return lambda _: resource.reply("GET")


def _refuse_doubles(place: Bound, places: Mapping[str, str]) -> None:
    for host in place.hosts:
        for other in place.hosts:
            if host.name < other.name and places[host.name] == places[other.name]:
                where = places[host.name] or "/"
                text = f"{host.title} and {other.title} are both mounted at {where}"
                raise ServeError(f"{text}: {_way_out(host.name)}")


def _refuse_mount(
    place: Bound,
    mounts: Mapping[str, str],
    places: Mapping[str, str],
    apps: Mapping[str, Any],
    name: str,
    inner: str,
) -> None:
    """What is mounted below another app hides what that has there."""
    inside = places[inner]
    if not inside.startswith(f"{places[name]}/"):
        return
    claimed = _claim(apps[name], inside.removeprefix(mounts[name]), below=True)
    if claimed:
        titles = {host.name: host.title for host in place.hosts}
        raise ServeError(
            f"{titles[inner]} is mounted at {inside}, where {titles[name]} has {claimed}: "
            f"{_way_out(inner)}"
        )


def _way_out(name: str) -> str:
    return f"mount it elsewhere (--mount {name}=/…), or serve it at its own address"


def _refuse_own(mount: str, app: Any, path: str, way_out: str) -> None:
    if not f"{path}/".startswith(f"{mount}/"):
        return
    claimed = _claim(app, path.removeprefix(mount), below=False)
    if claimed:
        raise ServeError(
            f"{path} is a place of the server's own, where the contract has {claimed}: {way_out}",
        )


def _claim(app: Any, path: str, *, below: bool) -> str:
    """What an app says that it answers there; one that says nothing answers everywhere else."""
    claims = getattr(app, "claims", None)
    return "" if claims is None else claims(path, below=below)
