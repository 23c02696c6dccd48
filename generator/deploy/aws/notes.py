"""Turns the ways to servers into notes beside their target group, which rules read.

``Metadata`` of a resource means nothing to AWS. A person sees there what the group is for, and
``gen deploy lint`` whether the rules of the listener still lead there.
"""

from generator.deploy.front import Backend
from generator.model import JsonObject

KEY = "Diptych"


def notes(backend: Backend, hosts: tuple[str, ...]) -> JsonObject:
    """The ``Metadata`` of a target group; hosts: those whose requests it takes, () for any.

    Requests: by methods and path; MediaTypes: what they have to be of, if not any; Streams: the
    paths of those that come bit by bit.
    """
    methods: dict[str, dict[str, None]] = {}
    for way in backend.ways:
        methods.setdefault(way.path.text, {}).update(dict.fromkeys(way.route.methods))
    media_types = dict.fromkeys(kind for way in backend.ways for kind in way.route.media_types)
    streams = dict.fromkeys(way.path.text for way in backend.ways if way.streams)
    found: JsonObject = {"Transport": backend.key}
    if hosts:
        found["Hosts"] = [*hosts]
    if media_types:
        found["MediaTypes"] = [*media_types]
    found["Requests"] = [f"{','.join(names)} {path}" for path, names in methods.items()]
    if streams:
        found["Streams"] = [*streams]
    return {KEY: found}
