/** docs/appc-conformance.md: every requirement of appc A to E once, and every test that it names is there by that name. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const upTo = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
const requirements = [
  ...[...upTo("A", 12), ...upTo("B", 15), ...upTo("C", 10), ...upTo("C5.", 11)],
  ...[...upTo("D", 7), ...upTo("E", 13)],
];

type Row = { id: string; status: string; what: string; proofs: { file: string; title: string }[] };

const rows = readFileSync(join(root, "docs/appc-conformance.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| [A-E]\d/.test(line))
  .map((line): Row => {
    const [, id = "", status = "", what = "", proof = ""] = line.split("|").map((cell) => cell.trim());
    const proofs = proof.split("<br>").map((text) => {
      const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(text.trim()) ?? [];
      return { file, title };
    });
    return { id, status, what, proofs };
  });

it("every requirement has its row, once, with a status and a proof", () => {
  expect(rows.map(({ id }) => id).sort()).toEqual([...requirements].sort());
  for (const { id, status, what, proofs } of rows) {
    expect(["done", "refused", "not yet"], id).toContain(status);
    if (status !== "done") expect(what, `${id} says why not`).not.toBe("");
    if (status !== "not yet") expect(proofs[0]?.title ?? "", `${id} has a proof`).not.toBe("");
  }
});

it("every test that is named is there by that name", () => {
  const missing = rows.flatMap(({ id, proofs }) =>
    proofs.filter(({ file, title }) => !hasTest(file, title)).map(({ file, title }) => `${id}: ${file}: ${title}`),
  );
  expect(missing).toEqual([]);
});

/** A string of that content as the first argument of a test, also of one that `each` makes many of. */
function hasTest(file: string, title: string): boolean {
  if (!/^(agent|e2e|bin|lib)\/[\w./-]+\.(test|spec)\.ts$/.test(file)) return false;
  const source = readFileSync(join(root, file), "utf8");
  const spellings = [JSON.stringify(title), `'${title}'`, `\`${title}\``];
  return spellings.some((text) => {
    const at = source.indexOf(text);
    return at > 0 && /\(\s*$/.test(source.slice(0, at)) && /^\s*,/.test(source.slice(at + text.length));
  });
}
