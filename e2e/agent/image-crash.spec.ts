/** The store after a kill between any two durable steps, and on a full disk. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aciBytes, ImageWorld } from "../../agent/image/images.fixture.ts";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ImageHost } from "../support/image-host.ts";
import { ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";

const life = resolve(import.meta.dirname, "../support/image-life.ts");
/** A process for each step: seconds on a quiet machine. */
const patience = 300_000;
const none = { blobs: [], trees: [], records: [], tmp: [] };

/** Runs a life up to its STEP-th step. Answers how many steps it took when it came to its end, null when it was killed. */
function live(folder: string, step: number, verb: string, argument: string): number | null {
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, [life, folder, String(step), verb, argument]);
  if (signal === "SIGKILL") return null;
  if (status !== 0) throw new Error(stderr.toString());
  return Number(stdout);
}

describe("a kill at any step", () => {
  it(
    "of a fetch leaves the image whole or nothing of it, and the next fetch succeeds",
    async () => {
      const world = new ImageWorld();
      const path = await world.aci("one");
      const id = new Set<string>();
      let killed = 0;
      for (let step = 1; ; step++) {
        rmSync(world.folder, { recursive: true, force: true });
        const ended = live(world.folder, step, "fetch", path);
        await world.open().recover();
        const list = world.images.list();
        if (list.length === 0) expect(world.contents, `killed at step ${step}`).toEqual(none);
        else {
          expect(list).toHaveLength(1);
          expect(readFileSync(join(world.images.forPod(list[0]?.id ?? "").lower[0] ?? "", "hello"), "utf8")).toBe(
            "one",
          );
        }
        expect(world.contents.tmp).toEqual([]);
        id.add((await world.fetch(path)).id);
        expect(world.events.reasons.filter((reason) => reason === "ImageLost")).toEqual([]);
        if (ended !== null) break;
        killed++;
      }
      expect(killed).toBeGreaterThan(8);
      expect(id.size).toBe(1);
      world.drop();
    },
    patience,
  );

  it(
    "of a removal leaves the image whole or nothing of it",
    async () => {
      const world = await new ImageWorld().start();
      const [one, two] = [await world.aci("one"), await world.aci("two")];
      const kept = await world.fetch(two);
      const { id } = await world.fetch(one);
      let killed = 0;
      for (let step = 1; ; step++) {
        await world.fetch(one);
        const ended = live(world.folder, step, "remove", id);
        await world.open().recover();
        const ids = world.images.list().map((image) => image.id);
        expect(ids).toContain(kept.id);
        expect(world.contents.trees).toHaveLength(ids.length);
        expect(world.contents.blobs).toHaveLength(ids.length);
        expect(world.contents.tmp).toEqual([]);
        if (ended !== null) break;
        killed++;
      }
      expect(killed).toBeGreaterThan(2);
      world.drop();
    },
    patience,
  );
});

describe("a full disk", () => {
  const dir = mkdtempSync(join(tmpdir(), "craton-full-"));
  const state = join(dir, "state");
  const inbox = join(dir, "in");
  let host: ImageHost;
  let registry: OddRegistry;
  beforeAll(async () => {
    mkdirSync(state);
    mkdirSync(inbox);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "craton-full", state]);
    host = await ImageHost.start({ state });
    registry = await new OddRegistry().start();
    host.configure({ [registry.host]: { plainHttp: true } });
  });
  afterAll(async () => {
    await registry?.stop();
    await host?.stop().catch(() => undefined);
    execFileSync("umount", [state]);
    rmSync(dir, { recursive: true, force: true });
  });
  const free = () => Number(execFileSync("df", ["--output=avail", "-k", state]).toString().trim().split("\n")[1]);

  it.each([
    ["while the archive is received", 6_000_000],
    ["while it is unpacked", 2_500_000],
  ])("%s is said, nothing is left, and a smaller image still fits", async (_, size) => {
    const before = free();
    const content = randomBytes(size / 2).toString("hex");
    writeFileSync(join(inbox, "big.aci"), await aciBytes("big", { content }));
    await expect(host.fetch(join(inbox, "big.aci"))).rejects.toMatchObject({ code: "no-space" });
    expect(host.isEmpty).toBe(true);
    expect(before - free()).toBeLessThan(64);
    writeFileSync(join(inbox, "small.aci"), await aciBytes("small"));
    expect((await host.fetch(join(inbox, "small.aci"))).name).toBe("example.com/small");
    await host.removeAll();
  });

  it("while layers come from a registry, too", async () => {
    const layer = (name: string) => ({ tar: tarOf({ name, body: randomBytes(1_500_000) }), as: "plain" as const });
    registry.add("a/big", "1", ociImage([layer("a"), layer("b"), layer("c")]));
    await expect(host.fetch(`docker://${registry.host}/a/big:1`)).rejects.toMatchObject({ code: "no-space" });
    expect(host.isEmpty).toBe(true);
    expect(readdirSync(join(state, "agent/images/tmp"))).toEqual([]);
  });
});

describe("an unpacking that is given up", () => {
  it("ends its children, leaves nothing, and may be begun anew", async () => {
    const host = await ImageHost.start();
    const path = join(host.state, "slow.aci");
    const content = randomBytes(30_000_000).toString("latin1");
    writeFileSync(path, await aciBytes("slow", { content }));
    const abort = new AbortController();
    const lines = host.images.fetch(
      { source: path, insecureOptions: ["image"] },
      { user: "ann", role: "admin" },
      abort.signal,
    );
    const fetching = (async () => {
      for await (const line of lines)
        if (line.type === "progress" && line.step === "unpack") abort.abort(new Error("given up"));
    })();
    await expect(fetching).rejects.toThrow("given up");
    expect(host.isEmpty).toBe(true);
    expect((await host.fetch(path)).name).toBe("example.com/slow");
    await host.stop();
  });
});
