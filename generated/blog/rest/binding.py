"""How Blog travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.WRITE_POST,
            method="POST",
            path="/posts",
            status=201,
            body=Body(members=("slug", "title", "text", "topics", "summary", "teaser")),
            location="/posts/{slug}",
            challenge="Bearer",
        ),
        Route(
            operation=operations.GET_POST,
            method="GET",
            path="/posts/{slug}",
            parameters=(Parameter(name="slug", place="path", member="slug"),),
            challenge="Bearer, ApiKey",
            headers={
                "cache-control": "public, max-age=300",
            },
        ),
        Route(
            operation=operations.LIST_POSTS,
            method="GET",
            path="/posts",
            parameters=(
                Parameter(name="status", place="query", member="status"),
                Parameter(name="topic", place="query", member="topic"),
                Parameter(name="notBefore", place="query", member="notBefore"),
                Parameter(name="orderBy", place="query", member="orderBy"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
            challenge="Bearer, ApiKey",
        ),
        Route(
            operation=operations.REPLACE_POST,
            method="PUT",
            path="/posts/{slug}",
            parameters=(Parameter(name="slug", place="path", member="slug"),),
            body=Body(members=("title", "text", "topics", "summary", "teaser")),
            challenge="Bearer",
        ),
        Route(
            operation=operations.PUBLISH_POST,
            method="POST",
            path="/posts/{slug}:publish",
            parameters=(Parameter(name="slug", place="path", member="slug"),),
            challenge="Bearer",
        ),
        Route(
            operation=operations.DELETE_POST,
            method="DELETE",
            path="/posts/{slug}",
            status=204,
            parameters=(Parameter(name="slug", place="path", member="slug"),),
            challenge="Bearer, ApiKey",
        ),
        Route(
            operation=operations.ADD_REMARK,
            method="POST",
            path="/posts/{slug}/remarks",
            status=201,
            parameters=(
                Parameter(name="slug", place="path", member="slug"),
                Parameter(name="X-Reader", place="header", member="reader"),
            ),
            body=Body(members=("remark",), whole=True),
            challenge="ApiKey",
        ),
        Route(
            operation=operations.RENDER_PREVIEW,
            method="POST",
            path="/previews",
            parameters=(
                Parameter(
                    name="width",
                    place="query",
                    member="width",
                    kind="number",
                ),
            ),
            body=Body(members=("text",)),
            challenge="Bearer, ApiKey",
        ),
    ),
    problems={
        errors.PostNotFound: ProblemType(
            uri="urn:problem-type:press.blog.v1:PostNotFound",
            title="Post not found",
            status=404,
        ),
        errors.SlugTaken: ProblemType(
            uri="urn:problem-type:press.blog.v1:SlugTaken",
            title="Slug taken",
            status=409,
        ),
        errors.NotTheAuthor: ProblemType(
            uri="urn:problem-type:press.blog.v1:NotTheAuthor",
            title="Not the author",
            status=403,
        ),
        errors.AlreadyPublished: ProblemType(
            uri="urn:problem-type:press.blog.v1:AlreadyPublished",
            title="Already published",
            status=409,
        ),
    },
    credentials=("key",),
)
