import { describe, expect, test } from "vitest";
import { podCreate } from "@/lib/contract/pod.ts";
import { appOf, type Draft, emptyDraft, portsOf, requestOf } from "./draft.ts";
import { faultAt, pathErrors, stepOf } from "./faults.ts";

const image = {
  id: `sha512-${"a".repeat(128)}`,
  name: "craton.local/My_Web--Server",
  version: "1",
  labels: [],
  os: null,
  arch: null,
  source: "",
  kind: "aci" as const,
  digest: null,
  size: 1,
  treeSize: 1,
  layers: [],
  importedAt: "2026-01-01T00:00:00Z",
  trust: { kind: "unsigned" as const, allowedBy: "admin" },
  usedBy: [],
  command: ["/bin/httpd", "-f"],
  ports: [{ name: "http", protocol: "tcp", port: 80 }],
  mountPoints: [],
};
const draft = (): Draft => ({ ...emptyDraft("n"), apps: [appOf(image)], ports: portsOf(image) });

describe("the request of the form", () => {
  test("is valid with the image's own values alone", () => {
    const request = requestOf(draft());
    expect(podCreate.safeParse(request).success).toBe(true);
    expect(request.apps?.[0]).toMatchObject({ name: "my-web-server" });
    expect(request.apps?.[0]?.exec).toBeUndefined();
    expect(request.ports).toEqual([{ name: "http", protocol: "tcp", podPort: 80, hostPort: 8080 }]);
  });

  test("a command line becomes words, a volume a mount of its app", () => {
    const held = draft();
    const app = held.apps[0];
    if (app === undefined) throw new Error("no app");
    app.command = "/bin/sh -c 'echo a b'";
    held.volumes = [
      { key: "v", name: "data", kind: "host", source: "/srv", readOnly: true, app: app.key, path: "/data" },
    ];
    const request = requestOf(held);
    expect(request.apps?.[0]).toMatchObject({
      exec: ["/bin/sh", "-c", "echo a b"],
      mounts: [{ volume: "data", path: "/data", readOnly: true }],
    });
    expect(request.volumes).toEqual([{ name: "data", kind: "host", source: "/srv", readOnly: true }]);
    expect(podCreate.safeParse(request).success).toBe(true);
  });

  test("ports go only with a network of its own", () => {
    expect(requestOf({ ...draft(), net: "host" }).ports).toBeUndefined();
  });
});

describe("faults", () => {
  test.each([
    ["$.apps[0].exec[0]", "apps"],
    ["$.apps[0].memory", "resources"],
    ["$.apps[1].image", "image"],
    ["$.ports[0].hostPort", "resources"],
    ["ports[0]", "resources"],
    ["$.hostname", "review"],
  ])("%s belongs to %s", (path, step) => {
    expect(stepOf(path)).toBe(step);
  });

  test("are found at their field and nowhere else", () => {
    const errors = pathErrors({
      body: { details: { errors: [{ path: "$.apps[0].memory", message: "is not a quantity" }, { path: 3 }] } },
    });
    expect(faultAt(errors, "apps[0].memory")).toBe("is not a quantity");
    expect(faultAt(errors, "apps[0].mem")).toBeNull();
    expect(faultAt(errors, "apps[0]")).toBe("is not a quantity");
    expect(pathErrors(new Error("x"))).toEqual([]);
  });
});
