// Asks a server that wants a bearer token, as the official client does before it asks for one.
// Arguments: the server's URL, and a token.
import {
  Client,
  StreamableHTTPClientTransport,
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from "@modelcontextprotocol/client";

const [where, token] = process.argv.slice(2);
const open = async (headers) => {
  const client = new Client({ name: "peer", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(new URL(where), { requestInit: { headers } }));
  return client;
};
const refused = [];
const spy = async (url, init) => {
  const answer = await fetch(url, init);
  if (answer.status === 401) refused.push(answer);
  return answer;
};
const anonymous = new Client({ name: "peer", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
await anonymous.connect(new StreamableHTTPClientTransport(new URL(where), { fetch: spy }));
let code = null;
try {
  await anonymous.callTool({ name: "by_token", arguments: {} });
} catch (error) {
  code = error.constructor.name;
}
const { resourceMetadataUrl } = extractWWWAuthenticateParams(refused[0]);
const metadata = await discoverOAuthProtectedResourceMetadata(where, { resourceMetadataUrl });
const client = await open({ authorization: `Bearer ${token}` });
const answer = await client.callTool({ name: "by_token", arguments: {} });
await Promise.all([anonymous.close(), client.close()]);
console.log(JSON.stringify({ code, resourceMetadataUrl, metadata, answer: answer.structuredContent }));
