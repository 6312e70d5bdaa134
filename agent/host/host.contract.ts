/**
 * What every host promises, as one suite: fake.test.ts runs it on the fake, e2e/agent/host-linux.spec.ts on the real one with
 * crun and with runc. Each test makes pods of its own; at the end the host must hold nothing any more.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appContract } from "./contract/app.ts";
import { type Bench, type ContractHost, openBench } from "./contract/bench.ts";
import { execContract } from "./contract/exec.ts";
import { fileContract } from "./contract/files.ts";
import { logContract } from "./contract/log.ts";
import { sandboxContract } from "./contract/sandbox.ts";

export function hostContract(name: string, open: () => Promise<ContractHost>): void {
  describe(name, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = openBench(await open());
    });
    afterAll(async () => {
      await bench.close();
    });
    const get = () => bench;

    describe("files", () => fileContract(get));
    describe("sandbox", () => sandboxContract(get));
    describe("app", () => appContract(get));
    describe("log and attach", () => logContract(get));
    describe("exec", () => execContract(get));

    it("tells each fact about itself once", async () => {
      const facts = await bench.host.facts();
      expect(facts.bootId).toBe(await bench.host.bootId());
      expect(facts.cpus).toBeGreaterThan(0);
      expect(facts.memory).toBeGreaterThan(0);
      const whats = facts.notes.map((note) => note.what);
      expect(new Set(whats).size).toBe(whats.length);
    });

    it("knows what the node uses", async () => {
      const first = await bench.host.nodeUsage();
      const second = await bench.host.nodeUsage();
      expect(second.cpuSeconds).toBeGreaterThanOrEqual(first.cpuSeconds);
      expect(second.memory).toBeGreaterThan(0);
    });

    it("holds nothing of pods that were removed", async () => {
      await bench.removeAll();
      expect(await bench.host.leftovers()).toEqual({ uuids: [], apps: [] });
    });
  });
}
