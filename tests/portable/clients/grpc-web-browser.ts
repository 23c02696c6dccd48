// Gives a page calls of Google's own grpc-web: `await callWeb(TARGET, "text" | "binary")`.

import { fromBinary, toBinary, type DescMethod, type Message } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { GrpcWebClientBase, MethodDescriptor, type RpcError } from "grpc-web";

import { CameraHubService, CameraNotFoundSchema } from "./devices/cameras/v1/cameras_pb.js";
import { StatusSchema } from "./google/rpc/status_pb.js";

function described(method: DescMethod, kind: string): MethodDescriptor<object, any> {
  return new MethodDescriptor(
    `/${method.parent.typeName}/${method.name}`,
    kind,
    Object as never,
    Object as never,
    (message: Message) => toBinary(method.input, message),
    (bytes: Uint8Array) => fromBinary(method.output, bytes),
  );
}

const { getCamera, watchCamera } = CameraHubService.method;

// What a status that is not OK tells: its number, its text, and the camera of its detail.
function told(error: RpcError): unknown[] {
  const status = fromBinary(StatusSchema, base64Decode(error.metadata["grpc-status-details-bin"]!));
  const found = status.details.find((one) => one.typeUrl.endsWith(".CameraNotFound"))!;
  return [error.code, error.message, fromBinary(CameraNotFoundSchema, found.value).cameraId];
}

async function callWeb(target: string, format: string): Promise<object> {
  const client = new GrpcWebClientBase({ format });
  const unary = (message: object) => {
    const method = described(getCamera, "unary");
    return client.unaryCall(target + method.getName(), message, {}, method);
  };
  const watch = (message: object): Promise<unknown[]> => {
    const method = described(watchCamera, "server_streaming");
    return new Promise((resolve) => {
      const numbers: number[] = [];
      const stream = client.serverStreaming(target + method.getName(), message, {}, method);
      stream.on("data", ({ frame }) => numbers.push(Number(frame.number)));
      stream.on("error", (error) => resolve([numbers, ...told(error)]));
      stream.on("end", () => resolve([numbers]));
    });
  };
  const request = (method: DescMethod, cameraId: number) => ({
    $typeName: method.input.typeName,
    cameraId,
  });
  const { camera } = await unary(request(getCamera, 1));
  let missing: unknown[] = [];
  try {
    await unary(request(getCamera, 404));
  } catch (error) {
    missing = told(error as RpcError);
  }
  return {
    camera: [camera.id, camera.name, String(camera.pictures), camera.labels],
    missing,
    whole: await watch(request(watchCamera, 1)),
    broken: await watch(request(watchCamera, 404)),
  };
}

Object.assign(globalThis, { callWeb });
