/** The agent of `npm run dev`: the same daemon on the fake host, from source, without keeper. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureCertificates } from "../../bin/certs.mjs";
import { localSigner } from "../../lib/api/agent/assertion.ts";
import { type AgentClient, createAgentClient } from "../../lib/api/agent/client.ts";
import { freePort } from "./support/agent.ts";
import { addBox, boxName } from "./support/box-image.ts";

const root = path.resolve(import.meta.dirname, "../..");
const admin = { user: "ada", role: "admin" as const };
let state: string;
let agent: ChildProcess;
let client: AgentClient;

beforeAll(async () => {
  state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-dev-"));
  const address = `127.0.0.1:${await freePort()}`;
  ensureCertificates({ state, node: "node-a", listen: address });
  const words = ["--state", state, "--name", "node-a", "--listen", address];
  agent = spawn(process.execPath, [path.join(root, "agent/dev-main.ts"), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (agent.stdout) expect(String((await once(agent.stdout, "data"))[0])).toContain("ready");
  const file = (name: string) => fs.readFileSync(path.join(state, "cli", name));
  const tls = { ca: file("ca.crt"), cert: file("client.crt"), key: file("client.key") };
  client = createAgentClient({ address, node: "node-a", tls, sign: localSigner(file("assertion.key")) });
});
afterAll(async () => {
  client.close();
  const ended = once(agent, "exit");
  agent.kill("SIGTERM");
  const [code] = await ended;
  fs.rmSync(state, { recursive: true, force: true });
  expect(code).toBe(0);
});

test("says what it is, and a pod goes all the way on it", async () => {
  expect((await client.node.facts(admin)).os).toBe("fake");
  await addBox(client, admin);
  const pod = await client.pods.create(admin, {
    apps: [{ image: boxName, name: "a", exec: ["/bin/sh", "-c", "echo hi"] }],
  });
  expect(pod.node).toBe("node-a");
  const session = await client.pods.stop(admin, pod.uuid, { force: true });
  expect(session.state).toBe("exited");
  await client.pods.remove(admin, pod.uuid);
});
