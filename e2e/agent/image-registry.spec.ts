/** docker:// from Debian's docker-registry, pushed by skopeo, unpacked by the keeper, seen through a real overlay. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../agent/image/images.fixture.ts";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { type DockerRegistry, startDockerRegistry } from "../support/docker-registry.ts";
import { ImageHost } from "../support/image-host.ts";
import { cpu, type LayerInput, ociImage } from "../support/oci-image.ts";
import { overlaid } from "./support/overlaid.ts";

const dir = (name: string, mode = 0o755) => ({ name: `${name}/`, type: "5", mode });
const base: LayerInput = {
  as: "gzip",
  tar: tarOf(
    dir("etc"),
    { name: "etc/passwd", body: "root:x:0:0::/:\nweb:x:101:33::/:\n" },
    dir("keep"),
    { name: "keep/a", body: "lower" },
    { name: "keep/gone", body: "lower" },
    dir("opaque"),
    { name: "opaque/lower", body: "lower" },
    dir("dropped"),
    { name: "dropped/x", body: "lower" },
    { name: "file-to-dir", body: "lower" },
    dir("dir-to-file"),
    { name: "dir-to-file/x", body: "lower" },
    dir("readded"),
    { name: "readded/lower", body: "lower" },
    dir("tmp", 0o1777),
  ),
};
const changes: LayerInput = {
  as: "zstd",
  tar: tarOf(
    dir("keep"),
    { name: "keep/.wh.gone" },
    dir("opaque"),
    { name: "opaque/.wh..wh..opq" },
    { name: "opaque/upper", body: "upper" },
    { name: ".wh.dropped" },
    dir("file-to-dir"),
    { name: "file-to-dir/new", body: "upper" },
    { name: "dir-to-file", body: "upper" },
    { name: ".wh.readded" },
    dir("readded", 0o700),
    { name: "readded/upper", body: "upper" },
  ),
};
const top: LayerInput = { as: "plain", tar: tarOf(dir("keep", 0o750), { name: "keep/b", type: "6", uid: 1000 }) };

let registry: DockerRegistry;
let host: ImageHost;
beforeAll(async () => {
  registry = await startDockerRegistry();
  host = await ImageHost.start();
  host.configure({ [registry.host]: { plainHttp: true } });
});
afterAll(async () => {
  await host?.stop();
  await registry?.stop();
});
afterEach(async () => {
  await host.removeAll();
  expect(host.isEmpty).toBe(true);
});

describe("an image of three layers", () => {
  it("is whole, with its whiteouts in force", async () => {
    const config = {
      Entrypoint: ["/bin/sh"],
      Cmd: ["-c", "true"],
      User: "web",
      Env: ["A=b"],
      ExposedPorts: { "8080/tcp": {} },
      Volumes: { "/var/lib/x": {} },
      Labels: { note: "n" },
    };
    const image = ociImage([base, changes, top], config);
    registry.push("test/three", "v1", [image]);
    const source = `docker://${registry.host}/test/three:v1`;
    const fetched = await host.fetch(source);
    expect(fetched).toMatchObject({
      name: `${registry.host.replace(":", "-")}/test/three`,
      version: "v1",
      os: "linux",
      kind: "oci",
      digest: image.descriptor.digest,
      source,
      command: ["/bin/sh", "-c", "true"],
      ports: [{ name: "8080-tcp", protocol: "tcp", port: 8080 }],
      mountPoints: [{ name: "volume-var-lib-x", path: "/var/lib/x", readOnly: false }],
      size: image.layers.reduce((sum, { size }) => sum + size, 0),
    });
    const { manifest, lower } = host.images.forPod(`${registry.host}/test/three:v1`);
    expect(manifest).toMatchObject({ app: { user: "web", group: "33", userLabels: { note: "n" } } });
    overlaid(lower, (root) => {
      const read = (path: string) => readFileSync(join(root, path), "utf8");
      expect(readdirSync(root).sort()).toEqual([
        "dir-to-file",
        "etc",
        "file-to-dir",
        "keep",
        "opaque",
        "readded",
        "tmp",
      ]);
      expect(readdirSync(join(root, "keep")).sort()).toEqual(["a", "b"]);
      expect(read("keep/a")).toBe("lower");
      expect(lstatSync(join(root, "keep")).mode & 0o7777).toBe(0o750);
      expect(lstatSync(join(root, "keep/b"))).toMatchObject({ uid: 1000 });
      expect(lstatSync(join(root, "keep/b")).isFIFO()).toBe(true);
      expect(readdirSync(join(root, "opaque"))).toEqual(["upper"]);
      expect(readdirSync(join(root, "file-to-dir"))).toEqual(["new"]);
      expect(read("dir-to-file")).toBe("upper");
      expect(readdirSync(join(root, "readded"))).toEqual(["upper"]);
      expect(lstatSync(join(root, "tmp")).mode & 0o7777).toBe(0o1777);
    });
  });

  it("has the same ID each time, and is not fetched twice", async () => {
    registry.push("test/same", "v1", [ociImage([base, top])]);
    const source = `docker://${registry.host}/test/same:v1`;
    const first = await host.fetch(source);
    expect((await host.fetch(source)).importedAt).toBe(first.importedAt);
    await host.removeAll();
    const again = await host.fetch(source);
    expect(again.id).toBe(first.id);
    expect(again.importedAt).not.toBe(first.importedAt);
  });

  it("may have one layer twice, which overlayfs would refuse", async () => {
    registry.push("test/twice", "v1", [ociImage([top, base, top])]);
    const { id } = await host.fetch(`docker://${registry.host}/test/twice:v1`);
    const { lower } = host.images.forPod(id);
    expect(lower).toHaveLength(2);
    overlaid(lower, (root) => expect(readdirSync(join(root, "keep")).sort()).toEqual(["a", "b", "gone"]));
  });
});

describe("layers", () => {
  it("are shared between images, and go with the last that needs them", async () => {
    registry.push("test/one", "v1", [ociImage([base, changes])]);
    registry.push("test/two", "v1", [ociImage([base, top])]);
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) => host.fetch(`docker://${registry.host}/test/${name}:v1`)),
    );
    expect(host.list("trees")).toHaveLength(3);
    await host.images.remove(one?.id ?? "", admin);
    expect(host.list("trees")).toHaveLength(2);
    const { lower } = host.images.forPod(two?.id ?? "");
    overlaid(lower, (root) => expect(readFileSync(join(root, "keep/a"), "utf8")).toBe("lower"));
    expect(host.list("blobs", "sha256")).toHaveLength(2);
  });

  it("are found again by the next start", async () => {
    registry.push("test/kept", "v1", [ociImage([base, changes, top])]);
    const image = await host.fetch(`docker://${registry.host}/test/kept:v1`);
    await host.open().recover();
    expect(host.images.list()).toEqual([image]);
  });
});

describe("an index", () => {
  it("gives the image for this machine; its own digest is kept", async () => {
    const mine = ociImage([base]);
    const other = ociImage([top], {}, { os: "linux", architecture: cpu === "amd64" ? "arm64" : "amd64" });
    registry.push("test/multi", "v1", [other, mine]);
    const image = await host.fetch(`docker://${registry.host}/test/multi:v1`);
    expect(image.digest).not.toBe(mine.descriptor.digest);
    expect(host.images.forPod(image.id).lower).toHaveLength(1);
    const pinned = await host.fetch(`docker://${registry.host}/test/multi@${image.digest}`);
    expect(pinned).toMatchObject({ digest: image.digest, version: null });
  });

  it("without one for this machine is refused, saying what there is", async () => {
    const architecture = cpu === "amd64" ? "arm64" : "amd64";
    const others = ["s390x", architecture].map((a) => ociImage([top], { a }, { os: "linux", architecture: a }));
    registry.push("test/foreign", "v1", others);
    await expect(host.fetch(`docker://${registry.host}/test/foreign:v1`)).rejects.toThrow(
      `image docker://${registry.host}/test/foreign:v1 is not made for linux/${cpu}: it has "linux/s390x", "linux/${architecture}"`,
    );
    registry.push("test/wrong", "v1", [others[1] as ReturnType<typeof ociImage>]);
    await expect(host.fetch(`docker://${registry.host}/test/wrong:v1`)).rejects.toMatchObject({
      code: "wrong-platform",
    });
  });
});

describe("what is not there", () => {
  it("is named: image, tag, registry", async () => {
    const source = `docker://${registry.host}/test/absent:v1`;
    await expect(host.fetch(source)).rejects.toThrow(/is not there: .* answers 404 \((NAME|MANIFEST)_UNKNOWN/);
    await expect(host.fetch("docker://127.0.0.1:1/a/b:1")).rejects.toMatchObject({ code: "registry-private" });
    host.configure({ [registry.host]: { plainHttp: true }, "127.0.0.1:1": { plainHttp: true } });
    await expect(host.fetch("docker://127.0.0.1:1/a/b:1")).rejects.toThrow("nothing listens there");
    expect(host.events.reasons.slice(-3)).toEqual(["FetchFailed", "FetchFailed", "FetchFailed"]);
  });
});
