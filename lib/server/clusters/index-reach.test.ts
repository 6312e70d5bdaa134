import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { Listeners } from "../index/listeners.ts";
import type { KindScope, Scope } from "../index/scope.ts";
import { IndexReach } from "./index-reach.ts";

const kind = (name: string, of?: string[]) => ({ name, of }) as KubeKind;
let rights: Record<string, KindScope>;
let told: (Scope | null)[];
let kinds: KubeKind[];
let asked: number;
let isDown: boolean;
const kindsChanged = new Listeners<KubeKind[]>();
const rightsChanged = new Listeners<void>();
let reach: IndexReach;

beforeEach(() => {
  vi.useFakeTimers();
  rights = { pods: ["a"], nodes: "none" };
  told = [];
  kinds = [];
  asked = 0;
  isDown = false;
  const index = {
    idleMs: 0,
    kinds: () => kinds,
    onKinds: (listener: (kinds: KubeKind[]) => void) => kindsChanged.add(listener),
    onRights: (listener: () => void) => rightsChanged.add(listener),
    setReach: (scope: Scope | null) => void told.push(scope),
  };
  reach = new IndexReach(index, async ({ name }) => {
    asked++;
    if (isDown) throw new CratonError("unavailable", { what: "the check of your rights", why: "no route" });
    return { [name]: rights[name] ?? "none" };
  });
});
afterEach(() => {
  reach.close();
  vi.useRealTimers();
});
const discover = async () => {
  kinds = [kind("pods"), kind("nodes"), kind("workloads", ["pods"])];
  kindsChanged.tell(kinds);
  await vi.advanceTimersByTimeAsync(0);
};

test("an index is told where its user may list, once, and anew when that changes", async () => {
  await discover();
  expect(told).toEqual([{ pods: ["a"], nodes: "none" }]);
  await discover();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toHaveLength(1);
  rights.pods = ["a", "b"];
  rightsChanged.tell();
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toEqual({ pods: ["a", "b"], nodes: "none" });
});

test("one who may list everything reads everything; a right that goes is seen without a word within 15 s", async () => {
  rights = { pods: "all", nodes: "all" };
  await discover();
  expect(told).toEqual([null]);
  rights.nodes = "none";
  await vi.advanceTimersByTimeAsync(15_000);
  expect(told.at(-1)).toEqual({ pods: "all", nodes: "none" });
});

test("what cannot be asked changes nothing", async () => {
  await discover();
  isDown = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toHaveLength(1);
});

test("what could not be asked at the start is asked again within a second", async () => {
  isDown = true;
  await discover();
  expect(told).toEqual([]);
  isDown = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([{ pods: ["a"], nodes: "none" }]);
});

test("after its end nobody is asked", async () => {
  await discover();
  reach.close();
  const before = asked;
  rightsChanged.tell();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(before);
});

test("kinds that are found while rights are asked for are asked for too, at once", async () => {
  rights.services = ["b"];
  kinds = [kind("pods")];
  kindsChanged.tell(kinds);
  kinds = [kind("pods"), kind("services")];
  kindsChanged.tell(kinds);
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toEqual({ pods: ["a"], services: ["b"] });
});
