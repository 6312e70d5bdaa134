/** The values of `craton patch-manifest`, in actool's notation: parts of one thing by commas, several things by colons. */
import type { Isolator, ManifestPort, MountPoint } from "../../lib/contract/appc.ts";
import { UsageError } from "./failure.ts";

/** `name,key=value,…` of each thing; `bare` are parts without `=`. */
function things(option: string, text: string): { name: string; fields: Map<string, string>; bare: string[] }[] {
  return text.split(":").map((thing) => {
    const [name = "", ...parts] = thing.split(",");
    if (name === "" || name.includes("=")) throw new UsageError(`--${option}: ${thing} does not begin with a name`);
    const fields = new Map<string, string>();
    const bare: string[] = [];
    for (const part of parts) {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(part) ?? [];
      if (key === undefined || value === undefined) bare.push(part);
      else if (fields.has(key)) throw new UsageError(`--${option}: ${name} has ${key} twice`);
      else fields.set(key, value);
    }
    return { name, fields, bare };
  });
}

function only(option: string, name: string, fields: Map<string, string>, bare: string[], known: string[]): void {
  const odd = bare[0] ?? [...fields.keys()].find((key) => !known.includes(key));
  if (odd !== undefined) throw new UsageError(`--${option}: ${name} takes ${known.join(", ")}, not ${odd}`);
}

function flag(option: string, text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw new UsageError(`--${option}: ${text} is neither true nor false`);
}

/** Of decimal digits; the manifest's own rules judge the range. */
function number(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${option}: ${text} is no number`);
  return Number(text);
}

/** `data,path=/data,readOnly=true:log,path=/log`. */
export function readMounts(text: string): MountPoint[] {
  return things("mounts", text).map(({ name, fields, bare }) => {
    only("mounts", name, fields, bare, ["path", "readOnly"]);
    return { name, path: fields.get("path") ?? "", readOnly: flag("mounts", fields.get("readOnly")) };
  });
}

/** `http,protocol=tcp,port=80,count=2,socketActivated=true`. */
export function readPorts(text: string): ManifestPort[] {
  return things("ports", text).map(({ name, fields, bare }) => {
    only("ports", name, fields, bare, ["protocol", "port", "count", "socketActivated"]);
    return {
      name,
      protocol: fields.get("protocol") ?? "",
      port: number("ports", fields.get("port") ?? "none"),
      count: number("ports", fields.get("count") ?? "1"),
      socketActivated: flag("ports", fields.get("socketActivated")),
    };
  });
}

/** `resource/cpu,request=50m,limit=100m:os/linux/no-new-privileges,true`: fields are an object's, one bare word is JSON. */
export function readIsolators(text: string): Isolator[] {
  return things("isolators", text).map(({ name, fields, bare }) => {
    if (bare.length + Math.min(fields.size, 1) !== 1)
      throw new UsageError(`--isolators: ${name} takes one value, or fields such as limit=1`);
    const word = bare[0];
    const value = word === undefined ? Object.fromEntries([...fields].map(([k, v]) => [k, plain(v)])) : plain(word);
    return { name, value };
  });
}

function plain(word: string): string | boolean | number {
  if (word === "true" || word === "false") return word === "true";
  return /^-?\d{1,15}$/.test(word) ? Number(word) : word;
}

export function readGroups(text: string): number[] {
  return text.split(",").map((id) => number("supplementary-groups", id));
}

/** `--seccomp-mode=retain,errno=EPERM` and `--seccomp-set=a,b`; they need each other. */
export function readSeccomp(mode: string, set: string): Isolator {
  const [{ name, fields, bare } = { name: "", fields: new Map<string, string>(), bare: [] }] = things(
    "seccomp-mode",
    mode,
  );
  only("seccomp-mode", name, fields, bare, ["errno"]);
  if (name !== "remove" && name !== "retain") throw new UsageError(`--seccomp-mode is remove or retain, not ${name}`);
  const errno = fields.get("errno");
  return {
    name: `os/linux/seccomp-${name}-set`,
    value: { set: set.split(","), ...(errno === undefined ? {} : { errno }) },
  };
}
