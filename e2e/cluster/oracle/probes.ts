/** One question of a random user to the console, and what it disclosed beyond the truth. */

import { listKinds } from "../../../lib/server/data/kinds.ts";
import { getObject } from "../../../lib/server/data/kube-objects.ts";
import { listNamespaces } from "../../../lib/server/data/namespaces.ts";
import { searchObjects } from "../../../lib/server/data/search.ts";
import { faultsOfCells, faultsOfCounts, faultsOfKeys, keysOf, kindNamed, mixed } from "./check.ts";
import { clusterName, type OracleConsole, type Page, type Tab, type Wish } from "./console.ts";
import { kinds, type OracleKind } from "./kinds.ts";
import type { Chance } from "./random.ts";
import type { Truth } from "./truth.ts";

export type ProbeWorld = {
  console: OracleConsole;
  tabs: Map<string, Tab>;
  truth: Truth;
  chance: Chance;
  namespaces: readonly string[];
  objectsEach: number;
};
/** `disclosed`: rows, counts or objects that were shown; so that a console which shows nothing does not pass unnoticed. */
export type Outcome = { disclosed: number; faults: string[] };

const filters = [
  ...["", "", "", "thing", "-thing-1", "label:app=red", "label:!app", 'label:"app in (red,blue)"', "ns:a", "age<1h"],
  ...["namespace!=b name:thing", "status:present", "thing-0", "system:", "label:name=thing-2 -label:app=blue"],
];

export async function probe(world: ProbeWorld, user: string): Promise<Outcome> {
  const dice = world.chance.below(100);
  if (dice < 4) return kindsProbe(world, user);
  if (dice < 8) return namespacesProbe(world, user);
  if (dice < 18) return searchProbe(world, user);
  if (dice < 30) return detailProbe(world, user);
  return windowProbe(world, user);
}

function wish({ chance, namespaces }: ProbeWorld): Wish {
  const kind = chance.once(8) ? mixed : chance.of(kinds).name;
  const columns = ["name", "namespace", "status", "age"];
  const isPlain = kind === mixed || kindNamed(kind).namespaced;
  const sort = chance.some(isPlain ? columns : ["name", "age"]).map((column) => ({ column, desc: chance.once(2) }));
  return {
    kind,
    namespaces: chance.once(2) ? [] : [...chance.some(namespaces), ...(chance.once(9) ? ["kube-system"] : [])],
    filter: isPlain
      ? chance.of(filters)
      : chance.of(["", "thing", "label:app=red", "a", ...(kind === "nodes" ? ["pods>0"] : [])]),
    sort: sort.slice(0, 4),
    status: chance.once(8) ? ["present"] : [],
    from: chance.once(6) ? chance.below(40) : 0,
    rows: 1 + chance.below(60),
  };
}

/** A window, another query in it, and a walk through its pages as a CSV takes it. */
async function windowProbe(world: ProbeWorld, user: string): Promise<Outcome> {
  const { chance, tabs } = world;
  const tab = tabs.get(user) as Tab;
  const first = wish(world);
  const { id, first: answer } = await tab.open(first);
  const outcome = await judge(world, user, first, answer);
  const then = chance.below(4);
  if (then === 0) {
    const second = wish(world);
    merge(outcome, await judge(world, user, second, await tab.query(id, second)));
  } else if (then === 1 && answer.op !== "error") {
    for (let from = 0; from < 200; from += 40)
      merge(outcome, await judge(world, user, first, await tab.move(id, from, 40)));
  }
  tab.closeWindow(id);
  return outcome;
}

async function judge({ truth }: ProbeWorld, user: string, asked: Wish, message: Page): Promise<Outcome> {
  if (message.op === "error") {
    const expected = ["forbidden", "bad-filter"].includes(message.error.code);
    return { disclosed: 0, faults: expected ? [] : [`${user}, ${asked.kind}: ${message.error.message}`] };
  }
  const keys = keysOf(message);
  const faults = await faultsOfKeys(truth, user, asked.kind, keys);
  faults.push(...(await faultsOfCells(truth, user, asked, message)));
  if (message.counts)
    faults.push(...(await faultsOfCounts(truth, user, asked.kind, asked.namespaces ?? [], message.counts)));
  const outside = (asked.namespaces ?? []).length > 0 ? keys.filter((key) => !isWanted(asked, key)) : [];
  for (const key of outside) faults.push(`${user} is shown ${key} outside of ${asked.namespaces?.join()}`);
  return { disclosed: keys.length + (message.counts?.total ?? 0), faults };
}

function isWanted({ kind, namespaces = [] }: Wish, key: string): boolean {
  const parts = key.split("/");
  if (kind === mixed) parts.shift();
  return parts.length === 1 || namespaces.includes(parts[0] ?? "");
}

async function kindsProbe({ console: under, truth }: ProbeWorld, user: string): Promise<Outcome> {
  const found = await listKinds(under.context, under.actor(user), clusterName);
  const known = kinds.filter(({ name }) => found.some((kind) => kind.name === name));
  const faults: string[] = [];
  for (const kind of known)
    if (!(await isListedSomewhere(truth, user, kind))) faults.push(`${user} is shown the kind ${kind.name}`);
  return { disclosed: known.length, faults };
}

async function isListedSomewhere(truth: Truth, user: string, kind: OracleKind): Promise<boolean> {
  const where = await truth.where(user, kind);
  return where === "all" || where.size > 0;
}

async function namespacesProbe({ console: under, truth }: ProbeWorld, user: string): Promise<Outcome> {
  const found = await listNamespaces(under.context, under.actor(user), clusterName);
  const mayList = (await truth.where(user, kindNamed("namespaces"))) === "all";
  if (found.all)
    return { disclosed: found.namespaces.length, faults: mayList ? [] : [`${user} is shown all namespaces`] };
  const faults: string[] = [];
  for (const namespace of found.namespaces) {
    const may = await Promise.all(kinds.map((kind) => kind.namespaced && truth.allows(user, kind, namespace)));
    if (!may.includes(true)) faults.push(`${user} is shown the namespace ${namespace}`);
  }
  return { disclosed: found.namespaces.length, faults };
}

async function searchProbe({ console: under, truth, chance, namespaces }: ProbeWorld, user: string): Promise<Outcome> {
  const text = chance.of(["thing", "thing-1", "red", "label:app=red", "a", "ns:b thing", "-nothing"]);
  const within = chance.once(2) ? [] : chance.some(namespaces);
  const wanted = { text, namespaces: within, limit: 1 + chance.below(20) };
  const { groups } = await searchObjects(under.context, under.actor(user), clusterName, wanted);
  const faults: string[] = [];
  let disclosed = 0;
  for (const { kind, matched, objects } of groups) {
    // Kinds of the cluster that the oracle has no objects of may not be found at all but by those with all rights.
    const known = kinds.find(({ name }) => name === kind);
    if (!known) continue;
    disclosed += matched;
    const keys = objects.map(({ namespace, name }) => (namespace === null ? name : `${namespace}/${name}`));
    faults.push(...(await faultsOfKeys(truth, user, kind, keys)));
    faults.push(...(await faultsOfCounts(truth, user, kind, within, { total: matched, matched, byStatus: {} })));
  }
  return { disclosed, faults };
}

async function detailProbe(world: ProbeWorld, user: string): Promise<Outcome> {
  const { console: under, truth, chance, namespaces, objectsEach } = world;
  const kind = chance.of(kinds);
  const namespace = kind.namespaced ? chance.of(namespaces) : null;
  const name = kind.name === "namespaces" ? chance.of(namespaces) : `thing-${chance.below(objectsEach)}`;
  const ref = { cluster: clusterName, kind: kind.name, namespace, name };
  const shown = await getObject(under.context, under.actor(user), ref).then(
    () => true,
    () => false,
  );
  if (!shown || (await truth.gives(user, kind, namespace, name))) return { disclosed: shown ? 1 : 0, faults: [] };
  return { disclosed: 1, faults: [`${user} is shown ${kind.name} ${namespace}/${name}`] };
}

function merge(into: Outcome, more: Outcome): void {
  into.disclosed += more.disclosed;
  into.faults.push(...more.faults);
}
