"""What other tools say of the same edits: buf of the .proto, oasdiff of the OpenAPI document."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorProto, FileDescriptorSet

BUF = Path(sys.executable).with_name("buf")
_RULES = json.dumps({"version": "v2", "breaking": {"use": ["WIRE_JSON"]}})
Files = Mapping[str, bytes]


def buf(pairs: Mapping[str, tuple[Files, Files]]) -> dict[str, list[str]]:
    """The rules that each edit breaks, by name; ``pairs``: the files before and after.

    buf is started once for all of them: each edit's messages lie in a package of their own.
    """
    places = {f"e{number}": name for number, name in enumerate(pairs)}
    found: dict[str, set[str]] = {name: set() for name in pairs}
    with TemporaryDirectory() as folder:
        old, new = Path(folder, "old.binpb"), Path(folder, "new.binpb")
        for path, side in (old, 0), (new, 1):
            path.write_bytes(_image({at: pairs[name][side] for at, name in places.items()}))
        command = [BUF, "breaking", new, "--against", old, "--config", _RULES]
        done = subprocess.run(
            [*command, "--error-format", "json"], capture_output=True, text=True, check=False
        )
    assert done.returncode in (0, 100), done.stderr
    for line in done.stdout.splitlines():
        said = json.loads(line)
        found[places[said["path"].partition("/")[0]]].add(said["type"])
    return {name: sorted(rules) for name, rules in found.items()}


def oasdiff(program: Path, before: Files, after: Files) -> list[str]:
    """The rules that an edit breaks, errors alone."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, "old.yaml"), Path(folder, "new.yaml")]
        for path, files in zip(paths, (before, after), strict=True):
            path.write_bytes(next(c for n, c in files.items() if n.endswith("/openapi.yaml")))
        done = subprocess.run(
            [program, "breaking", *paths, "--format", "json"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode in (0, 1), done.stderr
    said = json.loads(done.stdout or "[]") or []
    return sorted({one["id"] for one in said if one["level"] == 3})


def _image(sides: Mapping[str, Files]) -> bytes:
    """One set of descriptors, in which each side has a place of its own."""
    image = FileDescriptorSet()
    known: set[str] = set()
    for place, files in sides.items():
        content = next(c for name, c in files.items() if name.endswith("/descriptor.binpb"))
        for file in FileDescriptorSet.FromString(content).file:
            if _is_shared(file.name):
                if file.name not in known:
                    known.add(file.name)
                    image.file.append(file)
            else:
                image.file.append(_moved(file, place))
    return image.SerializeToString()


def _is_shared(name: str) -> bool:
    return name.startswith("google/")


def _moved(file: FileDescriptorProto, place: str) -> FileDescriptorProto:
    old, new = f".{file.package}.", f".{place}.{file.package}."
    file.name = f"{place}/{file.name}"
    file.package = f"{place}.{file.package}"
    for index, name in enumerate(file.dependency):
        file.dependency[index] = name if _is_shared(name) else f"{place}/{name}"
    for holder, attribute in _types(file):
        name = getattr(holder, attribute)
        if name.startswith(old):
            setattr(holder, attribute, new + name.removeprefix(old))
    return file


def _types(file: FileDescriptorProto) -> Iterator[tuple[Any, str]]:
    for message in _messages(file.message_type):
        for field in message.field:
            yield field, "type_name"
    for service in file.service:
        for method in service.method:
            yield method, "input_type"
            yield method, "output_type"


def _messages(messages: Iterable[DescriptorProto]) -> Iterator[DescriptorProto]:
    for message in messages:
        yield message
        yield from _messages(message.nested_type)
