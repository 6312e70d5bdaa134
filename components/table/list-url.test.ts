import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { readParams } from "./list-params.ts";
import { ListUrl } from "./list-url.ts";

const kind = kinds.pods;
let url: string;
let written: string[];
let run: (() => void) | null;
let list: ListUrl;

const path = () => url.split("?")[0] ?? "";
const search = () => url.slice(path().length);
const go = (to: string) => {
  url = to;
  list.look(path(), search());
};
const read = (text: string) => readParams(kind, new URLSearchParams(text));

beforeEach(() => {
  url = "/c/fleet/pods?ns=a";
  written = [];
  run = null;
  const replace = (to: string) => {
    written.push(to);
    url = to;
  };
  list = new ListUrl({ path, search, replace }, (then) => {
    run = () => {
      run = null;
      then();
    };
    return () => {
      run = null;
    };
  });
});

test("a change shows at once and stands in the URL later, several as one; what is not the list's stays", () => {
  let told = 0;
  list.subscribe(() => told++);
  list.set(kind, { filter: "w" });
  list.set(kind, { filter: "web" });
  list.set(kind, { status: ["Running"] });
  expect(list.getSnapshot()).toEqual({ ...read(""), filter: "web", status: ["Running"] });
  expect(told).toBe(3);
  expect(written).toEqual([]);
  run?.();
  expect(written).toEqual(["/c/fleet/pods?ns=a&filter=web&status=Running"]);
});

test("what the URL had before is changed, not lost; the default is left out of it", () => {
  url = "/c/fleet/pods?filter=web&sort=-age";
  list.set(kind, { filter: "" });
  expect(list.getSnapshot()).toEqual(read("sort=-age"));
  list.set(kind, { sort: kind.sort });
  run?.();
  expect(written).toEqual(["/c/fleet/pods"]);
});

test("its own URL is heard late and takes nothing back", () => {
  list.set(kind, { filter: "a" });
  run?.();
  list.set(kind, { filter: "ab" });
  list.look("/c/fleet/pods", "?ns=a&filter=a");
  list.look("/c/fleet/pods", "?ns=a");
  expect(list.getSnapshot()?.filter).toBe("ab");
  run?.();
  expect(url).toBe("/c/fleet/pods?ns=a&filter=ab");
});

test("another part of the URL changes: the list stays as it is", () => {
  list.set(kind, { filter: "a" });
  go("/c/fleet/pods?ns=b");
  expect(list.getSnapshot()?.filter).toBe("a");
  run?.();
  expect(url).toBe("/c/fleet/pods?ns=b&filter=a");
});

test("Back or a link wins, also over what was not written yet", () => {
  list.set(kind, { filter: "a" });
  run?.();
  list.set(kind, { filter: "ab" });
  go("/c/fleet/pods?filter=old");
  expect(list.getSnapshot()).toBeNull();
  expect(run).toBeNull();
  expect(url).toBe("/c/fleet/pods?filter=old");
});

test("the URL is another one before the page has heard of it: it is not written over", () => {
  list.set(kind, { filter: "a" });
  url = "/c/fleet/nodes";
  run?.();
  expect(written).toEqual([]);
  list.set(kind, { filter: "b" });
  expect(list.getSnapshot()).toEqual({ ...read(""), filter: "b" });
  run?.();
  expect(url).toBe("/c/fleet/nodes?filter=b");
});

test("before a link is followed the URL is brought up to date, once", () => {
  list.set(kind, { filter: "a" });
  list.write();
  list.write();
  expect(written).toEqual(["/c/fleet/pods?ns=a&filter=a"]);
  expect(run).toBeNull();
});

test("in any order of presses, pauses and Backs the page shows what was asked for last, and the URL ends as it", () => {
  const step = fc.oneof(
    fc.record({ press: fc.string({ maxLength: 3 }) }),
    fc.constant({ pause: true }),
    fc.record({ go: fc.constantFrom("", "?filter=x", "?ns=b&filter=y") }),
    fc.record({ heard: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      go("/c/fleet/pods");
      list.write();
      let wanted = list.getSnapshot()?.filter ?? "";
      const past = [""];
      for (const one of steps) {
        if ("press" in one) {
          list.set(kind, { filter: one.press });
          wanted = one.press;
        } else if ("pause" in one) run?.();
        else if ("go" in one) {
          // A link is followed by a click, which writes what is pending first.
          list.write();
          go(`/c/fleet/pods${one.go}`);
          wanted = read(one.go).filter;
        } else list.look("/c/fleet/pods", past[one.heard % past.length] ?? "");
        past.push(search());
        expect(list.getSnapshot()?.filter ?? read(search()).filter).toBe(wanted);
      }
      run?.();
      expect(read(search()).filter).toBe(wanted);
    }),
  );
});
