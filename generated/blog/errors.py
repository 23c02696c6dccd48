"""What can go wrong in Blog."""

import datetime
from typing import ClassVar

from .._support import Code, ServiceError
from .types import Slug


class PostNotFound(ServiceError):
    """Post not found."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "slug": "slug",
    }

    slug: Slug

    def __init__(
        self,
        message: str = "Post not found.",
        *,
        slug: Slug,
    ) -> None:
        super().__init__(message)
        self.slug = slug


class SlugTaken(ServiceError):
    """Slug taken."""

    code = Code.ALREADY_EXISTS
    members: ClassVar[dict[str, str]] = {
        "slug": "slug",
    }

    slug: Slug

    def __init__(
        self,
        message: str = "Slug taken.",
        *,
        slug: Slug,
    ) -> None:
        super().__init__(message)
        self.slug = slug


class NotTheAuthor(ServiceError):
    """Only its author may do this."""

    code = Code.PERMISSION_DENIED

    def __init__(
        self,
        message: str = "Only its author may do this.",
    ) -> None:
        super().__init__(message)


class AlreadyPublished(ServiceError):
    """Already published."""

    code = Code.ABORTED
    members: ClassVar[dict[str, str]] = {
        "published_at": "publishedAt",
    }

    published_at: datetime.datetime

    def __init__(
        self,
        message: str = "Already published.",
        *,
        published_at: datetime.datetime,
    ) -> None:
        super().__init__(message)
        self.published_at = published_at
