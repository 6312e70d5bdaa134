import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { KubeConnection, KubeRequest } from "../../api/kube/connection.ts";
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Scope } from "../index/scope.ts";
import { Authoriser } from "./authoriser.ts";
import type { Subject } from "./kube-cluster.ts";
import type { Candidates } from "./rights-round.ts";

type Rule = { verbs: string[]; apiGroups: string[]; resources: string[]; resourceNames?: string[] };
const reads = (...resources: string[]): Rule => ({ verbs: ["list", "watch"], apiGroups: [""], resources });

/** An API server that knows rules by user and namespace; `*` holds everywhere. */
class FakeApiServer {
  rules: Record<string, Record<string, Rule[]>> = {};
  incomplete = false;
  isRefusing = false;
  down: string | null = null;
  asked: { user: string; path: string; namespace: string }[] = [];
  /** How long an answer takes. */
  lateMs = 0;
  open = 0;
  mostOpen = 0;

  as(user: string): KubeConnection {
    const json = async (request: KubeRequest) => {
      this.open++;
      this.mostOpen = Math.max(this.mostOpen, this.open);
      await (this.lateMs > 0 ? new Promise((resolve) => setTimeout(resolve, this.lateMs)) : Promise.resolve());
      this.open--;
      return this.answer(user, request);
    };
    const unused = () => {
      throw new Error("not asked for");
    };
    return { server: "https://fake", send: unused, json: json as KubeConnection["json"], close: () => {} };
  }

  private answer(user: string, { path, body }: KubeRequest): unknown {
    const spec = (body as { spec?: { namespace?: string; resourceAttributes?: Record<string, string> } }).spec;
    const namespace = spec?.namespace ?? spec?.resourceAttributes?.namespace ?? "";
    this.asked.push({ user, path: path.split("/").at(-1) ?? "", namespace });
    if (this.isRefusing)
      throw new CratonError("cluster-auth", { cluster: "c", why: "it does not accept the credential" });
    if (this.down !== null) throw new CratonError("cluster-unreachable", { cluster: "c", server: "s", why: this.down });
    const own = this.rules[user] ?? {};
    const rules = [...(own["*"] ?? []), ...(own[namespace] ?? [])];
    if (path.endsWith("selfsubjectreviews")) return { status: { userInfo: { username: user, groups: [] } } };
    if (path.endsWith("selfsubjectrulesreviews"))
      return { status: { resourceRules: rules, incomplete: this.incomplete } };
    const { verb = "", group = "", resource = "" } = spec?.resourceAttributes ?? {};
    const allowed = rules.some(
      (rule) => rule.verbs.includes(verb) && rule.apiGroups.includes(group) && rule.resources.includes(resource),
    );
    return { status: { allowed } };
  }
}

const kinds: Record<string, Partial<KubeKind>> = {
  pods: { name: "pods", group: "", resource: "pods", namespaced: true },
  services: { name: "services", group: "", resource: "services", namespaced: true },
  nodes: { name: "nodes", group: "", resource: "nodes", namespaced: false },
  both: { name: "both", of: ["pods", "services", "gone"] },
};
const kind = (name: string) => kinds[name] as KubeKind;
const ada: Subject = { user: "ada", role: "viewer" };
let server: FakeApiServer;
let found: Candidates;
let authoriser: Authoriser;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeApiServer();
  found = { bound: ["a"], all: ["a", "b", "c"], pending: false };
  authoriser = new Authoriser({
    as: ({ user }) => server.as(user),
    kind: (_subject, name) => {
      const known = kinds[name];
      if (!known) throw new CratonError("not-found", { what: "kind", value: name });
      return known as KubeKind;
    },
    candidates: async () => found,
  });
});
afterEach(() => {
  authoriser.close();
  vi.useRealTimers();
});

const scope = (name: string, subject = ada) => authoriser.scope(subject, kind(name));
const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const asked = (path: string) => server.asked.filter((one) => one.path === path).length;

test("everywhere, in some namespaces, or nowhere; list without watch, and rules for named objects, are no right", async () => {
  server.rules.ada = {
    "*": [reads("nodes"), { verbs: ["list"], apiGroups: [""], resources: ["services"] }],
    a: [reads("pods")],
    b: [reads("pods")],
    c: [{ ...reads("*"), resourceNames: ["one"] }],
  };
  // What is counted of pods in the list of nodes is for those who may list all pods.
  expect(await scope("nodes")).toEqual({ nodes: "all", "nodes/pods": "none" });
  // Only where a binding names the user is it asked for: RBAC alone decides here.
  expect(await scope("pods")).toEqual({ pods: ["a"] });
  expect(await scope("services")).toEqual({ services: "none" });
  expect(await scope("both")).toEqual({ pods: ["a"], services: "none", gone: "none" });
});

test("where not all authorisers list their rules, every namespace and every right is asked for by itself", async () => {
  server.incomplete = true;
  server.rules.ada = { a: [reads("pods")], c: [reads("pods"), { ...reads("services"), verbs: ["list"] }] };
  expect(await scope("pods")).toEqual({ pods: ["a", "c"] });
  expect(await scope("services")).toEqual({ services: "none" });
  // One question told that rules are not told; after that nobody asks for them.
  expect(asked("selfsubjectrulesreviews")).toBe(1);
});

test("many kinds and windows at a time are one round of questions, and no more than 16 are open", async () => {
  found.bound = Array.from({ length: 40 }, (_, at) => `n${at}`);
  server.rules.ada = Object.fromEntries(found.bound.map((name) => [name, [reads("pods")]]));
  const scopes = await Promise.all([scope("pods"), scope("services"), scope("both"), scope("pods"), scope("nodes")]);
  expect(scopes[0]).toEqual({ pods: found.bound });
  expect(server.asked).toHaveLength(1 + 1 + 40);
  expect(server.mostOpen).toBeLessThanOrEqual(16);
});

test("what holds for one user is never used for another, nor for the same user with another role", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  expect(await scope("pods")).toEqual({ pods: "all" });
  expect(await scope("pods", { user: "bea", role: "viewer" })).toEqual({ pods: "none" });
  expect(new Set(server.asked.map(({ user }) => user))).toEqual(new Set(["ada", "bea"]));
  const before = server.asked.length;
  await scope("pods", { user: "ada", role: "editor" });
  expect(server.asked.length).toBeGreaterThan(before);
});

test("the namespace that stands for everywhere is new each time: nobody can bind a role in it", async () => {
  await scope("pods");
  await after(1_500);
  await scope("pods");
  const names = server.asked.filter(({ namespace }) => namespace.startsWith("craton-")).map((one) => one.namespace);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
});

test("a right that goes is told within 5 s without a word from RBAC, and at once with one", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  const told: Scope[] = [];
  authoriser.watch(ada, kind("pods"), await scope("pods"), (next) => told.push(next));
  server.rules.ada = { a: [reads("pods")] };
  await after(4_999);
  expect(told).toEqual([{ pods: ["a"] }]);
  server.rules.ada = {};
  authoriser.changed();
  authoriser.changed();
  await after(200);
  expect(told).toEqual([{ pods: ["a"] }, { pods: "none" }]);
});

test("who listens no more is not asked for", async () => {
  const end = authoriser.watch(ada, kind("pods"), await scope("pods"), () => {});
  end();
  const before = server.asked.length;
  await after(20_000);
  authoriser.changed();
  await after(1_000);
  expect(server.asked).toHaveLength(before);
});

test("one that comes late with older knowledge is told what holds, and nobody is told twice", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  const known = await scope("pods");
  const first: Scope[] = [];
  authoriser.watch(ada, kind("pods"), known, (next) => first.push(next));
  server.rules.ada = {};
  await after(2_500);
  const late: Scope[] = [];
  authoriser.watch(ada, kind("pods"), known, (next) => late.push(next));
  await after(2_500);
  expect(late).toEqual([{ pods: "none" }]);
  await after(10_000);
  expect(late).toHaveLength(1);
});

test("a failure to ask is borne for a short while, then it is no right and says so, and ends by itself", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  const told: [Scope, string | null][] = [];
  authoriser.watch(ada, kind("pods"), await scope("pods"), (next, failure) =>
    told.push([next, failure?.message ?? null]),
  );
  server.down = "no route";
  await after(6_000);
  expect(told).toEqual([]);
  await after(6_000);
  expect(told).toEqual([[{}, expect.stringContaining("no route")]]);
  await expect(scope("pods")).rejects.toMatchObject({ code: "unavailable" });
  server.down = null;
  await after(2_500);
  expect(told[1]).toEqual([{ pods: "all" }, null]);
});

test("a credential that the API server no longer accepts shows nothing more within 5 s, one refusal alone is borne", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  const told: string[] = [];
  authoriser.watch(ada, kind("pods"), await scope("pods"), (_scope, failure) => told.push(failure?.code ?? "allowed"));
  server.isRefusing = true;
  await after(2_500);
  server.isRefusing = false;
  await after(10_000);
  expect(told).toEqual([]);
  server.isRefusing = true;
  await after(4_999);
  expect(told).toEqual(["cluster-auth"]);
});

test("the first list of namespaces is waited for; without it there is no answer, and none of them when they cannot be known", async () => {
  server.rules.ada = { b: [reads("pods")] };
  const all = ["a", "b"];
  found = { bound: null, all: null, pending: true };
  const waiting = scope("pods");
  await after(1_000);
  found = { bound: null, all, pending: false };
  await after(1_000);
  expect(await waiting).toEqual({ pods: ["b"] });
  server.incomplete = true;
  found = { bound: null, all: null, pending: true };
  const late = expect(scope("pods")).rejects.toMatchObject({ code: "unavailable" });
  await after(6_000);
  await late;
  found = { bound: null, all: null, pending: false };
  expect(await scope("pods")).toEqual({ pods: "none" });
});

test("a cluster that is taken away shows nothing more", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  const told: string[] = [];
  authoriser.watch(ada, kind("pods"), await scope("pods"), (_scope, failure) => told.push(failure?.code ?? ""));
  authoriser.close();
  expect(told).toEqual(["unavailable"]);
});

test("who asks while a slow API server still owes answers waits for these, and asks nothing more of it", async () => {
  server.rules.ada = { "*": [reads("pods")] };
  server.lateMs = 2_500;
  const first = scope("pods");
  await after(2_000);
  const second = scope("pods");
  await after(500);
  expect([await first, await second]).toEqual([{ pods: "all" }, { pods: "all" }]);
  expect(asked("selfsubjectrulesreviews")).toBe(1);
  // Answers that are all there are not used for long.
  const third = scope("pods");
  await after(2_500);
  await third;
  expect(asked("selfsubjectrulesreviews")).toBe(2);
});
