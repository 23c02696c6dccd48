// Calls a server of cameras with @connectrpc/connect, whatever the transport.

import { create, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";

import {
  CameraHubService,
  CameraNotFoundSchema,
  FrameSchema,
  UploadFramesRequestSchema,
} from "./devices/cameras/v1/cameras_pb.js";
import { BadRequestSchema, ErrorInfoSchema } from "./google/rpc/error_details_pb.js";

const WITHIN = { timeoutMs: 30_000 };

const nameOf = (error: ConnectError) =>
  Code[error.code].replace(/(?!^)[A-Z]/g, "_$&").toLowerCase();

async function failure(call: () => Promise<unknown>): Promise<ConnectError> {
  try {
    await call();
  } catch (error) {
    return ConnectError.from(error);
  }
  throw new Error("the call did not fail");
}

function detail<T extends DescMessage>(error: ConnectError, schema: T): MessageShape<T> {
  const [found] = error.findDetails(schema);
  if (found === undefined) throw error;
  return found;
}

// Browsers, and `fetch` of Node, cannot stream a request.
export async function report(transport: Transport, streams: boolean): Promise<object> {
  const client = createClient(CameraHubService, transport);

  const { camera } = await client.getCamera({ cameraId: 1 }, WITHIN);
  const missing = await failure(() => client.getCamera({ cameraId: 404 }, WITHIN));
  const invalid = await failure(() => client.snapPicture({ cameraId: 1, width: 1 }, WITHIN));
  const late = await failure(() => client.snapPicture({ cameraId: 408 }, { timeoutMs: 300 }));
  const { picture } = await client.snapPicture({ cameraId: 1, zoom: 2.5 }, WITHIN);

  const watch = async (cameraId: number, numbers: number[]) => {
    for await (const { frame } of client.watchCamera({ cameraId }, WITHIN)) {
      numbers.push(Number(frame?.number));
    }
  };
  const whole: number[] = [];
  await watch(1, whole);
  const part: number[] = [];
  const broken = await failure(() => watch(404, part));
  const stopped: number[] = [];
  for await (const { frame } of client.watchCamera({ cameraId: 2 }, WITHIN)) {
    stopped.push(Number(frame?.number));
    if (stopped.length === 2) break;
  }

  const said: Record<string, unknown> = {
    camera: [camera?.id, camera?.name, String(camera?.pictures), camera?.labels],
    missing: [
      nameOf(missing),
      missing.rawMessage,
      detail(missing, ErrorInfoSchema).reason,
      detail(missing, CameraNotFoundSchema).cameraId,
    ],
    invalid: [
      nameOf(invalid),
      detail(invalid, BadRequestSchema).fieldViolations.map((one) => one.field),
    ],
    late: nameOf(late),
    picture: new TextDecoder().decode(picture),
    whole,
    broken: [part, nameOf(broken), detail(broken, CameraNotFoundSchema).cameraId],
    stopped,
  };
  if (streams) {
    const frame = create(FrameSchema, { number: 7n, jpeg: new Uint8Array(3), takenAt: {} });
    const upload = (...requests: object[]) =>
      client.uploadFrames(
        (async function* () {
          for (const request of requests) yield create(UploadFramesRequestSchema, request);
        })(),
        WITHIN,
      );
    const { kept } = await upload({ frame }, { frame });
    const wrong = await failure(() => upload({ frame }, {}));
    const [violation] = detail(wrong, BadRequestSchema).fieldViolations;
    said["uploaded"] = kept;
    said["wrong"] = [nameOf(wrong), violation?.field, violation?.description];
  }
  return said;
}
