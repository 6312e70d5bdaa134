import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseImageManifest } from "./image-manifest.ts";

const app = { user: "0", group: "0" };
const base = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/a" };
const parse = (change: object) => parseImageManifest(JSON.stringify({ ...base, ...change }));
const faults = (change: object) => {
  const result = parse(change);
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

describe("image manifests", () => {
  it("A3 C1 C2 C3 kind, version and name are required", () => {
    expect(parse({}).ok).toBe(true);
    expect(faults({ acKind: undefined, acVersion: undefined, name: undefined })).toEqual([
      "$.acKind",
      "$.acVersion",
      "$.name",
    ]);
    expect(faults({ acKind: "PodManifest" })).toEqual(["$.acKind"]);
    expect(faults({ acVersion: "v1", name: "a--b" })).toEqual(["$.acVersion", "$.name"]);
    expect(faults({ name: null })).toEqual(["$.name"]);
  });

  it("C4 labels are unique, none is called name, os and arch are of the table", () => {
    const labels = (...items: [string, string][]) =>
      faults({ labels: items.map(([name, value]) => ({ name, value })) });
    expect(labels(["version", "1"], ["os", "linux"], ["arch", "amd64"])).toEqual([]);
    expect(labels(["version", "1"], ["version", "2"], ["name", "x"])).toEqual(["$.labels[1]", "$.labels[2].name"]);
    expect(labels(["os", "plan9"])).toEqual(["$.labels[0].value"]);
    expect(labels(["arch", "x86_64"], ["os", "linux"])).toEqual(["$.labels[0].value"]);
    expect(labels(["arch", "odd"])).toEqual([]);
  });

  it("C5 user and group are required in an app and not empty", () => {
    expect(faults({ app: {} })).toEqual(["$.app.user", "$.app.group"]);
    expect(faults({ app: { user: "", group: 0 } })).toEqual(["$.app.user", "$.app.group"]);
  });

  it("C5.1 exec may be absent, null or empty; its items are text without NUL", () => {
    for (const exec of [undefined, null, [], ["/bin/sh"]]) expect(faults({ app: { ...app, exec } })).toEqual([]);
    expect(faults({ app: { ...app, exec: ["a", 1, "b\0"] } })).toEqual(["$.app.exec[1]", "$.app.exec[2]"]);
    expect(faults({ app: { ...app, exec: "sh" } })).toEqual(["$.app.exec"]);
  });

  it("C5.3 supplementaryGIDs are read in any case and are ids", () => {
    const result = parse({ app: { ...app, supplementaryGids: [1, 4294967294] } });
    expect(result.ok && result.manifest.app?.supplementaryGIDs).toEqual([1, 4294967294]);
    expect(faults({ app: { ...app, supplementaryGIDs: [-1, 4294967295, 1.5] } })).toEqual(
      [0, 1, 2].map((i) => `$.app.supplementaryGIDs[${i}]`),
    );
    expect(faults({ app: { ...app, supplementaryGIDs: [1], supplementarygids: [2] } })).toContain(
      "$.app.supplementaryGIDs",
    );
  });

  it("C5.4 event handlers are pre-start or post-stop, one of each", () => {
    const handler = (name: string) => ({ name, exec: ["x"] });
    expect(faults({ app: { ...app, eventHandlers: [handler("pre-start"), handler("post-stop")] } })).toEqual([]);
    expect(
      faults({ app: { ...app, eventHandlers: [handler("pre-start"), handler("pre-start"), handler("on-fire")] } }),
    ).toEqual(["$.app.eventHandlers[2].name", "$.app.eventHandlers[1]"]);
  });

  it("C5.5 the working directory is absolute", () => {
    expect(faults({ app: { ...app, workingDirectory: "/srv" } })).toEqual([]);
    expect(faults({ app: { ...app, workingDirectory: "" } })).toEqual([]);
    expect(faults({ app: { ...app, workingDirectory: "srv" } })).toEqual(["$.app.workingDirectory"]);
    expect(faults({ app: { ...app, workingDirectory: "/../etc" } })).toEqual(["$.app.workingDirectory"]);
  });

  it("C5.6 A10 variables have good names, once each", () => {
    const environment = [
      { name: "A", value: "$A b" },
      { name: "1", value: "" },
      { name: "A", value: "x" },
      { name: "B" },
    ];
    expect(faults({ app: { ...app, environment } })).toEqual([
      "$.app.environment[1].name",
      "$.app.environment[3].value",
      "$.app.environment[2]",
    ]);
  });

  it("C5.8 mount points have a name and an absolute path", () => {
    const mountPoints = [
      { name: "data", path: "/data", readOnly: true },
      { path: "/x" },
      { name: "rel", path: "x" },
      { name: "up", path: "/a/../../b" },
    ];
    expect(faults({ app: { ...app, mountPoints } })).toEqual([
      "$.app.mountPoints[1].name",
      "$.app.mountPoints[2].path",
      "$.app.mountPoints[3].path",
    ]);
  });

  it("C5.9 ports have a number from 1, a protocol, and a range within 65535", () => {
    const port = (change: object) =>
      faults({ app: { ...app, ports: [{ name: "p", protocol: "tcp", port: 80, ...change }] } });
    expect(port({})).toEqual([]);
    expect(port({ port: 65535, count: 1 })).toEqual([]);
    expect(port({ port: 65535, count: 0 })).toEqual([]);
    expect(port({ port: 65535, count: 2 })).toEqual(["$.app.ports[0].count"]);
    expect(port({ port: 0 })).toEqual(["$.app.ports[0].port"]);
    expect(port({ port: "80" })).toEqual(["$.app.ports[0].port"]);
    expect(port({ protocol: undefined })).toEqual(["$.app.ports[0].protocol"]);
  });

  it("C5.11 user annotations and labels are maps of text with any key", () => {
    expect(faults({ app: { ...app, userAnnotations: { "Any Key!": "x" } } })).toEqual([]);
    expect(faults({ app: { ...app, userLabels: { "a b": 1 } } })).toEqual(['$.app.userLabels["a b"]']);
  });

  it("C6 dependencies name an image, and its ID when they give one", () => {
    expect(faults({ dependencies: [{ imageName: "example.com/b", size: 22017258 }] })).toEqual([]);
    expect(faults({ dependencies: [{ imageID: "sha512-..." }, { imageName: "B", size: -1 }] })).toEqual([
      "$.dependencies[0].imageName",
      "$.dependencies[0].imageID",
      "$.dependencies[1].imageName",
      "$.dependencies[1].size",
    ]);
  });

  it("C7 the path whitelist holds absolute paths", () => {
    expect(faults({ pathWhitelist: ["/etc", "etc"] })).toEqual(["$.pathWhitelist[1]"]);
  });

  it("A7 A9 C8 annotations are unique and the known ones have their form", () => {
    const annotations = Object.entries({
      created: "yesterday",
      homepage: "ftp://x",
      documentation: "https://x/",
      other: "",
    });
    const list = annotations.map(([name, value]) => ({ name, value }));
    expect(faults({ annotations: [...list, { name: "other", value: "2" }] })).toEqual([
      "$.annotations[4]",
      "$.annotations[0].value",
      "$.annotations[1].value",
    ]);
  });

  it("C10 unknown fields are kept, at every level", () => {
    const result = parse({ future: { a: 1 }, app: { ...app, also: [1] } });
    expect(result.ok && result.manifest).toMatchObject({ future: { a: 1 }, app: { also: [1] } });
  });

  it("C10 keys are matched in any case and written as the specification does; two spellings of one are refused", () => {
    const result = parse({ LABELS: [{ Name: "version", value: "1" }], app: { ...app, Exec: ["/x"] } });
    expect(result.ok && result.manifest).toMatchObject({
      labels: [{ name: "version", value: "1" }],
      app: { exec: ["/x"] },
    });
    expect(parse({ app: { ...app, User: "1" } })).toEqual({
      ok: false,
      errors: [{ path: "$.app.user", message: "is given as user and as User" }],
    });
    expect(faults({ app: { ...app, Isolators: [{ NAME: "os/linux/no-new-privileges", value: "x" }] } })).toEqual([
      "$.app.isolators[0].value",
    ]);
    const annotations = { userAnnotations: { a: "1", A: "2" } };
    expect(parse({ app: { ...app, ...annotations } }).ok).toBe(true);
  });

  it("C10 text with half a character is refused, since it could not be written again", () => {
    expect(faults({ app: { ...app, exec: ["\ud800"] } })).toEqual(["$.app.exec[0]"]);
  });

  it("C10 a wrong type is a fault that says what it got", () => {
    const result = parse({ labels: { version: "1" } });
    expect(result).toEqual({ ok: false, errors: [{ path: "$.labels", message: "must be a list, not an object" }] });
  });

  it("never throws, and lists at least one fault for any JSON that is no manifest", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const result = parseImageManifest(
          JSON.stringify({ ...base, app: value, labels: value, annotations: value, dependencies: value }),
        );
        if (!result.ok)
          expect(result.errors.every(({ path, message }) => path.startsWith("$.") && message !== "")).toBe(true);
      }),
    );
    expect(parseImageManifest("[]")).toEqual({
      ok: false,
      errors: [{ path: "$", message: "must be an object, not a list" }],
    });
  });
});
