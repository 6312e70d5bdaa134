/**
 * Random verbs on a few pods, with apps that end, kills at any step of disk and host, restarts and reboots in between. After
 * each recovery and at the end the invariants of docs/pod-lifecycle.md must hold.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { Cut, forever } from "../../e2e/support/cut.ts";
import { admin, boxes, PodWorld } from "../../e2e/support/pod-world.ts";
import { CratonError, errorTable } from "../../lib/contract/errors.ts";
import { pod as podSchema } from "../../lib/contract/pod.ts";
import type { Pods } from "./pods.ts";

const uuids = [1, 2, 3].map((n) => `${String(n).repeat(8)}-0000-4000-8000-000000000000`);
const which = fc.constantFrom(...uuids);
type Step =
  | { do: "create"; uuid: string; start: boolean; words: string[][] }
  | { do: "start" | "stop" | "kill" | "remove"; uuid: string }
  | { do: "exit"; uuid: string; app: string; code: number; word: boolean }
  | { do: "restart" | "reboot" };
const words = fc.array(fc.constantFrom<string[]>([], ["exit=0"], ["exit=3"], ["ignore-term"]), {
  minLength: 1,
  maxLength: 3,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("create" as const), uuid: which, start: fc.boolean(), words }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("start", "stop", "kill", "remove"), uuid: which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("exit" as const),
      uuid: which,
      app: fc.constantFrom("a", "b", "c"),
      code: fc.constantFrom(0, 0, 7),
      word: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("restart", "reboot") }) },
);
/** Steps run one after another, or the whole group at once; the core is cut off after `cut` points of the group. */
const group = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  cut: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
});

const allowed = new Set(Object.keys(errorTable).filter((code) => code !== "internal" && code !== "host-failed"));

it("holds its invariants over random verbs, ends, kills and reboots", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(group, { maxLength: 8 }), async (groups) => {
      const w = await PodWorld.start();
      const seen: Seen = { last: 0, pods: new Map() };
      /** Pods whose creation was answered, or that were listed, and whose removal was not asked for since. */
      const acknowledged = new Set<string>();
      try {
        for (const { steps, cut: at } of groups) {
          const cut = new Cut(at ?? Number.POSITIVE_INFINITY, forever);
          await w.pods.close();
          const pods = w.core({ host: cut.host(w.host), disk: cut.disk(), events: cut.events(w.events) });
          const all = (async () => {
            await pods.recover();
            w.pods = pods;
            const removed = new Set(steps.flatMap((one) => (one.do === "remove" ? [one.uuid] : [])));
            for (const uuid of removed) acknowledged.delete(uuid);
            const made = (uuid: string) => !removed.has(uuid) && acknowledged.add(uuid);
            await Promise.all(steps.map((one) => apply(w, pods, one, made)));
          })();
          await untilCut(cut, all);
          await w.restart({ cut: true });
          await check(w, seen, acknowledged);
        }
        for (const { uuid, state } of w.pods.list()) {
          if (state === "running" || state === "stopping") await w.pods.stop(uuid, { force: true }, admin);
          await w.pods.remove(uuid, admin);
        }
        expect([w.folders(), w.held(), w.host.world.alive]).toEqual([[], [], []]);
      } finally {
        await w.stop();
      }
    }),
    { numRuns: 100 },
  );
}, 120_000);

/** Until all is done or the cut has come; then the old core is as dead as a killed process. */
async function untilCut(cut: Cut, all: Promise<unknown>): Promise<void> {
  const ended: { error?: unknown }[] = [];
  all.then(
    () => ended.push({}),
    (error: unknown) => ended.push({ error }),
  );
  while (!cut.over && ended.length === 0) await new Promise(setImmediate);
  await cut.now();
  if (ended[0]?.error) throw ended[0].error;
}

async function apply(w: PodWorld, pods: Pods, one: Step, made: (uuid: string) => void): Promise<void> {
  try {
    switch (one.do) {
      case "create":
        await pods.create(boxes(one.words, { uuid: one.uuid, start: one.start }), admin);
        made(one.uuid);
        return;
      case "start":
        await pods.start(one.uuid, admin);
        return;
      case "stop":
      case "kill": {
        const { state } = await pods.stop(
          one.uuid,
          one.do === "kill" ? { force: true } : { graceSeconds: 0.02 },
          admin,
        );
        expect(["exited", "removing"]).toContain(state);
        return;
      }
      case "remove":
        await pods.remove(one.uuid, admin);
        return;
      case "exit":
        w.host.exit(`${one.uuid}.${one.app}`, one.code, { word: one.word });
        return;
      case "reboot":
        w.host.reboot();
        return;
    }
  } catch (error) {
    if (!(error instanceof CratonError) || !allowed.has(error.code)) throw error;
  }
}

/** The newest version of each pod that was ever shown, and the last event read. */
type Seen = { last: number; pods: Map<string, { version: number; text: string }> };

async function check(w: PodWorld, seen: Seen, acknowledged: Set<string>) {
  // One instant: pods that are being stopped go on meanwhile.
  await new Promise(setImmediate);
  const list = w.pods.list();
  const folders = w.folders().map((folder) => folder.split("/"));
  const { sandboxes, apps: kernelApps } = structuredClone(w.host.world);
  const told = [...w.events.latest("pod")].filter(([, version]) => version !== null);

  // One folder a pod, in the phase that its state says; nothing half made.
  expect(folders.map(([, uuid]) => uuid).sort()).toEqual(list.map(({ uuid }) => uuid).sort());
  for (const [phase, uuid] of folders) {
    const state = list.find((pod) => pod.uuid === uuid)?.state;
    expect([phase, state]).toEqual([state === "prepared" ? "prepared" : "run", state]);
    expect(["prepared", "running", "stopping", "exited"]).toContain(state);
  }
  for (const uuid of acknowledged) expect(list.map((pod) => pod.uuid)).toContain(uuid);
  for (const { uuid } of list) acknowledged.add(uuid);
  for (const pod of list) {
    podSchema.parse(pod);
    for (const app of pod.apps) {
      if (pod.state === "exited") expect(app.state).toBe("exited");
      expect(app.state === "exited").toBe(app.exitCode !== null);
      if (app.exitReason === "lost" || app.exitReason === "failed") expect(app.exitCode).toBe(255);
    }
    expect(pod.state === "exited").toBe(pod.finishedAt !== null);
  }
  // In events and lists alike, versions grow, and equal ones are equal states.
  const { signal } = new AbortController();
  const shown = list.map((pod) => pod);
  for await (const { pod } of w.events.read(seen.last, { follow: false, signal })) if (pod) shown.unshift(pod);
  seen.last = w.events.last;
  for (const pod of shown.sort((a, b) => a.version - b.version)) {
    const key = `${pod.uuid} ${pod.createdAt}`;
    const before = seen.pods.get(key);
    const text = JSON.stringify(pod);
    if (before) expect(pod.version).toBeGreaterThanOrEqual(before.version);
    if (before?.version === pod.version) expect(text).toBe(before.text);
    seen.pods.set(key, { version: pod.version, text });
  }
  // The host holds what runs and nothing else; of a pod that is being stopped it may hold less.
  const running = list.filter(({ state }) => state === "running").map(({ uuid }) => uuid);
  const held = list.filter(({ state }) => state === "running" || state === "stopping").map(({ uuid }) => uuid);
  expect(Object.keys(sandboxes)).toEqual(expect.arrayContaining(running));
  for (const uuid of Object.keys(sandboxes)) expect(held).toContain(uuid);
  for (const id of Object.keys(kernelApps)) expect(held).toContain(id.slice(0, 36));
  // The newest event of each pod shows it as it is.
  expect(told.sort()).toEqual(list.map(({ uuid, version }) => [uuid, version]).sort());
}
