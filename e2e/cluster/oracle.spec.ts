/**
 * The RBAC oracle: random users, groups, roles, bindings, kinds, namespaces and questions against a real API server. Whatever a
 * window, a count, a chip, a search, a detail or a list of kinds and namespaces discloses must be within what the API server
 * itself gives that user. CRATON_PROBES sets how many questions (5,000), CRATON_SEED repeats a run.
 */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { ApiServer } from "./oracle/api-server.ts";
import { mixed } from "./oracle/check.ts";
import { OracleConsole, type Tab } from "./oracle/console.ts";
import { HeldWindow } from "./oracle/held.ts";
import { kinds, objectOf, urlOf } from "./oracle/kinds.ts";
import { type ProbeWorld, probe } from "./oracle/probes.ts";
import { Chance } from "./oracle/random.ts";
import { Rights } from "./oracle/rights.ts";
import { Truth } from "./oracle/truth.ts";

const seed = Number(process.env.CRATON_SEED ?? randomInt(2 ** 31));
const probes = Number(process.env.CRATON_PROBES ?? 5_000);
const perEpoch = 250;
const namespaces = ["a", "b", "c", "d", "e", "f"];
const objectsEach = 4;
/** What was taken away is gone after so long, whatever happens. */
const goneMs = 5_000;
/** The console may use an answer of the API server so long. */
const youngMs = 1_100;

let plane: TestControlPlane;
let api: ApiServer;
let rights: Rights;
let under: OracleConsole;
const chance = new Chance(seed);

beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver"] });
  api = new ApiServer(plane.kubeconfigs.admin);
  await api.must("POST", "/api/v1/nodes", { metadata: { name: "thing-0", labels: { app: "red" } } });
  for (const namespace of namespaces) {
    await api.must("POST", "/api/v1/namespaces", { metadata: { name: namespace, labels: { app: "red" } } });
    await api.must("POST", `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "default" } });
    for (const kind of kinds) {
      const made = Array.from({ length: objectsEach }, (_, at) =>
        objectOf(kind, `thing-${at}`, chance.of(["red", "blue", "green"])),
      );
      const bodies = made.filter((object) => object !== null);
      await Promise.all(bodies.map((body) => api.must("POST", urlOf(kind, namespace), body)));
    }
  }
  rights = new Rights(api, chance, namespaces, 8);
  await rights.begin();
  under = new OracleConsole(plane.kubeconfigs, (user) => rights.groupsOf(user));
  await under.ready("user-0");
}, 120_000);
afterAll(async () => {
  await under?.close();
  api?.close();
  await plane?.stop();
});

const places = [...namespaces, "default", "kube-system", "kube-public", "kube-node-lease"];
const truthNow = () => new Truth(api, (user) => rights.who(user), places);

test(`what the console discloses is within what the API server gives, ${probes} questions`, {
  timeout: 3_600_000,
}, async () => {
  console.log(`oracle: seed ${seed}`);
  const tabs = new Map<string, Tab>(rights.users.map((user) => [user, under.tab(user)]));
  const held = await Promise.all(
    rights.users.map((user) => HeldWindow.open(under, user, chance.once(3) ? mixed : chance.of(kinds).name)),
  );
  const faults: string[] = [];
  const late: number[] = [];
  let asked = 0;
  let disclosing = 0;
  while (asked < probes) {
    await rights.change();
    const changedAt = Date.now();
    // Until then the console may go by what it was told just before; beyond it only what is asked for now counts.
    await sleep(youngMs);
    const truth = truthNow();
    for (const window of held) {
      faults.push(...(await window.settle(truth, changedAt + goneMs)));
      late.push(window.changedAt - changedAt);
    }
    const world: ProbeWorld = { console: under, tabs, truth, chance, namespaces, objectsEach };
    for (let left = Math.min(perEpoch, probes - asked); left > 0; left -= 8) {
      const users = Array.from({ length: Math.min(8, left) }, () => chance.of(rights.users));
      // A chance of its own for each question: which is answered first is nobody's to say.
      const each = users.map((user, at) => probe({ ...world, chance: new Chance(seed + asked + at) }, user));
      for (const outcome of await Promise.all(each)) {
        asked++;
        if (outcome.disclosed > 0) disclosing++;
        faults.push(...outcome.faults);
      }
    }
    expect(faults, `seed ${seed}, after ${asked} questions`).toEqual([]);
  }
  for (const one of [...tabs.values(), ...held]) one.close();
  console.log(
    `oracle: ${asked} questions, ${disclosing} disclosed something, 0 violations, seed ${seed}; ` +
      `slowest change of a held window ${Math.max(0, ...late)} ms`,
  );
  // A console that shows nothing would pass all of it.
  expect(disclosing).toBeGreaterThan(asked / 10);
});
