"""Writes, publishes and deletes posts over ``press.blog.v1``."""

from datetime import date

import pytest

from generated.blog import (
    AlreadyPublished,
    Blog,
    NotTheAuthor,
    PostNotFound,
    Remark,
    SlugTaken,
    Status,
)


async def walk(service: Blog) -> None:
    text = 'It *works*.\n\n```python\nprint("\\n")\n```\n\t\N{PILE OF POO}'
    post = await service.write_post(
        slug="hello-world", title="Hello, <world>", text=text, topics=["news", "a/b"]
    )
    assert post.text == text
    assert post.topics == ["news", "a/b"]
    assert (post.status, post.words, post.published_at) == (Status.DRAFT, 6, None)
    await service.write_post(slug="second", title="2", text="", summary="", teaser="old")
    with pytest.raises(SlugTaken) as taken:
        await service.write_post(slug="second", title="3", text="")
    assert taken.value.slug == "second"
    assert await service.get_post(slug="hello-world") == post

    published = await service.publish_post(slug="hello-world")
    assert published.status is Status.PUBLISHED
    assert published.published_at is not None
    with pytest.raises(AlreadyPublished) as already:
        await service.publish_post(slug="hello-world")
    assert already.value.published_at == published.published_at

    assert (await service.list_posts(status=Status.PUBLISHED)).posts == [published]
    assert (await service.list_posts(topic="a/b", order_by="slug")).posts == [published]
    assert (await service.list_posts(not_before=date(2026, 11, 22))).posts == [published]
    assert (await service.list_posts(not_before=date(2026, 11, 23))).posts == []
    assert len((await service.list_posts(page_size=2)).posts) == 2

    again = await service.replace_post(slug="hello-world", title="Hello again", text="Better.")
    assert (again.title, again.topics, again.words) == ("Hello again", [], 1)
    assert again.published_at == published.published_at
    await service.write_post(slug="rules", title="Rules", text="Be kind.", topics=["locked"])
    with pytest.raises(NotTheAuthor):
        await service.replace_post(slug="rules", title="No rules", text="")

    await _remarks(service)

    assert await service.render_preview(text="abc" * 10, width=20) == (
        "<p>abcabcabcabcabcabcab</p><p>cabcabcabc</p>"
    )
    assert await service.render_preview(text="") == ""

    await service.delete_post(slug="second")
    for call in (service.get_post, service.delete_post, service.publish_post):
        with pytest.raises(PostNotFound) as missing:
            await call(slug="second")
        assert missing.value.slug == "second"
    with pytest.raises(PostNotFound):
        await service.replace_post(slug="second", title="?", text="?")


async def _remarks(service: Blog) -> None:
    thread = Remark(
        author="Bob",
        text="Well said.",
        replies=[Remark(author="Eve", text="No!", replies=[Remark(author="Bob", text="Yes!")])],
        likes={"\N{THUMBS UP SIGN}": 2**63 - 1, "": -(2**63)},
    )
    first = await service.add_remark(slug="hello-world", remark=thread, reader="a search engine")
    assert first.count == 1
    second = await service.add_remark(slug="hello-world", remark=Remark(author="", text="x"))
    assert second.count == 2
    with pytest.raises(PostNotFound):
        await service.add_remark(slug="no-such-post", remark=thread)
