import { expect, it } from "vitest";
import { type Bench, ended } from "./bench.ts";

export function sandboxContract(get: () => Bench): void {
  it("gives each pod on the default network an address of its own", async () => {
    const bench = get();
    const [one, two] = await Promise.all([bench.pod({ net: "default" }), bench.pod({ net: "default" })]);
    const addresses = [one, two].map(({ sandbox }) => sandbox.networks[0]);
    for (const address of addresses)
      expect(address).toMatchObject({ name: "default", interface: "eth0", gateway: expect.stringMatching(/^\d/) });
    expect(addresses[0]?.ip).not.toBe(addresses[1]?.ip);
    expect(await bench.host.alive(one.sandbox.pause)).toBe(true);
    await bench.host.removeSandbox(one.spec);
    expect(await bench.host.alive(one.sandbox.pause)).toBe(false);
    expect(await bench.host.alive(two.sandbox.pause)).toBe(true);
  });

  it("joins no network with `none` and `host`", async () => {
    for (const net of ["none", "host"] as const) {
      const { sandbox } = await get().pod({ net });
      expect(sandbox.networks).toEqual([]);
      expect(await get().host.alive(sandbox.pause)).toBe(true);
    }
  });

  it("refuses to make a sandbox twice, and leaves the first alone", async () => {
    const bench = get();
    const { spec, sandbox } = await bench.pod({ net: "default" });
    await expect(bench.host.createSandbox(spec)).rejects.toMatchObject({ code: "conflict" });
    expect(await bench.host.alive(sandbox.pause)).toBe(true);
    expect((await bench.host.leftovers()).uuids).toContain(spec.uuid);
  });

  it("removes what is gone or never was with success", async () => {
    const bench = get();
    const { spec } = await bench.pod({ net: "default" });
    await bench.host.removeSandbox(spec);
    await bench.host.removeSandbox(spec);
    await bench.host.removeSandbox(bench.podSpec({ net: "default" }));
    expect((await bench.host.leftovers()).uuids).not.toContain(spec.uuid);
    expect(await bench.host.sandboxUsage(spec.uuid)).toBeNull();
  });

  it("refuses a host port that another pod has until that pod is removed", async () => {
    const bench = get();
    const hostPort = await bench.freePort();
    const ports = [{ protocol: "tcp" as const, hostIP: "0.0.0.0", hostPort, podPort: 80 }];
    const first = await bench.pod({ net: "default", ports });
    const second = bench.podSpec({
      net: "default",
      ports: [{ ...ports[0], hostIP: "127.0.0.1" } as (typeof ports)[0]],
    });
    await expect(bench.host.createSandbox(second)).rejects.toMatchObject({
      code: "port-taken",
      facts: { port: hostPort, protocol: "tcp" },
    });
    expect((await bench.host.leftovers()).uuids).not.toContain(second.uuid);
    await bench.host.removeSandbox(first.spec);
    await bench.host.createSandbox(second);
  });

  it("ends the pod's apps with the sandbox", async () => {
    const bench = get();
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.idle);
    const gone = Promise.all([ended(bench.host, app.init), ended(bench.host, pod.sandbox.pause)]);
    await bench.host.removeSandbox(pod.spec);
    await gone;
    const { uuids, apps } = await bench.host.leftovers();
    expect(uuids).not.toContain(pod.spec.uuid);
    expect(apps).not.toContain(app.spec.id);
  });
}
