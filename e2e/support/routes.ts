/** Every route of the console, found in app/: so that a new one cannot be forgotten by the tests that walk them. */
import fs from "node:fs";
import path from "node:path";

const app = path.resolve(import.meta.dirname, "../../app");
const uuid = "11111111-2222-4333-8444-555555555555";
const samples: Record<string, string> = {
  cluster: "fleet",
  node: "alpha",
  uuid,
  app: "web",
  name: "omega",
  component: "etcd",
  host: "registry.invalid",
  fingerprint: "0".repeat(40),
  rest: "nowhere",
  kind: "pods",
  namespace: "default",
  id: `sha512-${"0".repeat(128)}`,
};

export type ApiRoute = { file: string; method: string; url: string };

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file));
}

/** `/api/c/[cluster]/…` with a sample in each place; groups `(name)` are no part of the URL. */
function urlOf(file: string): string {
  const parts = path.relative(app, path.dirname(file)).split(path.sep);
  const url = parts
    .filter((part) => part !== "" && !part.startsWith("("))
    .map((part) => {
      const place = /^\[(?:\.\.\.)?(\w+)\]$/.exec(part)?.[1];
      if (place === undefined) return part;
      const sample = samples[place];
      if (sample === undefined) throw new Error(`${file}: no sample for ${place}`);
      return sample;
    });
  return `/${url.join("/")}`;
}

export function apiRoutes(): ApiRoute[] {
  return filesBelow(app)
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const methods = [
        ...fs.readFileSync(file, "utf8").matchAll(/^export (?:const|async function|function) ([A-Z]+)\b/gm),
      ];
      return methods.map(([, method = ""]) => ({ file: path.relative(app, file), method, url: urlOf(file) }));
    });
}

export function pages(): string[] {
  return filesBelow(app)
    .filter((file) => path.basename(file) === "page.tsx")
    .map(urlOf);
}

export const sampleUuid = uuid;
