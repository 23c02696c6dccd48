"""The operations of Blog: what goes in and comes out."""

from .._support.operation import Operation
from .._support.schema import Schema
from .errors import AlreadyPublished, NotTheAuthor, PostNotFound, SlugTaken
from .types import (
    AddRemarkRequest,
    AddRemarkResult,
    DeletePostRequest,
    GetPostRequest,
    ListPostsRequest,
    Post,
    PostPage,
    PublishPostRequest,
    RenderPreviewRequest,
    ReplacePostRequest,
    WritePostRequest,
)

SCHEMA = Schema(beside=__name__)

WRITE_POST = Operation[Post](
    name="WritePost",
    method="write_post",
    schema=SCHEMA,
    request=WritePostRequest,
    response=Post,
    errors=(SlugTaken,),
)

GET_POST = Operation[Post](
    name="GetPost",
    method="get_post",
    schema=SCHEMA,
    request=GetPostRequest,
    response=Post,
    errors=(PostNotFound,),
    safe=True,
    idempotent=True,
)

LIST_POSTS = Operation[PostPage](
    name="ListPosts",
    method="list_posts",
    schema=SCHEMA,
    request=ListPostsRequest,
    response=PostPage,
    safe=True,
    idempotent=True,
    items="posts",
)

REPLACE_POST = Operation[Post](
    name="ReplacePost",
    method="replace_post",
    schema=SCHEMA,
    request=ReplacePostRequest,
    response=Post,
    errors=(PostNotFound, NotTheAuthor),
    idempotent=True,
)

PUBLISH_POST = Operation[Post](
    name="PublishPost",
    method="publish_post",
    schema=SCHEMA,
    request=PublishPostRequest,
    response=Post,
    errors=(PostNotFound, NotTheAuthor, AlreadyPublished),
)

DELETE_POST = Operation[None](
    name="DeletePost",
    method="delete_post",
    schema=SCHEMA,
    request=DeletePostRequest,
    response=None,
    errors=(PostNotFound, NotTheAuthor),
    idempotent=True,
)

ADD_REMARK = Operation[AddRemarkResult](
    name="AddRemark",
    method="add_remark",
    schema=SCHEMA,
    request=AddRemarkRequest,
    response=AddRemarkResult,
    errors=(PostNotFound,),
)

RENDER_PREVIEW = Operation[str](
    name="RenderPreview",
    method="render_preview",
    schema=SCHEMA,
    request=RenderPreviewRequest,
    response=str,
    safe=True,
    idempotent=True,
)

OPERATIONS = (
    WRITE_POST,
    GET_POST,
    LIST_POSTS,
    REPLACE_POST,
    PUBLISH_POST,
    DELETE_POST,
    ADD_REMARK,
    RENDER_PREVIEW,
)
