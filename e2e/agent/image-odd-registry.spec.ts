/** Registries that lie or break off, and their mirrors. Each refusal names the value, and leaves nothing. */
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { digestOf, ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";
import { big, bigBlob, body, image, isBig, registryWorld } from "../support/registry-world.ts";

const world = registryWorld();

describe("content that is not what it should be", () => {
  it("a blob with another digest", async () => {
    world.registry.blobs.set(big.digest, Buffer.concat([bigBlob.subarray(0, -1), Buffer.from("!")]));
    await expect(world.host.fetch(world.source)).rejects.toMatchObject({
      code: "bad-digest",
      facts: { wanted: big.digest },
    });
  });

  it("a blob longer than stated", async () => {
    world.registry.twist = (request, response) => {
      if (!isBig(request)) return false;
      response.writeHead(200).end(Buffer.concat([bigBlob, Buffer.alloc(5000)]));
      return true;
    };
    await expect(world.host.fetch(world.source)).rejects.toThrow(`more than the ${bigBlob.length} bytes`);
  });

  it("a blob that ends early each time", async () => {
    world.registry.ranges = false;
    world.registry.twist = (request, response) => {
      if (!isBig(request)) return false;
      response.writeHead(200).end(bigBlob.subarray(0, 1000));
      return true;
    };
    await expect(world.host.fetch(world.source)).rejects.toThrow(`ended after 1000 of ${bigBlob.length} bytes`);
    expect(world.registry.asked(big.digest).length).toBeGreaterThan(2);
  });

  it("a layer whose tar is not the one of the config", async () => {
    const wrong = ociImage([{ tar: tarOf({ name: "x" }), diffId: `sha256:${"0".repeat(64)}` }]);
    world.registry.add("a/b", "2", wrong);
    await expect(world.host.fetch(`docker://${world.registry.host}/a/b:2`)).rejects.toMatchObject({
      code: "bad-digest",
      facts: { wanted: `sha256:${"0".repeat(64)}`, what: `the unpacked layer ${wrong.layers[0]?.digest}` },
    });
  });

  it("a layer that tries to leave its tree", async () => {
    world.registry.add("a/b", "3", ociImage([{ tar: tarOf({ name: "../../escaped" }) }]));
    await expect(world.host.fetch(`docker://${world.registry.host}/a/b:3`)).rejects.toMatchObject({
      code: "bad-archive",
      facts: { entry: "../../escaped" },
    });
  });

  it("a manifest that is not the one of its digest", async () => {
    const digest = image.descriptor.digest;
    world.registry.manifests.set(`a/b@${digest}`, { data: Buffer.from("{}"), type: image.descriptor.mediaType });
    await expect(world.host.fetch(`docker://${world.registry.host}/a/b@${digest}`)).rejects.toMatchObject({
      code: "bad-digest",
      facts: { wanted: digest, got: digestOf(Buffer.from("{}")) },
    });
  });

  it("a manifest that goes on for ever", async () => {
    world.registry.twist = (request, response) => {
      if (!request.url?.includes("/manifests/")) return false;
      const more = () => {
        while (response.write(Buffer.alloc(65536, 32)));
        response.once("drain", more);
      };
      more();
      return true;
    };
    await expect(world.host.fetch(world.source)).rejects.toMatchObject({ code: "too-large" });
  });

  it("schema 1, and a config for another machine's count of layers", async () => {
    const old = Buffer.from(JSON.stringify({ schemaVersion: 1, fsLayers: [] }));
    const type = "application/vnd.docker.distribution.manifest.v1+prettyjws";
    world.registry.add("a/old", "1", image, { data: old, type });
    await expect(world.host.fetch(`docker://${world.registry.host}/a/old:1`)).rejects.toThrow("schema 1");
    const manifest = JSON.parse(image.manifest.toString());
    const fewer = Buffer.from(JSON.stringify({ ...manifest, layers: manifest.layers.slice(1) }));
    world.registry.add("a/few", "1", image, { data: fewer, type: image.descriptor.mediaType });
    await expect(world.host.fetch(`docker://${world.registry.host}/a/few:1`)).rejects.toThrow(
      "its manifest has 1 layers, its config 2",
    );
  });
});

describe("a line that breaks", () => {
  it("is taken up where it broke", async () => {
    let times = 0;
    world.registry.twist = (request, response) => {
      if (!isBig(request) || ++times > 2) return false;
      const start = Number(/=([0-9]+)-/.exec(request.headers.range ?? "=0-")?.[1]);
      response.writeHead(start ? 206 : 200, start ? { "content-range": `bytes ${start}-` } : {});
      response.write(bigBlob.subarray(start, start + 100_000), () => setImmediate(() => response.destroy()));
      return true;
    };
    expect((await world.host.fetch(world.source)).treeSize).toBe(body.length + 1);
    const ranges = world.registry.asked(big.digest).map(({ headers }) => headers.range);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBeUndefined();
    for (const range of ranges.slice(1)) expect(range).toMatch(/^bytes=[1-9][0-9]*-$/);
  });

  it("begins anew where the registry cannot go on", async () => {
    world.registry.ranges = false;
    let times = 0;
    world.registry.twist = (request, response) => {
      if (!isBig(request) || ++times > 1) return false;
      response.writeHead(200).write(bigBlob.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
      return true;
    };
    expect((await world.host.fetch(world.source)).treeSize).toBe(body.length + 1);
  });

  it("is let go at once when the fetch is given up", async () => {
    const abort = new AbortController();
    world.registry.twist = (request, response) => {
      if (!isBig(request)) return false;
      response.writeHead(200).write(bigBlob.subarray(0, 1000), () => abort.abort(new Error("given up")));
      return true;
    };
    await expect(world.host.fetch(world.source, abort.signal)).rejects.toThrow("given up");
  });
});

describe("mirrors", () => {
  it("are asked first, and made good by the registry where they fail", async () => {
    const mirror = await new OddRegistry().start();
    try {
      mirror.add("a/b", "1", image);
      mirror.blobs.set(big.digest, Buffer.alloc(bigBlob.length));
      world.host.configure({
        [world.registry.host]: { plainHttp: true, mirrors: [mirror.host] },
        [mirror.host]: { plainHttp: true },
      });
      const fetched = await world.host.fetch(world.source);
      expect(fetched.name).toBe(`${world.registry.host.replace(":", "-")}/a/b`);
      expect(mirror.asked("/manifests/")).toHaveLength(1);
      expect(world.registry.requests.map(({ url }) => url)).toEqual([`/v2/a/b/blobs/${big.digest}`]);
    } finally {
      await mirror.stop();
    }
  });
});

describe("layers of one image", () => {
  it("come side by side, at most three, and the first failure ends the others", async () => {
    const layers = Array.from({ length: 6 }, (_, i) => ({ tar: tarOf({ name: `f${i}`, body: `${i}` }) }));
    const many = ociImage(layers);
    world.registry.add("a/many", "1", many);
    const open = new Set<ServerResponse>();
    let most = 0;
    const wanted = new Set(many.layers.map(({ digest }) => digest));
    world.registry.twist = (request, response) => {
      if (!wanted.has(request.url?.split("/blobs/")[1] ?? "")) return false;
      open.add(response);
      most = Math.max(most, open.size);
      if (open.size === 3) [...open][2]?.writeHead(403).end();
      return true;
    };
    await expect(world.host.fetch(`docker://${world.registry.host}/a/many:1`)).rejects.toMatchObject({
      code: "registry-denied",
    });
    expect(most).toBe(3);
  });
});
