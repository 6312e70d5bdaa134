import { expect, test } from "vitest";
import type { CratonError } from "../../contract/errors.ts";
import { kinds } from "../../contract/kinds.ts";
import type { Cell } from "../../contract/live.ts";
import { compileFilter } from "./filter.ts";
import { Table, type TableKind } from "./table.ts";

const column = (id: string, type: "text" | "mono" | "status" | "time" | "number", hidden = false) => ({
  ...{ id, title: id, type, width: 1 },
  ...(hidden ? { hidden } : {}),
});
const kind: TableKind = {
  name: "pods",
  title: "Pods",
  status: "status",
  sort: [],
  columns: [
    column("name", "text"),
    column("namespace", "text"),
    column("status", "status"),
    column("restarts", "number"),
    column("image", "text"),
    column("ip", "mono", true),
    column("age", "time"),
    column("labels", "text", true),
    column("rv", "mono", true),
  ],
};
const table = new Table(kind);
const rows: [string, string, string, number, string, string, number, string | null][] = [
  ["web-1", "shop", "Running", 0, "nginx:1.27", "10.0.0.1", 1_000, "app=web,tier=front"],
  ["web-2", "shop", "CrashLoopBackOff", 7, "nginx:1.27", "10.0.0.2", 5_000, "app=web,tier=back"],
  ["db-0", "data", "Running", 1, "postgres", "10.0.0.3", 9_000, "app=db"],
  ["bare", "data", "Pending", 0, "Busybox", "10.0.0.4", 9_500, null],
];
for (const [name, namespace, word, restarts, image, ip, age, labels] of rows) {
  const cells: Cell[] = [name, namespace, { word, tone: "ok" }, restarts, image, ip, age, labels, "4711"];
  table.put(`${namespace}/${name}`, 0, cells);
}
const found = (filter: string, of = table, now = 10_000) => {
  const { passes } = compileFilter(of, filter, now);
  return Array.from({ length: of.slots }, (_, slot) => slot)
    .filter(passes)
    .map((slot) => of.keys[slot]?.split("/")[1]);
};

test.each([
  ["label:app=web", ["web-1", "web-2"]],
  ["label:app!=web", ["db-0", "bare"]],
  ['label:"app in (web,db)"', ["web-1", "web-2", "db-0"]],
  ["label:tier", ["web-1", "web-2"]],
  ["label:!app", ["bare"]],
  ["label:app=web,tier=back", ["web-2"]],
  ['label:"app, tier notin (back)"', ["web-1", "db-0"]],
  ["-label:app", ["bare"]],
  ["namespace:shop", ["web-1", "web-2"]],
  ["ns=data label:app", ["db-0"]],
  ["created<6s", ["web-2", "db-0", "bare"]],
  ["age>6s", ["web-1"]],
  ["restart>0 phase!=Running", ["web-2"]],
  ["images:NGINX", ["web-1", "web-2"]],
  ["crash", ["web-2"]],
  ["shop", ["web-1", "web-2"]],
  ["busy", ["bare"]],
  // Hidden columns, labels and versions are found by their own terms alone.
  ["10.0.0.1", []],
  ["ip=10.0.0.1", ["web-1"]],
  ["front", []],
  ["4711", []],
  ["labels:front", ["web-1"]],
])("%s", (filter, names) => expect(found(filter)).toEqual(names));

test.each([
  ["label:app=web,", 14],
  ['name:x label:"app in ()"', 23],
  ["label:", 7],
  ["ns>3", 1],
])("%s is refused at %i", (filter, position) => {
  const fault = (() => {
    try {
      return compileFilter(table, filter, 0);
    } catch (error) {
      return error as CratonError;
    }
  })();
  expect(fault).toMatchObject({ code: "bad-filter", facts: { position } });
});

test("in the fleet, where nothing has labels, all texts are looked at and age is the time of creation", () => {
  const pods = new Table(kinds.pods);
  const cells = kinds.pods.columns.map(({ id }): Cell => {
    if (id === "status") return { word: "running", tone: "ok" };
    return id === "uuid" ? "6ba7b810" : id === "created" ? 5_000 : null;
  });
  pods.put("n/one", 0, cells);
  expect(found("6ba7 age<6s", pods)).toEqual(["one"]);
  expect(found("label:app", pods)).toEqual([]);
});
