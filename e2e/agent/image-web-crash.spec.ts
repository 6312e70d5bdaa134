/** A fetch from a web address that is killed before any durable step: whole or nothing, and what came whole is not fetched again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aciBytes, ImageWorld } from "../../agent/image/images.fixture.ts";
import { DiscoverySite } from "../support/discovery-site.ts";

const life = resolve(import.meta.dirname, "../support/image-life.ts");
const patience = 300_000;
/** A process for each step: every third one in the usual tests. */
const stride = process.env.CRATON_CUTS === undefined ? 3 : 1;
let site: DiscoverySite;
let world: ImageWorld;
beforeAll(async () => {
  site = await new DiscoverySite().start();
  world = new ImageWorld();
});
afterAll(async () => {
  world.drop();
  await site.stop();
});

/** How many steps a life took that came to its end, null when it was killed before its STEP-th. */
async function live(folder: string, step: number, url: string): Promise<number | null> {
  const child = spawn(process.execPath, [life, folder, `${step}`, "fetch", url], { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status, signal] = await once(child, "close");
  if (signal === "SIGKILL") return null;
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

it(
  "leaves the image whole or nothing of it, and the next fetch goes on with what is there",
  async () => {
    site.configure(world.configFolders.local);
    const etag = '"one"';
    site.files.set("/one.aci", { data: await aciBytes("one"), headers: { etag } });
    const url = site.url("/one.aci");
    let [killed, kept] = [0, 0];
    for (let step = 1; ; step += stride) {
      rmSync(world.folder, { recursive: true, force: true });
      const ended = await live(world.folder, step, url);
      await world.open().recover();
      const list = world.images.list();
      expect(list.length, `killed at step ${step}`).toBeLessThan(2);
      if (list.length === 0)
        expect({ step, ...world.contents }).toEqual({ step, blobs: [], trees: [], records: [], tmp: [] });
      const whole = world.partial
        .filter((name) => name.endsWith(".json"))
        .some((name) => JSON.parse(readFileSync(join(world.folder, "partial", name), "utf8")).whole === true);
      site.asked.length = 0;
      const { id } = await world.fetch(url);
      const conditions = site.asked.map(({ headers }) => headers["if-none-match"]);
      if (whole && list.length === 0) {
        kept++;
        expect(conditions, `killed at step ${step}`).toEqual([etag]);
      }
      expect(readFileSync(join(world.images.forPod(id).lower[0] ?? "", "hello"), "utf8")).toBe("one");
      expect(world.partial).toEqual([]);
      expect(readdirSync(join(world.folder, "remotes"))).toHaveLength(1);
      await world.images.close();
      if (ended !== null) break;
      killed++;
    }
    expect(killed).toBeGreaterThan(12 / stride);
    expect(kept).toBeGreaterThan(3 / stride);
  },
  patience,
);
