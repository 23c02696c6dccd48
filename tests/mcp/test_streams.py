"""Streams of a server over MCP: all items in one result, with progress for those who ask."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.mcp.messages import call, headers_of

Post = Callable[..., Any]


def test_a_stream_is_a_list_in_the_result(post: Post) -> None:
    answer = post(call("watch_camera", {"cameraId": 3}))
    result = answer.json["result"]
    assert [frame["number"] for frame in result["structuredContent"]["result"]] == [0, 1, 2]
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


def test_a_stream_that_is_too_long_is_an_error_and_no_shorter_list(hub: Any, post: Post) -> None:
    answer = post(call("watch_camera", {"cameraId": 21}))
    result = answer.json["result"]
    told = json.loads(result["content"][0]["text"])
    assert (result["isError"], told["code"]) == (True, "resource_exhausted")
    assert told["message"] == "The answer has more than 20 items."
    assert hub.ended == 1


def test_a_stream_that_is_too_large_is_an_error(hub: Any, make: Any, send: Any) -> None:
    app = make(hub, max_body_size=300)
    message = call("watch_camera", {"cameraId": 9})
    del message["params"]["_meta"]
    answer = asyncio.run(send(app, message))
    told = json.loads(answer.json["result"]["content"][0]["text"])
    assert told["message"] == "The answer has more than 300 bytes."


def test_who_gives_a_token_hears_how_far_it_is_before_the_result(post: Post) -> None:
    answer = post(call("watch_camera", {"cameraId": 3}, progressToken="t"))
    *told, last = answer.events
    assert answer.headers["x-accel-buffering"] == "no"
    assert [one["method"] for one in told] == ["notifications/progress"] * len(told)
    assert told[0]["params"] == {"progressToken": "t", "progress": 1}
    assert len(last["result"]["structuredContent"]["result"]) == 3
    assert (last["id"], last["result"]["resultType"]) == (1, "complete")


def test_who_does_not_read_events_gets_json(post: Post) -> None:
    message = call("watch_camera", {"cameraId": 3}, progressToken=7)
    answer = post(message, accept="application/json")
    assert len(answer.json["result"]["structuredContent"]["result"]) == 3
    # A token that is none, and a call that has nothing to tell.
    assert post(call("watch_camera", {"cameraId": 3}, progressToken=[])).json["id"] == 1
    assert post(call("get_camera", {"cameraId": 3}, progressToken="t")).json["id"] == 1


def test_what_fails_before_the_first_item_is_an_ordinary_response(post: Post) -> None:
    answer = post(call("watch_camera", {"cameraId": -1}, progressToken="t"))
    assert json.loads(answer.json["result"]["content"][0]["text"])["code"] == "invalid_argument"


def test_what_fails_on_its_way_is_the_result_after_the_progress(hub: Any, post: Post) -> None:
    answer = post(call("watch_camera", {"cameraId": 7}, progressToken="t"))
    result = answer.events[-1]["result"]
    told = json.loads(result["content"][0]["text"])
    assert (result["isError"], told["error"]) == (True, "CameraNotFound")
    assert hub.ended == 1


def test_a_silent_stream_shows_that_it_lives_and_ends_with_its_client(hub: Any, make: Any) -> None:
    async def run() -> None:
        app = make(hub, heartbeat=0.001)
        message = call("watch_camera", {"cameraId": 0}, progressToken="t")
        body = json.dumps(message).encode()
        lives, gone = asyncio.Event(), asyncio.Event()
        arriving = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            for one in arriving:
                return one
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(sent: Any) -> None:
            if sent.get("body") == b":\n\n":
                lives.set()

        fields = {"content-type": "application/json", **headers_of(message)}
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/mcp",
            "raw_path": b"/mcp",
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), text.encode()) for name, text in fields.items()],
        }
        work = asyncio.create_task(app(scope, receive, send))
        async with asyncio.timeout(30):
            await lives.wait()
            gone.set()
            await work
        assert hub.ended == 1

    asyncio.run(run())


def test_the_end_of_the_server_is_the_result_of_what_still_runs(
    hub: Any, app: Any, send: Any
) -> None:
    async def run() -> None:
        calls = [
            call("watch_camera", {"cameraId": 0}),
            call("watch_camera", {"cameraId": 0}, progressToken="t"),
            call("get_camera", {"cameraId": 0}),
        ]
        running = [asyncio.create_task(send(app, one, headers_of(one))) for one in calls]
        async with asyncio.timeout(30):
            await hub.watched.wait()
            await asyncio.sleep(0)
            app.end_calls()
            for answer in await asyncio.gather(*running):
                told = json.loads(answer.json["result"]["content"][0]["text"])
                assert (answer.status, told["code"]) == (200, "unavailable")
            late = await send(app, calls[2], headers_of(calls[2]))
        assert b"unavailable" in late.body

    asyncio.run(run())
