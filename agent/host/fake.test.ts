import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CratonError } from "../../lib/contract/errors.ts";
import { walkPlain } from "../image/unpack/plain-walk.ts";
import { fakeHost } from "./fake.ts";
import { hostContract } from "./host.contract.ts";

const unpack = async () => {
  throw new CratonError("unsupported", { what: "unpacking", why: "not in this test" });
};

hostContract("fake host", async () => {
  const state = mkdtempSync(join(tmpdir(), "craton-fake-"));
  const host = fakeHost({ state, unpack, walk: walkPlain });
  let port = 20_000;
  return {
    host,
    state,
    lower: [],
    commands: {
      idle: ["/idle"],
      exit: (code) => ["/exit", String(code)],
      talk: ["/talk"],
      missing: ["/missing"],
    },
    freePort: async () => port++,
    close: async () => {
      await host.close();
      rmSync(state, { recursive: true });
    },
  };
});

describe("fake host alone", () => {
  const pod = (uuid: string, dir: string) => ({
    ...{ uuid, dir, hostname: "pod", net: "default" as const, ports: [], limits: { cpu: null, memory: null } },
  });

  it("holds 2,000 pods and answers for each", async () => {
    const state = mkdtempSync(join(tmpdir(), "craton-fake-"));
    const host = fakeHost({ state, unpack, walk: walkPlain, now: () => 1_000_000 });
    const uuids = Array.from({ length: 2000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`);
    const addresses = new Set<string>();
    for (const uuid of uuids) {
      const sandbox = await host.createSandbox(pod(uuid, join(state, uuid)));
      addresses.add(sandbox.networks[0]?.ip ?? "");
    }
    expect(addresses.size).toBe(2000);
    const usage = await Promise.all(uuids.map((uuid) => host.sandboxUsage(uuid)));
    expect(usage.every((one) => one !== null)).toBe(true);
    await host.close();
    expect((await host.leftovers()).uuids).toEqual([]);
    rmSync(state, { recursive: true });
  });

  it("has another boot id each time, since nothing survives", async () => {
    const [one, two] = [
      fakeHost({ state: "/x", unpack, walk: walkPlain }),
      fakeHost({ state: "/x", unpack, walk: walkPlain }),
    ];
    expect(await one.bootId()).not.toBe(await two.bootId());
  });

  it.each([
    ["/crash-after-start", 139, false],
    ["/oom", 137, true],
  ])("replays %s", async (word, code, oom) => {
    const state = mkdtempSync(join(tmpdir(), "craton-fake-"));
    const host = fakeHost({ state, unpack, walk: walkPlain });
    const uuid = "00000000-0000-4000-8000-000000000001";
    const sandbox = await host.createSandbox(pod(uuid, state));
    const app = {
      ...{ id: `${uuid}.a`, uuid, dir: state, lower: [], args: [word], env: [], cwd: "/", uid: 0, gid: 0 },
      ...{ supplementaryGIDs: [], tty: false, stdin: false, capabilities: [], noNewPrivileges: true },
      ...{ readOnlyRoot: false, mounts: [], limits: { cpu: null, memory: null }, hostname: "pod" },
      ...{ net: "default" as const, sandbox, log: join(state, "log") },
    };
    await host.createApp(app);
    await host.startApp(app.id);
    expect(await host.exitOf(app)).toMatchObject({ code, oom });
    const failing = { ...app, id: `${uuid}.b`, args: ["/bin/x", "/fail-create"] };
    await expect(host.createApp(failing)).rejects.toMatchObject({ code: "host-failed" });
    rmSync(state, { recursive: true });
  });
});
