"""What travels in Blog."""

from __future__ import annotations

import datetime
from typing import TypeAlias

import msgspec

from .._support.values import OpenEnum, always


class Status(OpenEnum):
    DRAFT = "DRAFT"
    """Only the author sees it."""
    PUBLISHED = "PUBLISHED"
    """Everybody sees it."""
    HIDDEN = "HIDDEN"
    """It was taken down."""


class Post(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Something to read."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""
    title: str
    text: str
    """CommonMark."""
    status: Status
    topics: list[str] = always([])
    summary: str | None = None
    words: int
    published_at: datetime.datetime | None = msgspec.field(
        default=None,
        name="publishedAt",
    )
    teaser: str | None = None
    """Deprecated: use summary."""


class Remark(msgspec.Struct, kw_only=True):
    """What a reader says, and what others say to that."""

    author: str
    text: str
    replies: list[Remark] = msgspec.field(default_factory=list)
    likes: dict[str, int] = msgspec.field(default_factory=dict)
    """How often by which sign."""


class WritePostRequest(msgspec.Struct, kw_only=True):
    """The input of WritePost."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""
    title: str
    text: str
    """CommonMark."""
    topics: list[str] = msgspec.field(default_factory=list)
    summary: str | None = None
    teaser: str | None = None
    """Deprecated: use summary."""


class GetPostRequest(msgspec.Struct, kw_only=True):
    """The input of GetPost."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""


class ListPostsRequest(msgspec.Struct, kw_only=True):
    """The input of ListPosts."""

    status: Status | None = None
    topic: str | None = None
    not_before: datetime.date | None = msgspec.field(default=None, name="notBefore")
    order_by: str | None = msgspec.field(default=None, name="orderBy")
    """Fields in the order that counts, each with asc or desc: slug desc."""
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many posts to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class PostPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some posts, and where to go on."""

    posts: list[Post]
    """The posts of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class ReplacePostRequest(msgspec.Struct, kw_only=True):
    """The input of ReplacePost."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""
    title: str
    text: str
    """CommonMark."""
    topics: list[str] = msgspec.field(default_factory=list)
    summary: str | None = None
    teaser: str | None = None
    """Deprecated: use summary."""


class PublishPostRequest(msgspec.Struct, kw_only=True):
    """The input of PublishPost."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""


class DeletePostRequest(msgspec.Struct, kw_only=True):
    """The input of DeletePost."""

    slug: Slug
    """Its place in the address bar; the author chooses it."""


class AddRemarkRequest(msgspec.Struct, kw_only=True):
    """The input of AddRemark."""

    slug: Slug
    remark: Remark
    reader: str | None = None
    """From where the reader came."""


class AddRemarkResult(msgspec.Struct, kw_only=True):
    """What AddRemark gives back."""

    count: int


class RenderPreviewRequest(msgspec.Struct, kw_only=True):
    """The input of RenderPreview."""

    text: str
    width: int = 80


Slug: TypeAlias = str
