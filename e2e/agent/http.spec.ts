/** The whole way of a pod through the agent's API, on the real kernel. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox } from "./support/box-image.ts";

let agent: TestAgent;
beforeAll(async () => {
  agent = await startAgent();
});
afterAll(() => agent?.stop());

test("an image is uploaded, a pod runs, is read, and goes", async () => {
  const { client, as } = agent;
  const image = await addBox(client, as.admin);
  expect((await client.images.list(as.viewer)).images.map(({ id }) => id)).toEqual([image.id]);
  const script = "echo hello; echo oops >&2; exit 3";
  const created = await client.pods.create(as.editor, {
    apps: [{ image: image.name, name: "web", exec: ["/bin/sh", "-c", script] }],
  });
  expect(created.createdBy).toBe("editor");
  const texts: string[] = [];
  for await (const { stream, text } of client.logs(as.viewer, created.uuid, "web", { follow: true }))
    texts.push(`${stream} ${text}`);
  expect(texts.toSorted()).toEqual(["stderr oops", "stdout hello"]);
});
