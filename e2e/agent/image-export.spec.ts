/** The ACI of an image: one ID on every node and every fetch, given out by the command line, taken back as the same image. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { pax, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { busyboxLayer } from "../support/busybox-layer.ts";
import { type DockerRegistry, startDockerRegistry } from "../support/docker-registry.ts";
import { ociImage } from "../support/oci-image.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agents: TestAgent[] = [];
let cratons: Craton[];
let registry: DockerRegistry;
const insecure = "--insecure-options=image";
beforeAll(async () => {
  const command = await cratonCommand();
  registry = await startDockerRegistry();
  const settings = { registries: { [registry.host]: { plainHttp: true } } };
  for (let i = 0; i < 2; i++) {
    const agent = await startAgent();
    agents.push(agent);
    fs.writeFileSync(path.join(agent.state, "agent/registries.json"), JSON.stringify(settings));
  }
  cratons = agents.map(({ state }) => cratonOn(command, state));
});
afterAll(async () => {
  for (const agent of agents) await agent.stop();
  agents = [];
  await registry?.stop();
});
afterEach(async () => {
  for (const craton of cratons)
    for (const id of (await craton("image", "list", "--format=json")).stdout.match(/sha512-[0-9a-f]{128}/g) ?? [])
      await craton("image", "rm", id);
});
const both = () => cratons as [Craton, Craton];
const sha512 = (file: string) => `sha512-${createHash("sha512").update(fs.readFileSync(file)).digest("hex")}`;

it("an image of a registry has the ID of the ACI that is exported, on each node and each fetch, and as an import", async () => {
  const [here, there] = both();
  const top = tarOf(
    { name: "word", body: "upper" },
    { name: Buffer.from([0xff, 0x41]), body: "no UTF-8" },
    pax({ path: `${"deep/".repeat(40)}file`, uid: "3000000" }),
    { name: "deep", body: "long name", mode: 0o4755, gid: 7 },
    { name: "hard", type: "1", link: "word" },
    { name: "soft", type: "2", link: "../../etc" },
    { name: "etc/.wh.gone", body: "" },
  );
  const base = busyboxLayer({ word: "lower", "etc/gone": "x" });
  registry.push("team/app", "1", [ociImage([{ tar: base }, { tar: top, as: "zstd" }], { Cmd: ["/word"] })]);
  const source = `docker://${registry.host}/team/app:1`;
  const first = await here("fetch", insecure, source);
  expect({ ...first, stderr: first.status === 0 ? "" : first.stderr }).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^sha512-[0-9a-f]{128}\n$/),
  });
  const id = first.stdout.trim();
  expect((await there("fetch", insecure, source)).stdout.trim()).toBe(id);
  await here("image", "rm", id);
  expect((await here("fetch", insecure, source)).stdout.trim()).toBe(id);

  const file = path.join(agents[0]?.state as string, "out.aci");
  expect(await here("image", "export", `${registry.host}/team/app:1`, file)).toMatchObject({
    status: 0,
    stdout: `${id}\n`,
  });
  expect(sha512(file)).toBe(id);
  const list = execFileSync("tar", ["-tvf", file], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  expect(list.split("\n")[0]).toMatch(/^-rw-r--r-- 0\/0 .* manifest$/);
  expect(list).toMatch(/^-rwsr-xr-x 3000000\/7 .*deep\/file$/m);
  expect(list).toMatch(/^hrw-r--r-- .* rootfs\/word link to rootfs\/hard$/m);
  expect(list).not.toContain("gone");
  expect(await here("validate", file)).toMatchObject({ status: 0 });

  const again = await here("image", "export", id, file);
  expect([again.status, again.stderr]).toEqual([254, `craton: ${file} exists already; --overwrite replaces it\n`]);
  expect((await here("image", "export", "--overwrite", id, file)).status).toBe(0);
  await there("image", "rm", id);
  expect((await there("fetch", insecure, file)).stdout.trim()).toBe(id);
  expect(fs.readdirSync(path.dirname(file)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("an ACI comes back as it was fetched, with its compression", async () => {
  const [here] = both();
  const folder = path.join(agents[0]?.state as string, "build");
  fs.mkdirSync(path.join(folder, "rootfs"), { recursive: true });
  fs.writeFileSync(path.join(folder, "rootfs/hello"), "hello");
  const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/hello" };
  fs.writeFileSync(path.join(folder, "manifest"), JSON.stringify(manifest));
  const built = path.join(folder, "hello.aci");
  expect((await here("build", folder, built)).status).toBe(0);
  const id = (await here("fetch", insecure, built)).stdout.trim();
  const out = path.join(folder, "out.aci");
  expect((await here("image", "export", "example.com/hello", out)).stdout.trim()).toBe(id);
  expect(fs.readFileSync(out).equals(fs.readFileSync(built))).toBe(true);
});
