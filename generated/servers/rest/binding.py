"""How Servers travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.ORDER_SERVER,
            method="POST",
            path="/servers",
            status=201,
            body=Body(
                members=(
                    "host_name",
                    "cores",
                    "memory_bytes",
                    "tags",
                    "labels",
                    "rack",
                ),
            ),
            location="/servers/{id}",
            tagged=True,
            challenge="Bearer",
        ),
        Route(
            operation=operations.GET_SERVER,
            method="GET",
            path="/servers/{server_id}",
            parameters=(Parameter(name="server_id", place="path", member="server_id"),),
            tagged=True,
            challenge="Bearer, ApiKey",
            headers={
                "cache-control": "private, max-age=60",
            },
        ),
        Route(
            operation=operations.SEARCH_SERVERS,
            method="GET",
            path="/servers:search",
            parameters=(
                Parameter(name="query", place="query", member="query"),
                Parameter(name="states", place="query", member="states", many=True),
                Parameter(
                    name="min_cores",
                    place="query",
                    member="min_cores",
                    kind="number",
                ),
                Parameter(name="limit", place="query", member="limit", kind="number"),
            ),
            challenge="Bearer",
        ),
        Route(
            operation=operations.IMPORT_SERVERS,
            method="POST",
            path="/servers:import",
            body=Body(members=("servers", "dry_run")),
            challenge="Bearer",
        ),
        Route(
            operation=operations.RESTART_SERVER,
            method="POST",
            path="/servers/{server_id}/restart",
            status=202,
            parameters=(Parameter(name="server_id", place="path", member="server_id"),),
            body=Body(members=("graceful", "grace")),
            tagged=True,
            challenge="Bearer",
        ),
        Route(
            operation=operations.REBOOT_SERVER,
            method="POST",
            path="/servers/{server_id}:reboot",
            parameters=(Parameter(name="server_id", place="path", member="server_id"),),
            tagged=True,
            challenge="Bearer",
            headers={
                "deprecation": "@1748736000",
                "sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
            },
        ),
        Route(
            operation=operations.UPDATE_SERVER,
            method="PATCH",
            path="/servers/{server_id}",
            parameters=(Parameter(name="server_id", place="path", member="server_id"),),
            body=Body(
                members=(
                    "host_name",
                    "cores",
                    "memory_bytes",
                    "tags",
                    "labels",
                    "rack",
                ),
                patch=True,
            ),
            tagged=True,
            challenge="Bearer",
        ),
        Route(
            operation=operations.REMOVE_SERVER,
            method="DELETE",
            path="/servers/{server_id}",
            status=204,
            parameters=(Parameter(name="server_id", place="path", member="server_id"),),
            challenge="Bearer",
        ),
        Route(
            operation=operations.GET_STATUS,
            method="GET",
            path="/status",
            challenge="Bearer, ApiKey",
            headers={
                "cache-control": "public, max-age=10",
            },
        ),
    ),
    problems={
        errors.ServerNotFound: ProblemType(
            uri="urn:problem-type:ops.servers.v1:ServerNotFound",
            title="Server not found",
            status=404,
        ),
        errors.ServerBusy: ProblemType(
            uri="urn:problem-type:ops.servers.v1:ServerBusy",
            title="Server busy",
            status=409,
        ),
    },
)
