"""A foreign peer for streams: plain protoc stubs and grpcio, of the service of the railway lines.

Run: python streams.py client TARGET, which prints a line of JSON for each kind of call; or
python streams.py server, which prints its port and serves until its input ends. The stubs are on
the path. It knows nothing of this project.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from rail.lines.v1 import lines_pb2 as pb
from rail.lines.v1 import lines_pb2_grpc as stubs


def client(target):
    with grpc.insecure_channel(target) as channel:
        stub = stubs.LinesServiceStub(channel)
        watched = [one.reading.value for one in stub.Watch(pb.WatchRequest(sensor="a", most=3))]
        say("watch", watched)
        first = pb.RecordRequest(sensor="a", reading=pb.Reading(sensor="s", value=1))
        later = pb.RecordRequest(reading=pb.Reading(sensor="s", value=2))
        say("record", stub.Record(iter([first, later])).total)
        events = [pb.Event(alarm=pb.Alarm(code=1)), pb.Event(all_clear=pb.AllClear(reason="x"))]
        say("talk_bare", [one.WhichOneof("variant") for one in stub.TalkBare(iter(events))])
        talk = [pb.TalkRequest(sensor="a"), *(pb.TalkRequest(event=event) for event in events)]
        say("talk", [one.reading.value for one in stub.Talk(iter(talk))])
        chunks = [pb.UploadRequest(sensor="a", chunk=b"xy"), pb.UploadRequest(chunk=b"z")]
        say("upload", stub.Upload(iter(chunks)).size)
        found = []
        try:
            for one in stub.Watch(pb.WatchRequest(sensor="closed", most=9)):
                found += [one.reading.value]
        except grpc.RpcError as error:
            found += [error.code().name]
        say("closed", found)


def say(name, found):
    print(json.dumps([name, found]), flush=True)


def watch(_self, request, context):
    for number in range(request.most):
        yield pb.WatchResponse(reading=pb.Reading(sensor=request.sensor, value=number))
    if request.sensor == "closed":
        context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "too much")


def record(_self, requests, context):
    sensors, total = [], 0
    for request in requests:
        if request.HasField("sensor"):
            sensors.append(request.sensor)
        total += request.reading.value
        if request.reading.value == 99:
            context.abort(grpc.StatusCode.ABORTED, "enough")
    return pb.RecordResponse(count=len(sensors), total=total)


def talk_bare(_self, requests, _context):
    yield from requests


def talk(_self, requests, _context):
    for request in requests:
        yield pb.TalkResponse(reading=pb.Reading(sensor="s", value=request.event.alarm.code))


def download(_self, request, _context):
    yield pb.DownloadResponse(chunk=b"x" * request.piece)
    yield pb.DownloadResponse()
    yield pb.DownloadResponse(chunk=b"y")


def echo(_self, requests, _context):
    yield from (pb.EchoResponse(result=request.item) for request in requests)


METHODS = {
    "Watch": watch,
    "Record": record,
    "TalkBare": talk_bare,
    "Talk": talk,
    "Download": download,
    "Echo": echo,
}


def server():
    made = grpc.server(ThreadPoolExecutor(8))
    lines = type("Lines", (stubs.LinesServiceServicer,), METHODS)
    stubs.add_LinesServiceServicer_to_server(lines(), made)
    print(made.add_insecure_port("127.0.0.1:0"), flush=True)
    made.start()
    sys.stdin.read()
    made.stop(0)


if sys.argv[1] == "client":
    client(sys.argv[2])
else:
    server()
