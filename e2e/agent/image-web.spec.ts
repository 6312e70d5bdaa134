/** Images by appc discovery and from web addresses, from a site of our own over https: what comes, what is refused and why. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { templateValues } from "../../agent/image/discovery/node-labels.ts";
import { aciBytes, admin, ImageWorld, last } from "../../agent/image/images.fixture.ts";
import type { ImageProgress } from "../../lib/contract/image.ts";
import type { InsecureOption } from "../../lib/contract/insecure-options.ts";
import { DiscoverySite } from "../support/discovery-site.ts";
import { Gpg } from "./support/gpg.ts";

const template = "localhost {site}/files/{name}-{version}-{os}-{arch}.{ext}";
const { arch = "" } = templateValues({ name: "x", labels: {} });
const platform = [
  { name: "os", value: "linux" },
  { name: "arch", value: arch },
];
const gpg = new Gpg();
let site: DiscoverySite;
let world: ImageWorld;
let key: string;

beforeAll(async () => {
  site = await new DiscoverySite().start();
  key = await gpg.key("Site <site@example.com>");
});
afterAll(async () => {
  await site.stop();
  gpg.close();
});
beforeEach(async () => {
  site.files.clear();
  site.asked.length = 0;
  site.twist = () => false;
  world = await new ImageWorld().start();
  site.configure(world.configFolders.local);
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});

const signal = new AbortController().signal;
const fetch = (source: string, insecureOptions: InsecureOption[] = ["image"]) =>
  last(world.images.fetch({ source, insecureOptions }, admin, signal));

async function aci(name: string, labels: object[] = [{ name: "version", value: "1.0" }, ...platform], content = name) {
  return aciBytes(name, { manifest: { name: `localhost/${name}`, labels }, content });
}
/** Serves an image of this name, version 1.0 for this platform, where the template leads. */
async function serve(name: string, headers: Record<string, string> = {}, data?: Buffer): Promise<string> {
  const path = `/files/localhost/${name}-1.0-linux-${arch}.aci`;
  site.files.set(path, { data: data ?? (await aci(name)), headers });
  return path;
}
async function sign(path: string): Promise<string> {
  const file = join(world.dir, "signed.aci");
  writeFileSync(file, site.files.get(path)?.data ?? Buffer.alloc(0));
  return gpg.sign(file, [key]);
}
async function trust(): Promise<void> {
  await world.images.keys.add({ armored: await gpg.export(key), fingerprint: key, prefix: "localhost" });
}

describe("discovery", () => {
  it("leads from a name over the page of the host to the image of this platform (E1, E2, E4, E6)", async () => {
    site.page("/", ["ac-discovery", template]);
    const path = await serve("app");
    const lines: ImageProgress[] = [];
    const request = { source: "localhost/app:1.0", insecureOptions: ["image" as const] };
    for await (const line of world.images.fetch(request, admin, signal)) lines.push(line);
    const done = lines.at(-1);
    if (done?.type !== "done") throw new Error("no last line");
    const id = `sha512-${createHash("sha512")
      .update(site.files.get(path)?.data ?? "")
      .digest("hex")}`;
    expect(done.image).toMatchObject({
      id,
      name: "localhost/app",
      version: "1.0",
      source: "discover:localhost/app:1.0",
    });
    expect(site.asked.map(({ url }) => url)).toEqual(["/app?ac-discovery=1", "/?ac-discovery=1", path]);
    expect(lines.flatMap((line) => (line.type === "progress" ? [line.step] : []))).toEqual(
      expect.arrayContaining(["resolve", "download", "unpack", "verify", "commit"]),
    );
    expect(world.contents.tmp).toEqual([]);
    expect(world.images.get("localhost/app:1.0").id).toBe(id);
    expect(world.images.get("discover:localhost/app:1.0").id).toBe(id);
  });

  it("takes the page of a part of the name; redirects of page and image are followed (E7)", async () => {
    site.twist = ({ url = "" }, response) => {
      if (!url.startsWith("/team/app?") && !url.startsWith("/old/")) return false;
      const location = url.startsWith("/old/") ? url.replace("/old/", "/files/") : site.url("/moved");
      response.writeHead(url.startsWith("/old/") ? 307 : 301, { location }).end();
      return true;
    };
    site.page("/moved", ["ac-discovery", "localhost/team {site}/old/{name}.{ext}"]);
    site.files.set("/files/localhost/team/app.aci", { data: await aci("team/app") });
    expect((await fetch("localhost/team/app")).name).toBe("localhost/team/app");
    expect(site.count("/team?")).toBe(0);
  });

  it("takes an image for any platform; one for another only when it is asked for", async () => {
    site.page("/", ["ac-discovery", "localhost {site}/files/{name}.{ext}"]);
    site.files.set("/files/localhost/any.aci", { data: await aci("any", []) });
    expect((await fetch("localhost/any")).os).toBeNull();
    const other = [
      { name: "os", value: "linux" },
      { name: "arch", value: "s390x" },
    ];
    site.files.set("/files/localhost/other.aci", { data: await aci("other", other) });
    await expect(fetch("localhost/other")).rejects.toMatchObject({ code: "image-mismatch" });
    expect((await fetch("localhost/other,arch=s390x")).arch).toBe("s390x");
  });

  it("goes on to the site's next place when one does not have it (E5)", async () => {
    site.page("/", ["ac-discovery", "localhost {site}/gone/{name}.{ext}"], ["ac-discovery", template]);
    await serve("app");
    expect((await fetch("localhost/app:1.0")).name).toBe("localhost/app");
    expect(site.count("/gone/")).toBe(1);
  });

  it.each([
    [
      "another name",
      [{ name: "version", value: "1.0" }],
      "localhost/ap",
      "its name is localhost/app, not localhost/ap",
    ],
    ["another version", [{ name: "version", value: "2.0" }], "localhost/app:1.0", "its label version is 2.0, not 1.0"],
    ["a label missing", [], "localhost/app,channel=beta", "its label channel is missing, not beta"],
  ])("refuses %s (E8)", async (_, labels, source, why) => {
    site.page("/", ["ac-discovery", "localhost {site}/x.{ext}"]);
    site.files.set("/x.aci", { data: await aci("app", labels) });
    await expect(fetch(source)).rejects.toMatchObject({
      code: "image-mismatch",
      message: expect.stringContaining(why),
    });
    expect(world.contents).toEqual({ blobs: [], trees: [], records: [], tmp: [] });
  });

  it("that finds nothing tells each page and what was wrong with it", async () => {
    site.page("/a", ["ac-discovery", "localhost {site}/{name}-{colour}.{ext}"]);
    site.page("/", ["ac-discovery", "example.org {site}/{name}.{ext}"]);
    const error = await fetch("localhost/a/b").catch((cause) => cause);
    expect(error).toMatchObject({ code: "discovery-failed" });
    expect(error.errors.map(({ message }: { message: string }) => message)).toEqual([
      "it answers 404",
      expect.stringContaining("there is no label colour"),
      "it has no ac-discovery for this name",
    ]);
  });

  it("walks on over pages that are too large, and stops at a host that breaks (E6)", async () => {
    site.files.set("/a/b", { data: Buffer.alloc(2 * 2 ** 20, 32) });
    site.files.set("/a", { data: Buffer.from("no"), status: 503 });
    await expect(fetch("localhost/a/b")).rejects.toMatchObject({ code: "fetch-failed" });
    expect(site.asked.map(({ url }) => url)).toEqual(["/a/b?ac-discovery=1", "/a?ac-discovery=1"]);
  });

  it("asks by plain http only when that is allowed and https gives nothing (E12)", async () => {
    site.configure(world.configFolders.local, { discoveryPort: site.plainPort });
    site.page("/", ["ac-discovery", template]);
    await serve("app");
    await expect(fetch("localhost/app:1.0")).rejects.toMatchObject({
      code: expect.stringMatching(/^(tls-refused|fetch-failed)$/),
    });
    expect(site.asked).toEqual([]);
    expect((await fetch("localhost/app:1.0", ["image", "http"])).name).toBe("localhost/app");
  });

  it("is not led to private addresses by a page or a redirect", async () => {
    site.page("/", ["ac-discovery", "localhost https://169.254.169.254/{name}.{ext}"]);
    await expect(fetch("localhost/app")).rejects.toMatchObject({ code: "address-refused" });
    site.page("/", ["ac-discovery", "localhost http://localhost:1/{name}.{ext}"]);
    await expect(fetch("localhost/app")).rejects.toThrow("plain http needs insecure-options=http");
    await expect(fetch("10.0.0.1/app")).rejects.toMatchObject({ code: "address-refused" });
  });

  it("brings the images in that the image builds on (D1)", async () => {
    site.page("/", ["ac-discovery", "localhost {site}/files/{name}.{ext}"]);
    site.files.set("/files/localhost/base.aci", { data: await aci("base", []) });
    const manifest = { name: "localhost/top", labels: [], dependencies: [{ imageName: "localhost/base" }] };
    site.files.set("/files/localhost/top.aci", { data: await aciBytes("top", { manifest }) });
    await fetch("localhost/top");
    expect(
      world.images
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["localhost/base", "localhost/top"]);
  });
});

describe("a web address", () => {
  it("is fetched as it stands; its query is not shown", async () => {
    const path = await serve("app");
    const image = await fetch(site.url(`${path}?token=sesame`));
    expect(image).toMatchObject({ name: "localhost/app", source: site.url(path) });
    expect(JSON.stringify(world.events.all)).not.toContain("sesame");
    expect(site.asked[0]?.url).toContain("token=sesame");
  });

  it.each([404, 410, 403])("that answers %s says so", async (status) => {
    site.files.set("/x.aci", { data: Buffer.from("no"), status });
    const code = status === 403 ? "host-denied" : "fetch-failed";
    await expect(fetch(site.url("/x.aci"))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${status}`),
    });
    expect(world.events.reasons).toEqual(["FetchFailed"]);
  });

  it("that serves something else is refused and leaves nothing", async () => {
    site.files.set("/x.aci", { data: Buffer.from("<html>") });
    await expect(fetch(site.url("/x.aci"))).rejects.toMatchObject({ code: "bad-archive" });
    expect(world.contents).toEqual({ blobs: [], trees: [], records: [], tmp: [] });
    expect(world.partial).toEqual([]);
  });

  it("needs rights for what is left out", async () => {
    const editor = { user: "eve", role: "editor" as const };
    const request = { source: "http://localhost/x.aci", insecureOptions: ["http" as const] };
    await expect(last(world.images.fetch(request, editor, signal))).rejects.toMatchObject({
      code: "forbidden",
      facts: { verb: "allow-insecure" },
    });
  });
});

describe("signatures", () => {
  it("are asked for first: nothing is downloaded of an image without one", async () => {
    const path = await serve("app");
    await expect(fetch(site.url(path), [])).rejects.toMatchObject({ code: "image-unsigned" });
    expect(site.asked.map(({ url }) => url)).toEqual([`${path}.asc`]);
  });

  it("are not asked for when the administrator does without (E9)", async () => {
    await fetch(site.url(await serve("app")));
    expect(site.count("/files/localhost/app-1.0-linux-amd64.aci.asc")).toBe(0);
  });

  it("of a trusted key let the image in, by discovery too", async () => {
    site.page("/", ["ac-discovery", template]);
    const path = await serve("app");
    site.files.set(`${path}.asc`, { data: Buffer.from(await sign(path)) });
    await expect(fetch("localhost/app:1.0", [])).rejects.toMatchObject({ code: "key-unknown" });
    await trust();
    expect((await fetch("localhost/app:1.0", [])).trust).toMatchObject({
      kind: "signed",
      keys: [{ fingerprint: key }],
    });
  });

  it("that are put off (202) are asked for again once the image is there", async () => {
    const path = await serve("app");
    const asc = await sign(path);
    await trust();
    let times = 0;
    site.twist = ({ url = "" }, response) => {
      if (!url.endsWith(".asc") || ++times > 3) return false;
      response.writeHead(202, { "retry-after": "0" }).end();
      return true;
    };
    site.files.set(`${path}.asc`, { data: Buffer.from(asc) });
    expect((await fetch(site.url(path), [])).trust.kind).toBe("signed");
    expect(site.asked.map(({ url }) => url.replace(path, ""))).toEqual([".asc", "", ".asc", ".asc", ".asc"]);
  });

  it("that are put off for ever, or for too long, are given up; the image is kept for the next try", async () => {
    const path = await serve("app", { etag: '"one"' });
    let after = "0";
    site.twist = ({ url = "" }, response) => {
      if (!url.endsWith(".asc")) return false;
      response.writeHead(202, { "retry-after": after }).end();
      return true;
    };
    await expect(fetch(site.url(path), [])).rejects.toMatchObject({ code: "signature-late" });
    expect(site.count(`${path}.asc`)).toBe(7);
    after = "3600";
    await expect(fetch(site.url(path), [])).rejects.toThrow("it is put off by 3600 s");
    expect(world.contents.blobs).toEqual([]);
    expect(world.partial).toHaveLength(2);
  });
});
