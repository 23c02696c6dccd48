"""Describes the messages of ``google.rpc`` that errors travel in, without generated code.

They are what google/rpc/status.proto and error_details.proto declare, as far as it is used here;
added to each private pool, so that no other copy of them in the process can clash.
"""

from google.protobuf import any_pb2, duration_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)
from google.protobuf.descriptor_pool import DescriptorPool

_FOLDER = "google/rpc/"


def add_status_files(pool: DescriptorPool) -> None:
    """Add ``google.rpc.Status`` and the details BadRequest, ErrorInfo and RetryInfo."""
    for known in (any_pb2.DESCRIPTOR, duration_pb2.DESCRIPTOR):
        if not _has(pool, known.name):
            pool.AddSerializedFile(known.serialized_pb)
    for file in (_status(), _error_details()):
        pool.AddSerializedFile(file.SerializeToString())


def _has(pool: DescriptorPool, name: str) -> bool:
    try:
        pool.FindFileByName(name)
    except KeyError:
        return False
    return True


def _status() -> FileDescriptorProto:
    file = _file("status.proto", any_pb2.DESCRIPTOR.name)
    status = file.message_type.add(name="Status")
    status.field.append(_field("code", 1, FieldDescriptorProto.TYPE_INT32))
    status.field.append(_field("message", 2))
    details = _message_field("details", 3, ".google.protobuf.Any", repeated=True)
    status.field.append(details)
    return file


def _error_details() -> FileDescriptorProto:
    file = _file("error_details.proto", duration_pb2.DESCRIPTOR.name)

    error_info = file.message_type.add(name="ErrorInfo")
    error_info.field.append(_field("reason", 1))
    error_info.field.append(_field("domain", 2))
    entry = ".google.rpc.ErrorInfo.MetadataEntry"
    error_info.field.append(_message_field("metadata", 3, entry, repeated=True))
    metadata = error_info.nested_type.add(name="MetadataEntry")
    metadata.options.map_entry = True
    metadata.field.append(_field("key", 1))
    metadata.field.append(_field("value", 2))

    retry_info = file.message_type.add(name="RetryInfo")
    delay = _message_field("retry_delay", 1, ".google.protobuf.Duration")
    retry_info.field.append(delay)

    bad_request = file.message_type.add(name="BadRequest")
    violation = ".google.rpc.BadRequest.FieldViolation"
    violations = _message_field("field_violations", 1, violation, repeated=True)
    bad_request.field.append(violations)
    field_violation: DescriptorProto
    field_violation = bad_request.nested_type.add(name="FieldViolation")
    field_violation.field.append(_field("field", 1))
    field_violation.field.append(_field("description", 2))
    return file


def _file(name: str, dependency: str) -> FileDescriptorProto:
    return FileDescriptorProto(
        name=f"{_FOLDER}{name}",
        package="google.rpc",
        syntax="proto3",
        dependency=[dependency],
    )


def _field(
    name: str,
    number: int,
    type_: FieldDescriptorProto.Type.ValueType = FieldDescriptorProto.TYPE_STRING,
) -> FieldDescriptorProto:
    return FieldDescriptorProto(
        name=name, number=number, type=type_, label=FieldDescriptorProto.LABEL_OPTIONAL
    )


def _message_field(
    name: str, number: int, type_name: str, *, repeated: bool = False
) -> FieldDescriptorProto:
    return FieldDescriptorProto(
        name=name,
        number=number,
        type=FieldDescriptorProto.TYPE_MESSAGE,
        type_name=type_name,
        label=FieldDescriptorProto.LABEL_REPEATED
        if repeated
        else FieldDescriptorProto.LABEL_OPTIONAL,
    )
