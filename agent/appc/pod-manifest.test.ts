import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePodManifest } from "./pod-manifest.ts";

const id = `sha512-${"ab".repeat(64)}`;
const app = { name: "web", image: { id } };
const base = { acKind: "PodManifest", acVersion: "0.8.11", apps: [app] };
const faults = (change: object) => {
  const result = parsePodManifest({ ...base, ...change });
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

describe("pod manifests", () => {
  it("A3 F1 kind and version are required; text and values are read alike", () => {
    expect(faults({})).toEqual([]);
    expect(faults({ acKind: "ImageManifest", acVersion: undefined })).toEqual(["$.acKind", "$.acVersion"]);
    expect(parsePodManifest(JSON.stringify(base))).toEqual(parsePodManifest(base));
    expect(parsePodManifest("{").ok).toBe(false);
  });

  it("A5 F3 apps have unique AC Names and an image ID", () => {
    expect(
      faults({ apps: [app, app, { name: "a--b", image: { id: "sha512-12" } }, { name: "x", image: {} }] }),
    ).toEqual(["$.apps[2].name", "$.apps[2].image.id", "$.apps[3].image.id", "$.apps[1]"]);
  });

  it("F3 an app's own section is checked as an image's is", () => {
    expect(
      faults({ apps: [{ ...app, app: { user: "0", group: "0", ports: [{ name: "p", protocol: "tcp", port: 0 }] } }] }),
    ).toEqual(["$.apps[0].app.ports[0].port"]);
  });

  it("F4 mounts name a volume and an absolute path", () => {
    expect(
      faults({
        apps: [
          {
            ...app,
            mounts: [
              { volume: "v", path: "/v" },
              { volume: "V", path: "" },
            ],
          },
        ],
      }),
    ).toEqual(["$.apps[0].mounts[1].volume", "$.apps[0].mounts[1].path"]);
    expect(
      faults({ apps: [{ ...app, mounts: [{ volume: "v", path: "/v", appVolume: { name: "v", kind: "host" } }] }] }),
    ).toEqual(["$.apps[0].mounts[0].appVolume.source"]);
  });

  it("F5 volumes: fields of their kind only, mode is octal text, names are unique", () => {
    const volume = (change: object) => faults({ volumes: [{ name: "v", kind: "empty", ...change }] });
    expect(volume({ mode: "0755", uid: 1, gid: 2, recursive: true })).toEqual([]);
    expect(volume({ mode: 493 })).toEqual(["$.volumes[0].mode"]);
    expect(volume({ mode: "888" })).toEqual(["$.volumes[0].mode"]);
    expect(volume({ source: "/x" })).toEqual(["$.volumes[0].source"]);
    expect(volume({ kind: "host", source: "/x", uid: 1 })).toEqual(["$.volumes[0].uid"]);
    expect(volume({ kind: "host", source: "x" })).toEqual(["$.volumes[0].source"]);
    expect(volume({ kind: "nfs" })).toEqual(["$.volumes[0].kind"]);
    expect(
      faults({
        volumes: [
          { name: "v", kind: "empty" },
          { name: "v", kind: "empty" },
        ],
      }),
    ).toEqual(["$.volumes[1]"]);
  });

  it("F7 annotations are unique, F6 isolators are checked", () => {
    expect(
      faults({
        annotations: [
          { name: "a", value: "1" },
          { name: "a", value: "2" },
        ],
      }),
    ).toEqual(["$.annotations[1]"]);
    expect(faults({ isolators: [{ name: "resource/memory", value: { limit: "x" } }] })).toEqual([
      "$.isolators[0].value.limit",
    ]);
  });

  it("F8 ports have a host port from 1 to 65535 and an IPv4 address", () => {
    const port = (change: object) => faults({ ports: [{ name: "http", hostPort: 80, ...change }] });
    expect(port({ hostIP: "192.0.2.1", podPort: { name: "http", protocol: "tcp", port: 8080 } })).toEqual([]);
    expect(port({ hostPort: 65536 })).toEqual(["$.ports[0].hostPort"]);
    for (const hostIP of ["::1", "1.2.3", "1.2.3.256", "1.2.3.4.", "01.2.3.4", "x"])
      expect(port({ hostIP })).toEqual(["$.ports[0].hostIP"]);
  });

  it("F9 user annotations are text", () => {
    expect(faults({ userAnnotations: { a: "b" }, userLabels: { c: 1 } })).toEqual(["$.userLabels.c"]);
  });

  it("F10 null lists are absent lists; unknown fields are kept", () => {
    const result = parsePodManifest({
      ...base,
      volumes: null,
      isolators: null,
      annotations: null,
      ports: null,
      mine: 1,
    });
    expect(result.ok && result.manifest).toEqual({ ...base, mine: 1 });
    expect(parsePodManifest({ ...base, apps: undefined })).toMatchObject({ ok: true, manifest: { apps: [] } });
  });

  it("refuses a value nested too deep, and never throws", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100; i++) deep = { deep };
    expect(parsePodManifest({ ...base, deep })).toMatchObject({ ok: false });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parsePodManifest({ ...base, apps: value, volumes: value, ports: value });
        parsePodManifest(value);
      }),
    );
  });
});
