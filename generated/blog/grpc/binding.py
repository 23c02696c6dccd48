"""How Blog travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "press.blog.v1.BlogService",
    Method(
        name="WritePost",
        operation=operations.WRITE_POST,
        result="post",
    ),
    Method(
        name="GetPost",
        operation=operations.GET_POST,
        result="post",
    ),
    Method(
        name="ListPosts",
        operation=operations.LIST_POSTS,
    ),
    Method(
        name="ReplacePost",
        operation=operations.REPLACE_POST,
        result="post",
    ),
    Method(
        name="PublishPost",
        operation=operations.PUBLISH_POST,
        result="post",
    ),
    Method(
        name="DeletePost",
        operation=operations.DELETE_POST,
    ),
    Method(
        name="AddRemark",
        operation=operations.ADD_REMARK,
    ),
    Method(
        name="RenderPreview",
        operation=operations.RENDER_PREVIEW,
        result="result",
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.Status: {
            "DRAFT": 1,
            "PUBLISHED": 2,
            "HIDDEN": 3,
        },
    },
    reasons={
        errors.PostNotFound: "POST_NOT_FOUND",
        errors.SlugTaken: "SLUG_TAKEN",
        errors.NotTheAuthor: "NOT_THE_AUTHOR",
        errors.AlreadyPublished: "ALREADY_PUBLISHED",
    },
)
