"""Posts, and what readers say to them."""

from .errors import AlreadyPublished, NotTheAuthor, PostNotFound, SlugTaken
from .service import Blog, BlogSync
from .serving import serve
from .types import AddRemarkResult, Post, PostPage, Remark, Slug, Status

__all__ = [
    "AddRemarkResult",
    "AlreadyPublished",
    "Blog",
    "BlogSync",
    "NotTheAuthor",
    "Post",
    "PostNotFound",
    "PostPage",
    "Remark",
    "Slug",
    "SlugTaken",
    "Status",
    "serve",
]
