// Calls the cameras over pipes with Node's own modules, and prints what it saw as JSON.
// Argument: the words of the server's command as JSON.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [command, ...args] = JSON.parse(process.argv[2]);
const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.on("exit", resolve));
const waiting = new Map();
const items = [];
createInterface({ input: server.stdout }).on("line", (line) => {
  const message = JSON.parse(line);
  if (!Array.isArray(message) && message.method) items.push(message);
  else waiting.get(Array.isArray(message) ? message[0].id : message.id)(message);
});
const send = (message) => server.stdin.write(`${JSON.stringify(message)}\n`);
const request = (id, method, params) => ({ jsonrpc: "2.0", method, params, id });
const answer = (id) => new Promise((resolve) => waiting.set(id, resolve));
const call = (id, method, params) => {
  const found = answer(id);
  send(request(id, method, params));
  return found;
};
const told = {
  got: await call(1, "getCamera", { cameraId: 3 }),
  missing: await call("two", "getCamera", [7]),
  watched: await call(3, "watchCamera", { cameraId: 2 }),
  items,
};
const both = answer(4);
send([request(4, "getCamera", [1]), { jsonrpc: "2.0", method: "getCamera", params: [2] }, request(5, "none")]);
told.batch = await both;
const cancelled = call(6, "watchCamera", { cameraId: 0 });
send({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id: 6 } });
told.cancelled = await cancelled;
server.stdin.end();
told.status = await ended;
console.log(JSON.stringify(told));
