import { describe, expect, it } from "vitest";
import type { AppCreate, PodCreate } from "../../lib/contract/pod.ts";
import { good, idOf, images, plain, plan } from "./plan.fixture.ts";

describe("plan: volumes and mounts", () => {
  const withMounts = (mounts: AppCreate["mounts"], rest: PodCreate = {}) =>
    plan({ apps: [{ image: "b", ...(mounts ? { mounts } : {}) }], ...rest });

  it("F2 an unmatched mount point gets an empty volume of its own and a warning", () => {
    const { plan: pod, warnings } = good(
      plan({
        apps: [
          { image: "a", name: "x" },
          { image: "a", name: "y" },
        ],
        volumes: [{ name: "conf", kind: "host", source: "/srv/conf" }],
      }),
    );
    expect(pod.volumes.map(({ name, kind, implicit }) => [name, kind, implicit])).toEqual([
      ["conf", "host", false],
      ["x-data", "empty", true],
      ["y-data", "empty", true],
    ]);
    expect(pod.apps[1]?.mounts).toEqual([
      { volume: "y-data", path: "/data", readOnly: false },
      { volume: "conf", path: "/etc/web", readOnly: true },
    ]);
    expect(warnings).toHaveLength(2);
  });

  it("F2 never shares a volume that was made for another app's mount point", () => {
    const point = (name: string) => ({ ...plain, mountPoints: [{ name, path: "/d" }] });
    const lookUp = images({ a: point("data"), b: point("x-data") });
    const apps = [
      { image: "a", name: "x" },
      { image: "b", name: "y" },
    ];
    const { plan: pod } = good(plan({ apps }, lookUp));
    expect(pod.apps.map((app) => app.mounts[0]?.volume)).toEqual(["x-data", "y-x-data"]);
  });

  it("F5 a read-only mount at an image's own mount point is read only", () => {
    const mounts = [{ volume: "v", path: "/data/", readOnly: true }];
    const result = good(plan({ apps: [{ image: "a", mounts }], volumes: [{ name: "v", kind: "empty" }] }));
    expect(result.plan.apps[0]?.mounts[0]).toEqual({ volume: "v", path: "/data", readOnly: true });
    expect(result.plan.manifest.apps[0]?.app?.mountPoints).toHaveLength(2);
  });

  it("F5 read only is the OR of volume, mount point and mount", () => {
    const volumes: PodCreate["volumes"] = [
      { name: "r", kind: "empty", readOnly: true },
      { name: "w", kind: "empty" },
    ];
    const { plan: pod } = good(
      withMounts(
        [
          { volume: "r", path: "/r" },
          { volume: "w", path: "/w" },
          { volume: "w", path: "/x", readOnly: true },
        ],
        { volumes },
      ),
    );
    expect(pod.apps[0]?.mounts.map(({ readOnly }) => readOnly)).toEqual([true, false, true]);
  });

  it("F4 an inline volume overrides the pod's of that name, for that app only", () => {
    const mount = { volume: "v", path: "/v", appVolume: { name: "v", kind: "empty", uid: 7 } };
    const manifest = {
      acKind: "PodManifest",
      acVersion: "0.8.11",
      volumes: [{ name: "v", kind: "empty" }],
      apps: [
        { name: "x", image: { id: idOf("b") }, mounts: [mount] },
        { name: "y", image: { id: idOf("b") }, mounts: [{ volume: "v", path: "/v" }] },
      ],
    };
    const { plan: pod } = good(plan({ manifest }));
    expect(pod.apps.map((app) => app.mounts[0]?.volume)).toEqual(["x-v", "v"]);
    expect(pod.volumes.find(({ name }) => name === "x-v")).toMatchObject({ uid: 7, implicit: false });
  });

  it("G3 overlapping targets, the root and the executor's own places are refused", () => {
    const volumes: PodCreate["volumes"] = [{ name: "v", kind: "empty" }];
    const paths = (...targets: string[]) => {
      const result = withMounts(
        targets.map((path) => ({ volume: "v", path })),
        { volumes },
      );
      return result.ok ? [] : result.errors.map(({ path }) => path);
    };
    expect(paths("/a", "/ab")).toEqual([]);
    expect(paths("/a", "/a/")).toEqual(["$.apps[0].mounts[1].path"]);
    expect(paths("/a", "/a/b")).toEqual(["$.apps[0].mounts[1].path"]);
    for (const path of ["/", "/proc", "/proc/sys", "/dev/shm", "//sys/"])
      expect(paths(path)).toEqual(["$.apps[0].mounts[0].path"]);
  });

  it("F4 G4 an unknown volume is an error, an unused one a warning, a host one needs a right", () => {
    const unknown = withMounts([{ volume: "no", path: "/x" }]);
    expect(unknown.ok ? [] : unknown.errors).toEqual([
      { path: "$.apps[0].mounts[0].volume", message: "the pod has no volume no" },
    ]);
    const unused = good(withMounts([], { volumes: [{ name: "h", kind: "host", source: "/srv//h/" }] }));
    expect(unused.warnings).toEqual(["volume h is not mounted by any app"]);
    expect(unused.plan.rights).toEqual([{ verb: "use-host-path", what: "volume h: /srv/h" }]);
    expect(unused.plan.volumes).toEqual([
      { name: "h", kind: "host", source: "/srv/h", readOnly: false, recursive: true, implicit: false },
    ]);
  });

  it("F5 empty volumes have their defaults", () => {
    expect(good(withMounts([], { volumes: [{ name: "e", kind: "empty" }] })).plan.volumes).toEqual([
      { name: "e", kind: "empty", readOnly: false, mode: 0o755, uid: 0, gid: 0, implicit: false },
    ]);
  });
});
