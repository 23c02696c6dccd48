"""Calls Blog over gRPC, waiting or awaiting."""

import datetime
from collections.abc import AsyncIterator, Iterator

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.grpc.client import AsyncGrpcClient, SyncGrpcClient
from ..operations import (
    ADD_REMARK,
    DELETE_POST,
    GET_POST,
    LIST_POSTS,
    PUBLISH_POST,
    RENDER_PREVIEW,
    REPLACE_POST,
    WRITE_POST,
)
from ..types import AddRemarkResult, Post, PostPage, Remark, Slug, Status
from .binding import SERVICE


class Client(SyncGrpcClient):
    """Blog over gRPC; every call waits."""

    _service = SERVICE

    def write_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] | UnsetType = UNSET,
        summary: str | None = None,
        teaser: str | None = None,
        options: CallOptions | None = None,
    ) -> Post:
        """Write a post. It stays a draft until it is published.

        Raises SlugTaken.
        """
        return self._call(
            WRITE_POST,
            {
                "slug": slug,
                "title": title,
                "text": text,
                "topics": topics,
                "summary": summary,
                "teaser": teaser,
            },
            options,
        )

    def get_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> Post:
        """Read a post.

        Raises PostNotFound.
        """
        return self._call(
            GET_POST,
            {
                "slug": slug,
            },
            options,
        )

    def list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PostPage:
        """What there is to read."""
        return self._call(
            LIST_POSTS,
            {
                "status": status,
                "topic": topic,
                "not_before": not_before,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Post]:
        """Every item of `list_posts`, page after page."""
        return self._items(
            LIST_POSTS,
            {
                "status": status,
                "topic": topic,
                "not_before": not_before,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    def replace_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] | UnsetType = UNSET,
        summary: str | None = None,
        teaser: str | None = None,
        options: CallOptions | None = None,
    ) -> Post:
        """Write a post anew under the same address.

        Raises PostNotFound, NotTheAuthor.
        """
        return self._call(
            REPLACE_POST,
            {
                "slug": slug,
                "title": title,
                "text": text,
                "topics": topics,
                "summary": summary,
                "teaser": teaser,
            },
            options,
        )

    def publish_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> Post:
        """Show a draft to everybody.

        Raises PostNotFound, NotTheAuthor, AlreadyPublished.
        """
        return self._call(
            PUBLISH_POST,
            {
                "slug": slug,
            },
            options,
        )

    def delete_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> None:
        """Take a post down for good.

        Raises PostNotFound, NotTheAuthor.
        """
        self._call(
            DELETE_POST,
            {
                "slug": slug,
            },
            options,
        )

    def add_remark(
        self,
        *,
        slug: Slug,
        remark: Remark,
        reader: str | None = None,
        options: CallOptions | None = None,
    ) -> AddRemarkResult:
        """Say something about a post.

        Raises PostNotFound.
        """
        return self._call(
            ADD_REMARK,
            {
                "slug": slug,
                "remark": remark,
                "reader": reader,
            },
            options,
        )

    def render_preview(
        self,
        *,
        text: str,
        width: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> str:
        """Show how a text will look."""
        return self._call(
            RENDER_PREVIEW,
            {
                "text": text,
                "width": width,
            },
            options,
        )


class AsyncClient(AsyncGrpcClient):
    """Blog over gRPC; calls are awaited."""

    _service = SERVICE

    async def write_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] | UnsetType = UNSET,
        summary: str | None = None,
        teaser: str | None = None,
        options: CallOptions | None = None,
    ) -> Post:
        """Write a post. It stays a draft until it is published.

        Raises SlugTaken.
        """
        return await self._call(
            WRITE_POST,
            {
                "slug": slug,
                "title": title,
                "text": text,
                "topics": topics,
                "summary": summary,
                "teaser": teaser,
            },
            options,
        )

    async def get_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> Post:
        """Read a post.

        Raises PostNotFound.
        """
        return await self._call(
            GET_POST,
            {
                "slug": slug,
            },
            options,
        )

    async def list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> PostPage:
        """What there is to read."""
        return await self._call(
            LIST_POSTS,
            {
                "status": status,
                "topic": topic,
                "not_before": not_before,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Post]:
        """Every item of `list_posts`, page after page."""
        return self._items(
            LIST_POSTS,
            {
                "status": status,
                "topic": topic,
                "not_before": not_before,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    async def replace_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] | UnsetType = UNSET,
        summary: str | None = None,
        teaser: str | None = None,
        options: CallOptions | None = None,
    ) -> Post:
        """Write a post anew under the same address.

        Raises PostNotFound, NotTheAuthor.
        """
        return await self._call(
            REPLACE_POST,
            {
                "slug": slug,
                "title": title,
                "text": text,
                "topics": topics,
                "summary": summary,
                "teaser": teaser,
            },
            options,
        )

    async def publish_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> Post:
        """Show a draft to everybody.

        Raises PostNotFound, NotTheAuthor, AlreadyPublished.
        """
        return await self._call(
            PUBLISH_POST,
            {
                "slug": slug,
            },
            options,
        )

    async def delete_post(
        self,
        *,
        slug: Slug,
        options: CallOptions | None = None,
    ) -> None:
        """Take a post down for good.

        Raises PostNotFound, NotTheAuthor.
        """
        await self._call(
            DELETE_POST,
            {
                "slug": slug,
            },
            options,
        )

    async def add_remark(
        self,
        *,
        slug: Slug,
        remark: Remark,
        reader: str | None = None,
        options: CallOptions | None = None,
    ) -> AddRemarkResult:
        """Say something about a post.

        Raises PostNotFound.
        """
        return await self._call(
            ADD_REMARK,
            {
                "slug": slug,
                "remark": remark,
                "reader": reader,
            },
            options,
        )

    async def render_preview(
        self,
        *,
        text: str,
        width: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> str:
        """Show how a text will look."""
        return await self._call(
            RENDER_PREVIEW,
            {
                "text": text,
                "width": width,
            },
            options,
        )
