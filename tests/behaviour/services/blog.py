"""A blog in memory; every method is a plain ``def``, as in a program without asyncio."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from generated.blog import (
    AddRemarkResult,
    AlreadyPublished,
    NotTheAuthor,
    Post,
    PostNotFound,
    PostPage,
    Remark,
    SlugTaken,
    Status,
)
from tests.behaviour.services.clock import Clock
from tests.behaviour.services.paging import cut, order


class Press:
    """Serves ``press.blog.v1``."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._posts: dict[str, Post] = {}
        self._remarks: dict[str, list[Remark]] = {}
        self.readers_came_from: Counter[str] = Counter()

    def write_post(
        self,
        *,
        slug: str,
        title: str,
        text: str,
        topics: Sequence[str] = (),
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        if slug in self._posts:
            raise SlugTaken(slug=slug)
        self._remarks[slug] = []
        self._posts[slug] = Post(
            slug=slug,
            title=title,
            text=text,
            status=Status.DRAFT,
            topics=list(topics),
            summary=summary,
            words=len(text.split()),
            published_at=None,
            teaser=teaser,
        )
        return self._posts[slug]

    def get_post(self, *, slug: str) -> Post:
        if slug not in self._posts:
            raise PostNotFound(slug=slug)
        return self._posts[slug]

    def list_posts(
        self,
        *,
        status: Status | None = None,
        topic: str | None = None,
        not_before: date | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> PostPage:
        found = [
            post
            for post in self._posts.values()
            if status in (None, post.status)
            and (topic is None or topic in post.topics)
            and (
                not_before is None
                or (post.published_at is not None and post.published_at.date() >= not_before)
            )
        ]
        posts, token = cut(order(found, order_by), page_size, page_token)
        return PostPage(posts=posts, next_page_token=token)

    def replace_post(
        self,
        *,
        slug: str,
        title: str,
        text: str,
        topics: Sequence[str] = (),
        summary: str | None = None,
        teaser: str | None = None,
    ) -> Post:
        post = self.get_post(slug=slug)
        if "locked" in post.topics:
            raise NotTheAuthor
        self._posts[slug] = replace(
            post,
            title=title,
            text=text,
            topics=list(topics),
            summary=summary,
            words=len(text.split()),
            teaser=teaser,
        )
        return self._posts[slug]

    def publish_post(self, *, slug: str) -> Post:
        post = self.get_post(slug=slug)
        if post.published_at is not None:
            raise AlreadyPublished(published_at=post.published_at)
        self._posts[slug] = replace(post, status=Status.PUBLISHED, published_at=self._clock.now())
        return self._posts[slug]

    def delete_post(self, *, slug: str) -> None:
        self.get_post(slug=slug)
        del self._posts[slug]

    def add_remark(
        self, *, slug: str, remark: Remark, reader: str | None = None
    ) -> AddRemarkResult:
        self.get_post(slug=slug)
        self._remarks[slug].append(remark)
        self.readers_came_from[reader or "nowhere"] += 1
        return AddRemarkResult(count=len(self._remarks[slug]))

    def render_preview(self, *, text: str, width: int = 80) -> str:
        lines = [text[start : start + width] for start in range(0, len(text), width)]
        return "".join(f"<p>{line}</p>" for line in lines)
