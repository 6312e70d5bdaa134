import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { applyCompletion, complete } from "./filter-complete.ts";

const kind = kinds.pods;
const values = (column: string) =>
  column === "status" ? ["Running", "Exited", "New York"].map((value) => ({ value, note: "" })) : [];
const at = (text: string, caret = text.length) => complete(kind, text, caret, values);

describe("complete", () => {
  it("offers every column in an empty filter", () => expect(at("").length).toBe(kind.columns.length));
  it("offers columns that begin so, by id and by title", () => {
    expect(at("na").map((c) => c.label)).toEqual(["name"]);
    expect(at("age").map((c) => c.label)).toEqual(["created"]);
  });
  it("offers values after the operator", () => expect(at("status:run").map((c) => c.insert)).toEqual(["Running "]));
  it("quotes values with blanks", () => expect(at("status:new").map((c) => c.insert)).toEqual(['"New York" ']));
  it("offers nothing in the middle of a finished column name", () => expect(at("status:x", 3)).toEqual([]));
  it("offers operators after a whole column name, the usual one first", () => {
    expect(at("cpu").map((c) => c.label)).toEqual(["cpu>", "cpu<", "cpu=", "cpu!=", "cpu>=", "cpu<="]);
    expect(at("created").map((c) => c.label)).toEqual(["created<", "created>"]);
    expect(at("node").map((c) => c.label)).toEqual(["node:", "node=", "node!="]);
  });
  it("offers labels where rows have them", () => {
    const labels = { id: "labels", title: "Labels", type: "text", width: 200 } as const;
    const withLabels = { ...kind, columns: [...kind.columns, labels] };
    const of = (column: string) => (column === "label" ? [{ value: "app=web", note: "" }] : []);
    expect(complete(withLabels, "lab", 3, of).map((c) => c.insert)).toEqual(["labels:", "label:"]);
    expect(complete(withLabels, "label:ap", 8, of).map((c) => c.insert)).toEqual(["app=web "]);
    expect(complete(kind, "lab", 3, of)).toEqual([]);
  });
  it("offers columns again after a blank", () => expect(at("web ").length).toBe(kind.columns.length));
});

describe("applyCompletion", () => {
  it("replaces the begun word and goes on behind it", () => {
    const [first] = at("na");
    expect(first && applyCompletion("na", first)).toEqual({ text: "name:", caret: 5 });
  });
  it("keeps what follows", () => {
    const [first] = at("status:ru web", 9);
    expect(first && applyCompletion("status:ru web", first)).toEqual({ text: "status:Running web", caret: 15 });
  });
});
