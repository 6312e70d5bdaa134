import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { gridTemplate, moved, noPrefs, readPrefs, resized, shownColumns, toggled, unsized } from "./columns.ts";

const kind = kinds.pods;
const ids = (columns: { id: string }[]) => columns.map(({ id }) => id);

describe("shownColumns", () => {
  it("shows what the kind shows", () => expect(ids(shownColumns(kind, null, noPrefs))).not.toContain("uuid"));
  it("shows the user's choice, in the user's order, each once", () =>
    expect(ids(shownColumns(kind, null, { shown: ["uuid", "name", "gone", "uuid"], widths: {} }))).toEqual([
      "uuid",
      "name",
    ]));
  it("lets the URL decide", () =>
    expect(ids(shownColumns(kind, ["ip"], { shown: ["name"], widths: {} }))).toEqual(["ip"]));
  it("never shows nothing", () => expect(shownColumns(kind, ["gone"], noPrefs).length).toBeGreaterThan(3));
});

describe("gridTemplate", () => {
  const columns = shownColumns(kind, ["name", "status", "created"], noPrefs);
  it("shares the room among words", () =>
    expect(gridTemplate(columns, noPrefs, true)).toBe("36px minmax(140px, 220fr) 150px 80px"));
  it("keeps a width of the user's", () =>
    expect(gridTemplate(columns, resized(noPrefs, "name", 300), false)).toBe("300px 150px 80px"));
});

describe("widths", () => {
  it("stay within reason", () => {
    expect(resized(noPrefs, "name", 3).widths.name).toBe(48);
    expect(resized(noPrefs, "name", 9999).widths.name).toBe(900);
  });
  it("can be given back", () => expect(unsized(resized(noPrefs, "name", 300), "name").widths).toEqual({}));
});

describe("toggled", () => {
  const shown = shownColumns(kind, ["name", "cpu"], noPrefs);
  it("shows in the kind's order", () => expect(toggled(kind, shown, "status")).toEqual(["name", "status", "cpu"]));
  it("leaves the chosen order alone", () => {
    const turned = shownColumns(kind, ["cpu", "name"], noPrefs);
    expect(toggled(kind, turned, "status")).toEqual(["status", "cpu", "name"]);
    expect(toggled(kind, turned, "created")).toEqual(["cpu", "name", "created"]);
  });
  it("hides", () => expect(toggled(kind, shown, "cpu")).toEqual(["name"]));
  it("keeps the last one", () =>
    expect(toggled(kind, shownColumns(kind, ["name"], noPrefs), "name")).toEqual(["name"]));
});

describe("moved", () => {
  const shown = shownColumns(kind, ["name", "cpu", "ip"], noPrefs);
  it("changes places with the neighbour", () => {
    expect(moved(shown, "cpu", -1)).toEqual(["cpu", "name", "ip"]);
    expect(moved(shown, "cpu", 1)).toEqual(["name", "ip", "cpu"]);
  });
  it("stays at the ends", () => {
    expect(moved(shown, "name", -1)).toEqual(["name", "cpu", "ip"]);
    expect(moved(shown, "ip", 1)).toEqual(["name", "cpu", "ip"]);
    expect(moved(shown, "gone", 1)).toEqual(["name", "cpu", "ip"]);
  });
});

describe("readPrefs", () => {
  it.each([null, "", "nonsense", "3", "null", '{"shown":3,"widths":[]}'])("makes nothing of %s", (text) =>
    expect(readPrefs(text)).toEqual(noPrefs),
  );
  it("drops widths that cannot be", () =>
    expect(readPrefs('{"shown":["a",1],"widths":{"a":200,"b":-1,"c":"x"}}')).toEqual({
      shown: ["a"],
      widths: { a: 200 },
    }));
});
