"""Turns the text of a .proto into a FileDescriptorSet, with protoc as the one that judges it."""

import functools
import importlib
import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError


class ProtocError(Exception):
    """protoc refused a file; the text is what it printed."""


@functools.lru_cache(maxsize=64)
def descriptor_set(path: str, text: bytes) -> bytes:
    """Compile one file (``path`` is relative to the proto root), imports included.

    In process it takes 2 ms. What protoc prints of an error goes past Python, so a failure is
    repeated in a process of its own to have the words.
    """
    # Has no types; and its 10 ms are for builds only.
    compiler = importlib.import_module("grpc_tools._protoc_compiler")
    with tempfile.TemporaryDirectory() as folder, as_file(files("grpc_tools") / "_proto") as known:
        source = Path(folder, path)
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(text)
        target = Path(folder, "descriptor.binpb")
        arguments = [
            f"-I{folder}",
            f"-I{known}",
            "--include_imports",
            f"--descriptor_set_out={target}",
            path,
        ]
        command = [argument.encode() for argument in ("protoc", *arguments)]
        if compiler.run_main(command) != 0:
            raise ProtocError(_words(arguments))
        return target.read_bytes()


def load(compiled: bytes) -> DescriptorPool:
    """The files of a FileDescriptorSet in a pool of their own; TypeError for what is not valid."""
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(compiled).file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool


def has_numbers(compiled: bytes) -> bool:
    """Whether a FileDescriptorSet numbers anything of its own; one that is damaged may."""
    try:
        own = FileDescriptorSet.FromString(compiled).file[-1:]  # what it imports comes first
    except DecodeError:
        return True
    return any(file.enum_type or any(m.field for m in file.message_type) for file in own)


def _words(arguments: list[str]) -> str:
    command = [sys.executable, "-m", "grpc_tools.protoc", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
