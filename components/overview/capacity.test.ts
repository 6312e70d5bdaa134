import { describe, expect, it } from "vitest";
import { capacityOf } from "./capacity.ts";

const node = (cpu: number | null, memory: number | null) => ({
  row: { key: "a", cells: { cpu, memory } },
  size: { cpus: 4, memory: 100, disk: { path: "/", total: 50, free: 20 } },
});

describe("capacityOf", () => {
  it("adds up", () =>
    expect(capacityOf([node(1, 40), node(0.5, 10)])).toEqual({
      cpu: { used: 1.5, most: 8 },
      memory: { used: 50, most: 200 },
      disk: { used: 60, most: 100 },
    }));
  it("leaves out a node that has not told its use", () =>
    expect(capacityOf([node(1, 40), node(null, null)])).toMatchObject({
      cpu: { used: 1, most: 4 },
      memory: { used: 40, most: 100 },
    }));
  it("knows no use when none has told", () =>
    expect(capacityOf([node(null, null)]).cpu).toEqual({ used: null, most: 4 }));
});
