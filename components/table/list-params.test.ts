import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { pressChip, pressSort, readParams, writeParams } from "./list-params.ts";

const kind = kinds.pods;
const read = (text: string) => readParams(kind, new URLSearchParams(text));

describe("readParams", () => {
  it("gives the kind's sort when there is none", () =>
    expect(read("")).toEqual({ filter: "", status: [], sort: kind.sort, columns: null }));
  it("reads all four", () =>
    expect(read("filter=cpu%3E1&status=Running&status=Exited&sort=-cpu,name&columns=name,ip")).toEqual({
      filter: "cpu>1",
      status: ["Running", "Exited"],
      sort: [
        { column: "cpu", desc: true },
        { column: "name", desc: false },
      ],
      columns: ["name", "ip"],
    }));
  it("drops columns that no longer exist", () =>
    expect(read("sort=gone&columns=gone")).toMatchObject({ sort: kind.sort, columns: null }));
});

describe("writeParams", () => {
  it("leaves out what is the default, keeps what is not its own", () =>
    expect(writeParams(kind, read(""), new URLSearchParams("tab=x&filter=old")).toString()).toBe("tab=x"));
  it("reads back what it wrote", () => {
    const columns = kind.columns.map((column) => column.id);
    const sort = fc.record({ column: fc.constantFrom(...columns), desc: fc.boolean() });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }),
        fc.array(sort, { minLength: 1, maxLength: 2 }),
        fc.option(fc.uniqueArray(fc.constantFrom(...columns), { minLength: 1 })),
        (filter, status, sorts, shown) => {
          const value = { filter, status, sort: sorts, columns: shown };
          expect(
            readParams(kind, new URLSearchParams(writeParams(kind, value, new URLSearchParams()).toString())),
          ).toEqual(value);
        },
      ),
    );
  });
});

describe("pressSort", () => {
  const byName = [{ column: "name", desc: false }];
  it("sorts by another column, upwards first", () =>
    expect(pressSort(byName, "cpu", false)).toEqual([{ column: "cpu", desc: false }]));
  it("turns the same column around", () =>
    expect(pressSort(byName, "name", false)).toEqual([{ column: "name", desc: true }]));
  it("adds a second with shift", () =>
    expect(pressSort(byName, "cpu", true)).toEqual([...byName, { column: "cpu", desc: false }]));
  it("turns the second around with shift", () =>
    expect(pressSort([...byName, { column: "cpu", desc: false }], "cpu", true)).toEqual([
      ...byName,
      { column: "cpu", desc: true },
    ]));
  it("replaces the second by a third", () =>
    expect(pressSort([...byName, { column: "cpu", desc: false }], "ip", true)).toEqual([
      ...byName,
      { column: "ip", desc: false },
    ]));
});

describe("pressChip", () => {
  it("goes on and off", () => {
    expect(pressChip([], "Running")).toEqual(["Running"]);
    expect(pressChip(["Exited", "Running"], "Running")).toEqual(["Exited"]);
  });
});
