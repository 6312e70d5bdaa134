import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PodLinux, podOf, sh } from "../support/pod-linux.ts";
import { admin } from "../support/pod-world.ts";

const limits = { maxBytes: 256 * 1024, keep: 1000 };
let p: PodLinux;
beforeAll(async () => {
  p = await PodLinux.open(limits);
});
afterAll(() => p.close());

const count = 200_000;
/** Bursts of 1,000 lines, as fast as the pipe takes them. */
const bursts = `i=0; while [ $i -lt ${count} ]; do seq $((i+1)) $((i+1000)); i=$((i+1000)); sleep 0.01; done`;
const writer = (name: string) => sh(name, `echo ready; until [ -e /go ]; do sleep 0.02; done; ${bursts}`);
const files = (uuid: string) => readdirSync(join(p.linux.state, "agent/pods/run", uuid, "logs"));

/** Lines with their parts joined. */
async function* whole(uuid: string, app: string, options: { follow: boolean; tail?: number }): AsyncGenerator<string> {
  const { signal } = new AbortController();
  let begun = "";
  for await (const { text, partial } of p.pods.logs(uuid, app, { ...options, signal })) {
    begun += text;
    if (partial) continue;
    yield begun;
    begun = "";
  }
  if (begun !== "") yield begun;
}

it("loses no line of a fast writer over many rotations, for followers and for readers afterwards", async () => {
  const pod = await p.pods.create(podOf(writer("one"), writer("two")), admin);
  const follow = async (app: string) => {
    let next = 0;
    for await (const text of whole(pod.uuid, app, { follow: true })) {
      if (text === "ready") continue;
      next += 1;
      if (text !== String(next)) throw new Error(`${app}: ${text} came after ${next - 1}`);
    }
    return next;
  };
  const followers = ["one", "two", "two"].map(follow);
  for (const app of ["one", "two"]) {
    await p.said(pod.uuid, app, "ready");
    await p.run(pod.uuid, app, ["touch", "/go"]);
  }
  expect(await Promise.all(followers)).toEqual([count, count, count]);
  expect(await p.ended(pod.uuid)).toMatchObject({ exitCode: 0 });
  expect(files(pod.uuid).filter((name) => name.startsWith("one.log")).length).toBeGreaterThan(5);

  expect(await Promise.all(["one", "two"].map(follow))).toEqual([count, count]);
  const tail: string[] = [];
  for await (const text of whole(pod.uuid, "one", { follow: false, tail: 30_000 })) tail.push(text);
  expect([tail.length, tail[0], tail.at(-1)]).toEqual([30_000, String(count - 29_999), String(count)]);
  expect(p.reports).toEqual([]);
});

it("keeps lines that were written while no agent was there, and rotates when it is back", async () => {
  const script = "echo ready; until [ -e /go ]; do sleep 0.02; done; seq 50000; echo done; exec sleep 1000";
  const pod = await p.pods.create(podOf(sh("main", script)), admin);
  await p.said(pod.uuid, "main", "ready");
  await p.run(pod.uuid, "main", ["touch", "/go"]);
  await p.restart();
  await p.said(pod.uuid, "main", "done");
  await p.pods.stop(pod.uuid, { force: true }, admin);
  const lines: string[] = [];
  for await (const text of whole(pod.uuid, "main", { follow: true })) lines.push(text);
  expect(lines).toEqual(["ready", ...Array.from({ length: 50_000 }, (_, i) => String(i + 1)), "done"]);
});

it("shows long lines in parts, and bytes that are no text", async () => {
  const script = `head -c 20000 /dev/zero | tr '\\0' x; echo; printf '\\377\\376ok\\n'; printf 'no end'`;
  const pod = await p.pods.create(podOf(sh("main", script)), admin);
  await p.ended(pod.uuid);
  const { signal } = new AbortController();
  let parts = 0;
  for await (const line of p.pods.logs(pod.uuid, "main", { follow: true, signal })) if (line.partial) parts += 1;
  expect(parts).toBeGreaterThan(1);
  const lines: string[] = [];
  for await (const text of whole(pod.uuid, "main", { follow: false })) lines.push(text);
  expect(lines.map((line) => line.replace(/^x{20000}$/, "x"))).toEqual(["x", "\ufffd\ufffdok", "no end"]);
});
