import { describe, expect, it } from "vitest";
import type { PodManifest } from "../../lib/contract/appc.ts";
import { capable, faults, good, idOf, oneApp, plain, plan } from "./plan.fixture.ts";

describe("plan: isolators", () => {
  const pod = (isolators: { name: string; value: unknown }[], podIsolators: { name: string; value: unknown }[] = []) =>
    plan({
      manifest: {
        acKind: "PodManifest",
        acVersion: "0.8.11",
        isolators: podIsolators,
        apps: [{ name: "x", image: { id: idOf("b") }, app: { ...plain, isolators } }],
      } satisfies PodManifest,
    });
  const value = (isolators: { name: string; value: unknown }[], podIsolators?: { name: string; value: unknown }[]) =>
    good(pod(isolators, podIsolators)).plan.apps[0];
  const caps = (kind: "retain" | "remove", ...set: string[]) => ({
    name: `os/linux/capabilities-${kind}-set`,
    value: { set },
  });

  it("H9 without an isolator the default 14 are the bounding set, remove takes from it", () => {
    expect(value([])?.capabilities).toEqual(capable);
    expect(value([caps("remove", "CAP_KILL", "CAP_SYS_ADMIN")])?.capabilities).toEqual(
      capable.filter((name) => name !== "CAP_KILL"),
    );
  });

  it("H10 retain is exactly the set; repeats are united; what is beyond the default needs a right", () => {
    const result = good(pod([caps("retain", "CAP_NET_ADMIN"), caps("retain", "CAP_CHOWN")]));
    expect(result.plan.apps[0]?.capabilities).toEqual(["CAP_CHOWN", "CAP_NET_ADMIN"]);
    expect(result.plan.rights).toEqual([{ verb: "add-capability", what: "app x: CAP_NET_ADMIN" }]);
    expect(pod([caps("retain", "CAP_KILL"), caps("remove", "CAP_CHOWN")]).ok).toBe(false);
  });

  it("H9 H10 a request's capabilities replace the image's of either kind; an empty retain set leaves none", () => {
    expect(oneApp({ image: "a" })?.capabilities).not.toContain("CAP_KILL");
    expect(oneApp({ image: "a", capsRetain: ["kill"] })?.capabilities).toEqual(["CAP_KILL"]);
    expect(oneApp({ capsRetain: [] })?.capabilities).toEqual([]);
    expect(faults({ apps: [{ image: "b", capsRetain: ["KILL"], capsRemove: ["CHOWN"] }] })).toEqual([
      "$.apps[0].app.isolators[1]",
    ]);
  });

  it("H11 no-new-privileges: the last one wins, and the pod's counts for all", () => {
    const nnp = (v: boolean) => ({ name: "os/linux/no-new-privileges", value: v });
    expect(value([nnp(true), nnp(false)])?.noNewPrivileges).toBe(false);
    expect(value([nnp(false), nnp(true)])?.noNewPrivileges).toBe(true);
    expect(value([], [nnp(true)])?.noNewPrivileges).toBe(true);
    expect(value([])?.noNewPrivileges).toBe(false);
  });

  it("H13 H14 limits in cores and bytes; a request alone limits nothing; a request overrides the image", () => {
    expect(
      value([
        { name: "resource/cpu", value: { limit: "250m" } },
        { name: "resource/memory", value: { request: "1M", limit: "64Mi" } },
      ])?.limits,
    ).toEqual({ cpu: 0.25, memory: 67108864 });
    expect(value([{ name: "resource/memory", value: { request: "1M" } }])?.limits.memory).toBeNull();
    expect(oneApp({ memory: "1G", cpu: "2" })?.limits).toEqual({ cpu: 2, memory: 1e9 });
  });

  it("H13 of several limits the least is in force, and the others are reported as modified", () => {
    const limit = (v: string) => ({ name: "resource/memory", value: { limit: v } });
    const result = good(pod([limit("1G"), limit("2G")]));
    expect(result.plan.apps[0]?.limits.memory).toBe(1e9);
    expect(result.isolators.map(({ outcome }) => outcome)).toEqual(["enforced", "modified"]);
  });

  it("H1 the pod's isolators bound the apps'", () => {
    const limit = (v: string) => ({ name: "resource/memory", value: { limit: v } });
    const result = good(
      pod([limit("2G"), caps("retain", "CAP_KILL", "CAP_CHOWN")], [limit("1G"), caps("remove", "CAP_KILL")]),
    );
    expect(result.plan.limits.memory).toBe(1e9);
    expect(result.plan.apps[0]).toMatchObject({ limits: { memory: 1e9 }, capabilities: ["CAP_CHOWN"] });
  });

  it("H2 every isolator is reported: enforced, modified or ignored", () => {
    const list = [
      { name: "resource/cpu", value: { limit: "1m" } },
      { name: "example.com/own", value: 1 },
      { name: "os/linux/oom-score-adj", value: 5 },
      { name: "resource/memory", value: { limit: "1G" } },
    ];
    expect(
      good(pod(list, [{ name: "os/unix/sysctl", value: {} }])).isolators.map(({ app, name, outcome }) => [
        app,
        name,
        outcome,
      ]),
    ).toEqual([
      [null, "os/unix/sysctl", "ignored"],
      ["x", "resource/cpu", "modified"],
      ["x", "example.com/own", "ignored"],
      ["x", "os/linux/oom-score-adj", "ignored"],
      ["x", "resource/memory", "enforced"],
    ]);
  });
});
