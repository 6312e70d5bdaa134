/** The client against a real edge: answers, errors, agents that are not there or not who they should be. */
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../../e2e/support/agent-edge.ts";
import { image, imageId, pod, stubServices, uuid } from "../../../e2e/support/agent-services.ts";
import { type AgentClient, createAgentClient } from "./client.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const services = stubServices();
const admin = { user: "ada", role: "admin" as const };
let edge: Edge;
let client: AgentClient;
beforeAll(async () => {
  edge = await startEdge(services);
  client = edge.client();
});
afterAll(async () => {
  client.close();
  await edge.stop();
});
const address = () => `127.0.0.1:${edge.port}`;

test("each call answers what the agent has", async () => {
  expect((await client.node.facts(admin)).name).toBe("node-a");
  expect((await client.node.usage(admin)).node.cpu).toBe(0.5);
  expect(await client.pods.list(admin)).toEqual({ seq: 3, pods: [pod] });
  expect(await client.pods.get(admin, uuid)).toEqual(pod);
  expect(await client.pods.manifest(admin, uuid)).toMatchObject({ acKind: "PodManifest" });
  expect((await client.pods.usage(admin, uuid)).apps.web?.memory).toBe(1024);
  expect(await client.pods.plan(admin, { apps: [{ image: "web" }] })).toMatchObject({ warnings: [] });
  expect(await client.pods.create(admin, { apps: [{ image: "web" }] })).toEqual(pod);
  expect(await client.pods.start(admin, uuid)).toEqual(pod);
  expect(await client.pods.stop(admin, uuid, { force: true })).toEqual(pod);
  expect(await client.pods.remove(admin, uuid)).toBeUndefined();
  expect(await client.images.list(admin)).toEqual({ seq: 3, images: [image] });
  expect(await client.images.get(admin, imageId)).toEqual(image);
  expect(await client.images.manifest(admin, "example.com/web:1")).toMatchObject({ acKind: "ImageManifest" });
  expect(await client.images.remove(admin, imageId)).toBeUndefined();
  const lines = [];
  for await (const line of client.images.fetch(admin, { source: "docker://web" })) lines.push(line.type);
  expect(lines).toEqual(["done"]);
});

test("the agent's error comes out as the same error", async () => {
  const missing = client.pods.get(admin, "00000000-1111-4111-8111-111111111111");
  await expect(missing).rejects.toMatchObject({
    code: "pod-not-found",
    status: 404,
    message: "there is no pod 00000000-1111-4111-8111-111111111111",
  });
  const viewer = client.pods.stop({ user: "eve", role: "viewer" }, uuid);
  await expect(viewer).rejects.toMatchObject({ code: "forbidden", facts: { user: "eve", verb: "stop", noun: "pod" } });
  const body = client.pods.create(admin, { apps: [] });
  await expect(body).rejects.toMatchObject({ code: "bad-body", errors: [{ path: "$.apps" }] });
});

test("a hundred calls at once share connections and are all answered", async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => client.pods.get(admin, uuid)));
  expect(answers.every((one) => one.uuid === uuid)).toBe(true);
});

test("the signal gives a call up with its own reason", async () => {
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await expect(client.pods.list({ ...admin, signal })).rejects.toBe(reason);
});

const other = (change: object) =>
  createAgentClient({ address: address(), node: edge.node, tls: edge.tls, sign: edge.sign, ...change });

test("an agent under another name, or of another authority, is not spoken to", async () => {
  await expect(other({ node: "node-b" }).pods.list(admin)).rejects.toMatchObject({
    code: "agent-unreachable",
    message: "node node-b does not answer: its certificate is for another node",
  });
  const stranger = await startEdge(stubServices());
  try {
    const call = other({ address: `127.0.0.1:${stranger.port}` }).pods.list(admin);
    await expect(call).rejects.toMatchObject({ facts: { why: "its certificate is from another authority" } });
    const refused = other({ address: `127.0.0.1:${stranger.port}`, tls: { ...edge.tls, ca: stranger.tls.ca } });
    await expect(refused.pods.list(admin)).rejects.toMatchObject({
      facts: { why: expect.stringMatching(/refuses our certificate|does not take our certificate/) },
    });
  } finally {
    await stranger.stop();
  }
});

test("an agent that is not there says why", async () => {
  const nobody = other({ address: "127.0.0.1:1" });
  await expect(nobody.pods.list(admin)).rejects.toMatchObject({ facts: { why: "nothing listens there" } });
  await expect(nobody.exec(admin, uuid, "web", { command: ["sh"], tty: null })).rejects.toMatchObject({
    code: "agent-unreachable",
    facts: { why: "nothing listens there" },
  });
  const plain = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n")).listen(0, "127.0.0.1");
  await new Promise((resolve) => plain.once("listening", resolve));
  const { port } = plain.address() as { port: number };
  await expect(other({ address: `127.0.0.1:${port}` }).pods.list(admin)).rejects.toMatchObject({
    code: "agent-unreachable",
  });
  plain.close();
});

test("an answer of another shape is told apart from no answer", async () => {
  const before = services.pods.get;
  services.pods.get = () => ({ ...pod, state: "flying" }) as unknown as typeof pod;
  await expect(client.pods.get(admin, uuid)).rejects.toMatchObject({ code: "bad-answer" });
  services.pods.get = before;
});

test("idle connections are closed with the client", async () => {
  const mine = edge.client();
  await mine.pods.list(admin);
  mine.close();
});
