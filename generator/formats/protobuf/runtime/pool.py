"""Turns a FileDescriptorSet into a pool of messages, with those that errors travel in."""

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from generator.formats.protobuf.runtime.status_proto import add_status_files


def make_pool(descriptors: bytes) -> DescriptorPool:
    """A pool of its own, which shares nothing with other copies of the same messages."""
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(descriptors).file:
        pool.AddSerializedFile(file.SerializeToString())
    add_status_files(pool)
    return pool
