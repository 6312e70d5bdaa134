/**
 * The import rule of docs/decisions/2026-11-24-import-rule.md as a linter: which folder may import which.
 * `node bin/import-rule.mjs` prints each import that breaks it and exits 1.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** The first zone whose pattern matches a file is its zone; `may` lists patterns of ours that it may import. */
export const zones = [
  { zone: "test", match: /\.(test|spec)\.tsx?$|\.contract\.ts$|^e2e\//, may: [/.*/] },
  { zone: "app", match: /^app\//, may: [/^app\//, /^components\//, /^lib\//] },
  { zone: "components/ui", match: /^components\/ui\//, may: [/^components\/ui\//, /^lib\/format\//] },
  {
    zone: "components/layout|table|form",
    match: /^components\/(layout|table|form)\//,
    may: [
      /^components\/(ui|layout|table|form)\//,
      /^lib\/(format|contract)\//,
      /^lib\/api\/(live|console)\//,
      /^lib\/paths\.ts$/,
    ],
  },
  {
    zone: "components/objects-list",
    match: /^components\/objects-list\//,
    may: [
      /^components\/(ui|layout|table|objects-list)\//,
      // What can be done to many rows is what can be done to one.
      /^components\/objects\/object-bulk\.ts$/,
      /^lib\/(api\/(live|console)|contract|format)\//,
      /^lib\/paths\.ts$/,
    ],
  },
  {
    zone: "components/<noun>",
    match: /^components\/([^/]+)\//,
    may: [/^components\/(ui|layout|table|form)\//, /^lib\/(api\/(live|console)|contract|format)\//, /^lib\/paths\.ts$/],
    own: true,
  },
  { zone: "lib/server", match: /^lib\/server\//, may: [/^lib\/(server|api|contract|format)\//, /^lib\/paths\.ts$/] },
  { zone: "lib/api", match: /^lib\/api\//, may: [/^lib\/(api|contract|format)\//, /^lib\/paths\.ts$/] },
  { zone: "lib/contract", match: /^lib\/contract\//, may: [/^lib\/contract\//] },
  { zone: "lib/format", match: /^lib\/format\//, may: [/^lib\/format\//] },
  { zone: "lib/paths", match: /^lib\/paths\.ts$/, may: [] },
  { zone: "agent/main", match: /^agent\/main\.ts$/, may: [/^agent\/(?!host\/fake)/, /^lib\/contract\//] },
  { zone: "agent/dev-main", match: /^agent\/dev-main\.ts$/, may: [/^agent\/(?!host\/linux)/, /^lib\/contract\//] },
  {
    zone: "agent/daemon",
    match: /^agent\/daemon\.ts$/,
    may: [/^agent\/(?!host\/)/, /^agent\/host\/host\.ts$/, /^lib\/contract\//],
  },
  {
    zone: "agent/http",
    match: /^agent\/http\//,
    may: [
      /^agent\/(http|pod|image|appc|event)\//,
      /^agent\/(log|config)\.ts$/,
      /^agent\/host\/host\.ts$/,
      /^lib\/contract\//,
    ],
  },
  {
    zone: "agent/core",
    match: /^agent\/(pod|image|network|event)\//,
    may: [
      /^agent\/(pod|image|network|event|appc)\//,
      /^agent\/(disk|log|config|disk-format)\.ts$/,
      /^agent\/host\/host\.ts$/,
      /^lib\/contract\//,
    ],
  },
  { zone: "agent/appc", match: /^agent\/appc\//, may: [/^agent\/appc\//, /^lib\/contract\//] },
  {
    zone: "agent/host",
    match: /^agent\/host\//,
    may: [/^agent\/host\//, /^agent\/(disk|log)\.ts$/, /^lib\/contract\//],
  },
  { zone: "agent", match: /^agent\/[^/]+\.ts$/, may: [/^agent\/[^/]+\.ts$/, /^lib\/contract\//] },
  {
    zone: "bin",
    match: /^bin\//,
    may: [/^bin\//, /^lib\/(api|contract|format)\//, /^agent\/(appc|image)\//, /^agent\/host\/(keeper\/|linux\.ts$)/],
  },
];

/** Nothing of ours may import these from outside their own folder. */
const sealed = [
  { of: /^bin\//, by: /^(bin|e2e)\/|\.(test|spec)\.tsx?$/ },
  { of: /^e2e\//, by: /^(e2e|bin)\/|\.(test|spec)\.tsx?$|^playwright\.config\.ts$/ },
];

/** Breaches as sentences. `files` are paths from the root, `read` answers a file's text. */
export function breaches(files, read) {
  const found = [];
  for (const file of files) {
    const zone = zones.find(({ match }) => match.test(file));
    if (zone === undefined) continue;
    const own = zone.own ? file.match(zone.match)[0] : null;
    for (const wanted of importsOf(file, read(file))) {
      const isOwn = own !== null && wanted.startsWith(own);
      const isSealed = sealed.some(({ of, by }) => of.test(wanted) && !by.test(file));
      if (isSealed || !(isOwn || zone.may.some((pattern) => pattern.test(wanted))))
        found.push(`${file} (${zone.zone}) may not import ${wanted}`);
    }
  }
  return found;
}

/** Our own files that a source imports, as paths from the root; packages are left out. */
function importsOf(file, text) {
  const found = [];
  for (const [, specifier] of text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g)) {
    if (specifier.startsWith("@/")) found.push(specifier.slice(2));
    else if (specifier.startsWith("."))
      found.push(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)));
  }
  return found.map((wanted) => (wanted.startsWith("./") ? wanted.slice(2) : wanted));
}

if (process.argv[1] === import.meta.filename) {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx", "*.mjs"], {
    cwd: root,
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .filter((file) => fs.existsSync(path.join(root, file)));
  const found = breaches(files, (file) => fs.readFileSync(path.join(root, file), "utf8"));
  for (const line of found) console.log(line);
  console.log(`${files.length} files, ${found.length} breaches of the import rule`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
