/** A download that breaks off is taken up where it broke, in this life or the next, and never made of two files. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../agent/disk.ts";
import { type DownloadOptions, download } from "../../agent/image/http/download.ts";
import { withFetchClient } from "../../agent/image/http/fetcher.ts";
import { Partials } from "../../agent/image/http/partials.ts";
import { DiscoverySite, sendFile } from "../support/discovery-site.ts";

const data = randomBytes(1.5 * 2 ** 20);
const tag = { etag: '"one"' };
let site: DiscoverySite;
let dir: string;
let partials: Partials;
const never = new AbortController().signal;

beforeAll(async () => {
  site = await new DiscoverySite().start();
});
afterAll(() => site.stop());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "craton-download-"));
  site.configure(dir);
  site.asked.length = 0;
  site.twist = () => false;
  site.files.set("/x", { data, headers: tag });
  partials = new Partials(join(dir, "partial"), disk);
  await partials.clean(Date.now());
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Answers the digest of what came. */
async function get(options: Partial<DownloadOptions> = {}): Promise<string> {
  const all = { what: "x", max: 10 * 2 ** 20, onBytes: () => {}, signal: never, backoffMs: 1, ...options };
  const url = new URL(site.url("/x"));
  return withFetchClient({ system: dir, local: dir }, [], (client) =>
    partials.hold(url, all.signal, async (partial) => {
      await download(client, url, partial, all);
      expect(`sha512:${createHash("sha512").update(readFileSync(partial.path)).digest("hex")}`).toBe(partial.digest);
      return partial.digest;
    }),
  );
}
const digest = (bytes: Buffer) => `sha512:${createHash("sha512").update(bytes).digest("hex")}`;

/** Sends a piece of the file and breaks the line, the first `times` times. */
function breaks(times: number, headers: Record<string, string> = tag): void {
  let broken = 0;
  site.twist = (request, response) => {
    if (broken++ >= times) return false;
    const start = Number(/=([0-9]+)-/.exec(request.headers.range ?? "=0-")?.[1]);
    const about = {
      ...headers,
      "content-length": data.length - start,
      "content-range": `bytes ${start}-/${data.length}`,
    };
    response.writeHead(start > 0 ? 206 : 200, about);
    response.write(data.subarray(start, start + 300_000), () => setImmediate(() => response.destroy()));
    return true;
  };
}
const ranges = () => site.asked.map(({ headers }) => headers.range ?? null);
const kept = () => readdirSync(join(dir, "partial")).map((name) => name.replace(/^[0-9a-f]{40}/, "KEY"));

describe("a line that breaks", () => {
  it("is taken up by Range, pinned by the strong tag", async () => {
    breaks(3);
    expect(await get()).toBe(digest(data));
    expect(ranges()).toEqual([null, ...Array(3).fill(expect.stringMatching(/^bytes=[1-9][0-9]*-$/))]);
    expect(site.asked.at(-1)?.headers["if-range"]).toBe('"one"');
  });

  it("is begun anew when the file became another one meanwhile", async () => {
    breaks(1);
    const other = randomBytes(1000);
    site.files.set("/x", { data: other, headers: { etag: '"two"' } });
    expect(await get()).toBe(digest(other));
  });

  it.each([
    ["a server without tags", {}, () => site.files.set("/x", { data })],
    ["a weak tag", { etag: 'W/"one"' }, () => {}],
  ])("is begun anew with %s", async (_, headers, prepare) => {
    prepare();
    breaks(1, headers as Record<string, string>);
    expect(await get()).toBe(digest(data));
    expect(ranges()).toEqual([null, null]);
  });

  it.each([
    ["416", (response: ServerResponse) => response.writeHead(416).end()],
    [
      "another place",
      (response: ServerResponse) => response.writeHead(206, { ...tag, "content-range": "bytes 5-9/10" }).end("abcde"),
    ],
    [
      "another tag",
      (response: ServerResponse) =>
        response.writeHead(206, { etag: '"two"', "content-range": "bytes 300000-/1" }).end("a"),
    ],
  ])("is begun anew when the server goes on with %s", async (_, lie) => {
    breaks(1);
    const first = site.twist;
    let lied = false;
    site.twist = (request, response) => {
      if (request.headers.range === undefined || lied) return first(request, response);
      lied = true;
      lie(response);
      return true;
    };
    expect(await get()).toBe(digest(data));
    expect(lied).toBe(true);
  });

  it("again and again without a byte is given up", async () => {
    site.twist = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(get()).rejects.toThrow("it answers 503");
    expect(site.asked).toHaveLength(4);
  });
});

describe("a download that was given up", () => {
  async function giveUp(): Promise<void> {
    const abort = new AbortController();
    site.twist = (_, response) => {
      response.writeHead(200, { ...tag, "content-length": data.length });
      response.write(data.subarray(0, 1_000_000));
      return true;
    };
    const onBytes = (done: number) => done === 1_000_000 && abort.abort(new Error("given up"));
    await expect(get({ signal: abort.signal, onBytes })).rejects.toThrow("given up");
    site.twist = () => false;
    site.asked.length = 0;
    partials = new Partials(join(dir, "partial"), disk);
    await partials.clean(Date.now());
  }

  it("goes on in the next life where it was", async () => {
    await giveUp();
    expect(await get()).toBe(digest(data));
    expect(ranges()).toEqual(["bytes=1000000-"]);
  });

  it.each([
    [
      "a byte is another one",
      (path: string) => writeFileSync(path, Buffer.concat([Buffer.from("!"), readFileSync(path).subarray(1)])),
    ],
    ["the end is missing", (path: string) => truncateSync(path, 999_999)],
  ])("begins anew when %s after a power cut", async (_, damage) => {
    await giveUp();
    damage(join(dir, "partial", readdirSync(join(dir, "partial")).find((name) => name.endsWith(".part")) ?? ""));
    expect(await get()).toBe(digest(data));
    expect(ranges()).toEqual([null]);
  });

  it("goes on at what was on the disk when more was written than that", async () => {
    await giveUp();
    const [name = ""] = readdirSync(join(dir, "partial")).filter((file) => file.endsWith(".part"));
    writeFileSync(join(dir, "partial", name), Buffer.concat([data.subarray(0, 1_000_000), Buffer.alloc(data.length)]));
    expect(await get()).toBe(digest(data));
    expect(ranges()).toEqual(["bytes=1000000-"]);
  });

  it("is forgotten after two days; lone files at once", async () => {
    await giveUp();
    expect(kept()).toEqual(["KEY.json", "KEY.part"]);
    writeFileSync(join(dir, "partial", "lone.part"), "");
    await partials.clean(Date.now());
    expect(kept()).toEqual(["KEY.json", "KEY.part"]);
    const old = Date.now() / 1000 - 49 * 3600;
    for (const name of readdirSync(join(dir, "partial"))) utimesSync(join(dir, "partial", name), old, old);
    await partials.clean(Date.now());
    expect(kept()).toEqual([]);
  });
});

it("one under way is not cleaned away", async () => {
  let cleaned: Promise<void> | undefined;
  const onBytes = () => {
    cleaned ??= partials.clean(Date.now() + 100 * 3600_000);
  };
  expect(await get({ onBytes })).toBe(digest(data));
  await cleaned;
  expect(kept()).toEqual(["KEY.json", "KEY.part"]);
  await partials.clean(Date.now() + 100 * 3600_000);
  expect(kept()).toEqual([]);
});

it("a whole one is only asked for changes", async () => {
  await get();
  site.asked.length = 0;
  expect(await get()).toBe(digest(data));
  expect(site.asked.map(({ headers }) => headers["if-none-match"])).toEqual(['"one"']);
});

describe("a server that sends too much or too little", () => {
  it("says so in advance: nothing is read", async () => {
    await expect(get({ max: 1000 })).rejects.toMatchObject({ code: "too-large" });
  });

  it("never ends", async () => {
    site.twist = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(data.subarray(0, 65536)));
        response.once("drain", more);
      };
      more();
      return true;
    };
    await expect(get()).rejects.toMatchObject({ code: "too-large" });
  });

  it("ends before the length that it stated", async () => {
    site.twist = (_, response) => {
      response.writeHead(200, { "content-length": 5000 }).write("short", () => setImmediate(() => response.destroy()));
      return true;
    };
    await expect(get()).rejects.toThrow(/the connection broke after [05] bytes/);
    expect(site.asked).toHaveLength(4);
  });

  it("only drips", async () => {
    site.twist = (_, response) => {
      response.writeHead(200, { "content-length": 5000 });
      const timer = setInterval(() => response.write("."), 10);
      response.on("close", () => clearInterval(timer));
      return true;
    };
    await expect(get({ pace: { bytes: 1000, everyMs: 100 } })).rejects.toThrow(
      "it sends less than 1000 bytes in 0.1 s",
    );
  });

  it("sends compressed what was asked for as it is: the bytes as sent count", async () => {
    site.twist = (request, response) => {
      sendFile({ data, headers: { ...tag, "content-encoding": "gzip" } }, request, response);
      return true;
    };
    expect(await get()).toBe(digest(data));
  });
});
