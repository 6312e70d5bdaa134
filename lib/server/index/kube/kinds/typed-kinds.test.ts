import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commonColumns } from "../../../../contract/kube-kind.ts";
import { Table } from "../../table.ts";
import { kindOf } from "../catalogue.ts";
import { commonCells } from "../common-columns.ts";
import { inOrder, Output } from "../output.ts";
import { typedKinds } from "./typed-kinds.ts";

const tableOf = (name: string) => {
  const [resource = "", ...group] = name.split(".");
  const facts = { group: group.join("."), version: "v1", resource, kind: "Thing", namespaced: true };
  return new Table(kindOf({ ...facts, verbs: ["list"], subresources: [], shortNames: [] }, null));
};

describe.each([...typedKinds.values()])("$name", (kind) => {
  test("has the columns that every list has, each once, and a status", () => {
    const ids = tableOf(kind.name).kind.columns.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...commonColumns]));
  });

  test("projects nothing but its columns, and an empty object", () => {
    const table = tableOf(kind.name);
    const cells = kind.project({});
    for (const id of Object.keys(cells)) expect(table.position(id), id).toBeGreaterThanOrEqual(0);
  });

  test("any object becomes a row of bounded cells", () => {
    const table = tableOf(kind.name);
    const cells = inOrder(table, ({ metadata, body }) => ({ ...commonCells(metadata), ...kind.project(body) }));
    const output = new Output(table, "", cells);
    const part = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant("x".repeat(20_000)));
    const keys = fc.constantFrom("spec", "status", "subjects", "roleRef", "rules", "message", "type", "involvedObject");
    fc.assert(
      fc.property(fc.dictionary(keys, part, { maxKeys: 4 }), (object) => {
        output.put("a", 0, {
          metadata: { name: "a", resourceVersion: "1" },
          body: { ...object, metadata: { name: "a" } },
        });
        for (const [at, { type }] of table.kind.columns.entries()) {
          const cell = table.columns[at]?.get(0) ?? null;
          expect(JSON.stringify(cell).length).toBeLessThan(20_000);
          if (type === "status") expect(cell).toMatchObject({ word: expect.any(String), tone: expect.any(String) });
        }
      }),
      { numRuns: 60 },
    );
  });
});
