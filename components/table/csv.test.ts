import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { toCsv } from "./csv.ts";

const column = (id: string) => kinds.pods.columns.find((c) => c.id === id) ?? kinds.pods.columns[0];
const columns = ["name", "status", "memory", "created"].map(column).filter((c) => c !== undefined);
const row = (name: string): Row => ({
  key: "n/u",
  cells: { name, status: { word: "Running", tone: "ok" }, memory: 98566144, created: 0 },
});

describe("toCsv", () => {
  it("writes a header, bare numbers, words and exact times", () =>
    expect(toCsv(columns, [row("web")])).toBe(
      "Name,Status,Memory,Age\r\nweb,Running,98566144,1970-01-01T00:00:00.000Z\r\n",
    ));
  it("quotes what would break a line", () => expect(toCsv(columns, [row('a,"b"')])).toContain('"a,""b""",Running'));
  it.each(["=1+1", "+1", "-1", "@x"])("defuses the formula %s", (name) =>
    expect(toCsv(columns, [row(name)])).toContain(`'${name},Running`),
  );
  it("leaves absent cells empty", () =>
    expect(toCsv(columns, [{ key: "k", cells: { name: "a" } }])).toContain("a,,,\r\n"));
});
