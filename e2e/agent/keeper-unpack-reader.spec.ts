/** UNPACK: how the reader is confined, and how it may end. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ReaderFailure } from "../../agent/host/keeper/errors.ts";
import { soon, statOf } from "../support/keeper.ts";
import * as r from "../support/unpack-records.ts";
import { UnpackWorld } from "../support/unpack-world.ts";

let world: UnpackWorld;
beforeAll(async () => {
  world = await UnpackWorld.open();
});
afterAll(() => world?.stop());
beforeEach(() => world.fresh());

describe("the reader", () => {
  test("is nobody, alone, and can do nothing", async () => {
    const mark = `craton-reader-${path.basename(world.base)}`;
    const script = [
      "id -u; id -G; grep -E '^(Cap|NoNew|Groups)' /proc/self/status | tr '\\n\\t' '; '; echo",
      "echo pid $$ of $(ls /proc | grep -c '^[0-9]')",
      "cat /proc/self/oom_score_adj; ulimit -f; ulimit -c; ulimit -n",
      "cat /proc/net/dev | wc -l; env | sort | tr '\\n' ' '; echo",
      `echo x >/tmp/${mark}; echo x >/dev/shm/${mark}`,
      `cat ${world.canary}/bird; ls ${world.target}; kill -9 ${process.pid}; mount -t tmpfs t /tmp`,
    ].join("; ");
    const failed = world.unpack([], { reader: ["/bin/sh", "-c", `{ ${script}; } >&2`] });
    const { facts } = await failed.then(
      () => ({ facts: { why: "it did not fail" } }),
      (error) => error,
    );
    const said = String(facts.why);
    expect(said).toContain("the reader ended without a summary");
    expect(said).toContain("65534\n65534\n");
    expect(said).toMatch(/CapInh: 0+;CapPrm: 0+;CapEff: 0+;CapBnd: 0+;CapAmb: 0+;NoNewPrivs: 1;/);
    expect(said).toMatch(/pid 1 of [1-5]\n500\n0\n0\n64\n3\n/); // /proc/net/dev: two lines of heading and lo
    expect(said).toContain("LANG=C.UTF-8 PATH=/usr/bin:/bin PWD=/");
    expect(said).not.toContain("sings");
    expect(
      said.match(/ead-only file system|ermission denied|not permitted|cannot create|No such process|must be superuser/g)
        ?.length,
    ).toBeGreaterThanOrEqual(5);
    const made = ["/tmp", "/dev/shm"].map((folder) => path.join(folder, mark)).filter((name) => fs.existsSync(name));
    for (const name of made) fs.rmSync(name);
    expect(made).toEqual([]);
  });

  test("gives the blob as stdin, and its own FAIL record comes through", async () => {
    const blob = [r.record(r.kind.fail, Buffer.from('{"entry":"x","why":"y"}'))];
    const failed = await world.unpack(blob).catch((error) => error);
    expect(failed).toBeInstanceOf(ReaderFailure);
    expect(`${failed.payload}`).toBe('{"entry":"x","why":"y"}');
  });

  test.each([
    ["nothing", []],
    ["half a head", [Buffer.from([2, 0])]],
    ["no summary", [r.dir("d")]],
    ["half a file", [r.entry(2, "f", { size: 9 }), r.data("123")]],
    ["half a record", [r.file("f", "123").subarray(0, -1)]],
  ])("that ends after %s is a failure of the host", async (_, records) => {
    await expect(world.unpack(records)).rejects.toMatchObject({ code: "host-failed", facts: { errno: "EPIPE" } });
  });

  test("that is missing is named", async () => {
    await expect(world.unpack([], { reader: ["/no/such/reader"] })).rejects.toThrow(
      "exec /no/such/reader: No such file",
    );
  });

  test("that hangs or floods is killed when the caller gives up, and so is the writer", async () => {
    const abort = new AbortController();
    const note = path.join(world.base, "pids");
    const gaveUp = world.unpack([r.file("early", "x"), r.progress(1n)], {
      reader: ["/bin/sh", "-c", "cat; exec sleep 600"],
      signal: abort.signal,
      onProgress: () => {
        const couriers = fs.readdirSync("/proc").filter((pid) => statOf(Number(pid))?.parent === world.k.pid);
        const all = fs.readdirSync("/proc").filter((pid) => couriers.includes(String(statOf(Number(pid))?.parent)));
        fs.writeFileSync(note, all.join("\n"));
        abort.abort(new Error("enough"));
      },
    });
    await expect(gaveUp).rejects.toThrow("enough");
    const pids = fs.readFileSync(note, "utf8").split("\n").map(Number);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await soon("both are gone", () => pids.every((pid) => statOf(pid) === null));
  });
});
