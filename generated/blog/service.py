"""What Blog offers, however it is reached."""

import datetime
from typing import Protocol

from .types import AddRemarkResult, Post, PostPage, Remark, Slug, Status


class Blog(Protocol):
    """Posts, and what readers say to them."""

    async def write_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] = ...,
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        """Write a post. It stays a draft until it is published.

        Raises SlugTaken.
        """
        ...

    async def get_post(
        self,
        *,
        slug: Slug,
    ) -> Post:
        """Read a post.

        Raises PostNotFound.
        """
        ...

    async def list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PostPage:
        """What there is to read."""
        ...

    async def replace_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] = ...,
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        """Write a post anew under the same address.

        Raises PostNotFound, NotTheAuthor.
        """
        ...

    async def publish_post(
        self,
        *,
        slug: Slug,
    ) -> Post:
        """Show a draft to everybody.

        Raises PostNotFound, NotTheAuthor, AlreadyPublished.
        """
        ...

    async def delete_post(
        self,
        *,
        slug: Slug,
    ) -> None:
        """Take a post down for good.

        Raises PostNotFound, NotTheAuthor.
        """
        ...

    async def add_remark(
        self,
        *,
        slug: Slug,
        remark: Remark,
        reader: str | None = None,
    ) -> AddRemarkResult:
        """Say something about a post.

        Raises PostNotFound.
        """
        ...

    async def render_preview(
        self,
        *,
        text: str,
        width: int = 80,
    ) -> str:
        """Show how a text will look."""
        ...


class BlogSync(Protocol):
    """`Blog` for callers that wait: the same methods, as `def`."""

    def write_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] = ...,
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        """Write a post. It stays a draft until it is published.

        Raises SlugTaken.
        """
        ...

    def get_post(
        self,
        *,
        slug: Slug,
    ) -> Post:
        """Read a post.

        Raises PostNotFound.
        """
        ...

    def list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: datetime.date | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PostPage:
        """What there is to read."""
        ...

    def replace_post(
        self,
        *,
        slug: Slug,
        title: str,
        text: str,
        topics: list[str] = ...,
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        """Write a post anew under the same address.

        Raises PostNotFound, NotTheAuthor.
        """
        ...

    def publish_post(
        self,
        *,
        slug: Slug,
    ) -> Post:
        """Show a draft to everybody.

        Raises PostNotFound, NotTheAuthor, AlreadyPublished.
        """
        ...

    def delete_post(
        self,
        *,
        slug: Slug,
    ) -> None:
        """Take a post down for good.

        Raises PostNotFound, NotTheAuthor.
        """
        ...

    def add_remark(
        self,
        *,
        slug: Slug,
        remark: Remark,
        reader: str | None = None,
    ) -> AddRemarkResult:
        """Say something about a post.

        Raises PostNotFound.
        """
        ...

    def render_preview(
        self,
        *,
        text: str,
        width: int = 80,
    ) -> str:
        """Show how a text will look."""
        ...
