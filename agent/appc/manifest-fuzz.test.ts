/**
 * Manifests that were good before somebody changed them, in their text or in their values: they are refused with faults that have a path,
 * or taken, and what is taken means the same when it is written and read again.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseImageManifest } from "./image-manifest.ts";
import type { Parsed } from "./plan-value.ts";
import { parsePodManifest } from "./pod-manifest.ts";

const id = `sha512-${"0a".repeat(64)}`;
const app = {
  exec: ["/bin/x", "-a"],
  user: "0",
  group: "0",
  supplementaryGids: [1, 2],
  eventHandlers: [{ name: "pre-start", exec: ["/x"] }],
  workingDirectory: "/srv",
  environment: [{ name: "A", value: "b" }],
  isolators: [
    { name: "resource/cpu", value: { request: "50m", limit: "1" } },
    { name: "os/linux/capabilities-retain-set", value: { set: ["CAP_CHOWN"] } },
    { name: "os/linux/seccomp-retain-set", value: { set: ["read"], errno: "EPERM" } },
  ],
  mountPoints: [{ name: "data", path: "/data", readOnly: true }],
  ports: [{ name: "http", protocol: "tcp", port: 80, count: 2, socketActivated: false }],
  userLabels: { "any key": "x" },
};
const image = {
  acKind: "ImageManifest",
  acVersion: "0.8.11",
  name: "example.com/x",
  labels: [
    { name: "version", value: "1" },
    { name: "os", value: "linux" },
    { name: "arch", value: "amd64" },
  ],
  app,
  dependencies: [{ imageName: "example.com/y", imageID: id, labels: [{ name: "os", value: "linux" }], size: 5 }],
  pathWhitelist: ["/a", "/b"],
  annotations: [{ name: "created", value: "2026-01-31T12:00:00Z" }],
};
const pod = {
  acKind: "PodManifest",
  acVersion: "0.8.11",
  apps: [{ name: "web", image: { id, name: "example.com/x" }, app, mounts: [{ volume: "data", path: "/data" }] }],
  volumes: [
    { name: "data", kind: "empty", mode: "0755", uid: 1, gid: 2 },
    { name: "host", kind: "host", source: "/srv", readOnly: true },
  ],
  isolators: [{ name: "resource/memory", value: { limit: "1G" } }],
  annotations: [{ name: "a", value: "b" }],
  ports: [{ name: "http", hostPort: 80, hostIP: "10.0.0.1" }],
  userAnnotations: { a: "b" },
};

function holds<T>(text: string, parse: (text: string) => Parsed<T>): boolean {
  const result = parse(text);
  if (!result.ok) {
    expect(result.errors.length).toBeGreaterThan(0);
    for (const { path, message } of result.errors) expect([path[0], message === ""]).toEqual(["$", false]);
    return false;
  }
  const again = parse(JSON.stringify(result.manifest));
  expect(again).toEqual(result);
  return true;
}

/** Every place of a value, as the keys that lead there. */
function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]))];
}

function changedAt(value: unknown, place: (string | number)[], change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return change(value);
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  Reflect.set(copy, key, changedAt(Reflect.get(copy, key), rest, change));
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    [],
    {},
    0,
    -1,
    1e308,
    0.5,
    2 ** 32,
    true,
    "\0",
    "\ud800",
    "../..",
    "/a/../b",
    "a--b",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

it.each([
  ["image", image, parseImageManifest],
  ["pod", pod, parsePodManifest],
] as const)(
  "%s manifests with a value changed",
  (_, good, parse) => {
    const read = parse as (text: string) => Parsed<unknown>;
    expect(holds(JSON.stringify(good), read)).toBe(true);
    const places = placesOf(good);
    const change = fc.tuple(fc.constantFrom(...places), fc.constantFrom("put", "twice", "drop"), odd);
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let value: unknown = good;
        for (const [place, how, item] of changes)
          value = changedAt(value, place, (old) => {
            if (how === "twice" && Array.isArray(old)) return [...old, ...old];
            return how === "drop" ? undefined : item;
          });
        if (!holds(JSON.stringify(value) ?? "", read)) refused++;
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(100);
  },
  30_000,
);

it.each([
  ["image", image, parseImageManifest],
  ["pod", pod, parsePodManifest],
] as const)(
  "%s manifests with their text changed",
  (_, good, parse) => {
    const text = JSON.stringify(good);
    const edit = fc.tuple(fc.nat(text.length), fc.nat(8), fc.string({ maxLength: 6, unit: "binary" }));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = text;
        for (const [at, length, put] of edits) changed = changed.slice(0, at) + put + changed.slice(at + length);
        holds(changed, parse as (text: string) => Parsed<unknown>);
      }),
      { numRuns: 600 },
    );
  },
  30_000,
);
