/** Values of `craton run`'s options as parts of the request; what is wrong is said with the option and the value. */
import { parseQuantity } from "../../agent/appc/quantity.ts";
import { type InsecureOption, insecureNames } from "../../lib/contract/insecure-options.ts";
import type { AppCreate, PortCreate, VolumeCreate } from "../../lib/contract/pod.ts";
import { UsageError } from "./failure.ts";

/** `key=value,key=value`; `first` names the leading part that has no key (`--volume NAME,…`). */
function pairs(option: string, text: string, keys: readonly string[], first?: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [i, part] of text.split(",").entries()) {
    const cut = part.indexOf("=");
    const key = i === 0 && first !== undefined ? first : part.slice(0, Math.max(0, cut));
    if (key !== first && !keys.includes(key)) {
      throw new UsageError(
        `--${option}: ${part || "an empty part"} is none of ${keys.map((k) => `${k}=…`).join(", ")}`,
      );
    }
    result[key] = key === first ? part : part.slice(cut + 1);
  }
  return result;
}

function yes(option: string, key: string, value: string | undefined): boolean | undefined {
  if (value === undefined || value === "true" || value === "false")
    return value === undefined ? undefined : value === "true";
  throw new UsageError(`--${option}: ${key} is true or false, not ${value}`);
}

export function wholeNumber(option: string, value: string, max: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= max)) throw new UsageError(`--${option}: ${value} is no whole number from 0 to ${max}`);
  return number;
}

const highestId = 4_294_967_294;

/** `NAME,kind=host,source=/x[,readOnly=true][,recursive=false]` or `NAME,kind=empty[,mode=][,uid=][,gid=]`. */
export function volumeOption(text: string): VolumeCreate {
  const keys = ["kind", "source", "readOnly", "recursive", "mode", "uid", "gid"];
  const { name = "", kind, source, ...rest } = pairs("volume", text, keys, "name");
  const readOnly = yes("volume", "readOnly", rest.readOnly);
  const common = { name, ...(readOnly === undefined ? {} : { readOnly }) };
  const foreign = (kind === "host" ? ["mode", "uid", "gid"] : ["recursive"]).find((key) => rest[key] !== undefined);
  if (foreign) throw new UsageError(`--volume: ${foreign} is not for a volume of kind ${kind ?? "(none given)"}`);
  if (kind === "host") {
    if (!source?.startsWith("/")) throw new UsageError(`--volume: ${name} needs source=, an absolute path on the node`);
    const recursive = yes("volume", "recursive", rest.recursive);
    return { ...common, kind, source, ...(recursive === undefined ? {} : { recursive }) };
  }
  if (kind !== "empty") throw new UsageError(`--volume: ${name} needs kind=host or kind=empty`);
  if (source !== undefined) throw new UsageError("--volume: source is not for a volume of kind empty");
  const { mode, uid, gid } = rest;
  return {
    ...common,
    kind,
    ...(mode === undefined ? {} : { mode }),
    ...(uid === undefined ? {} : { uid: wholeNumber("volume", uid, highestId) }),
    ...(gid === undefined ? {} : { gid: wholeNumber("volume", gid, highestId) }),
  };
}

/** `volume=NAME,target=PATH[,readOnly=true]`. */
export function mountOption(text: string): NonNullable<AppCreate["mounts"]>[number] {
  const { volume, target, readOnly } = pairs("mount", text, ["volume", "target", "readOnly"]);
  if (!volume || !target) throw new UsageError(`--mount: give volume=NAME,target=PATH, not ${text}`);
  const only = yes("mount", "readOnly", readOnly);
  return { volume, path: target, ...(only === undefined ? {} : { readOnly: only }) };
}

/** `NAME:[HOSTIP:]HOSTPORT`, or with a number for NAME: `80/tcp:8080`. */
export function portOption(text: string): PortCreate {
  const [, name = "", hostIP, port = ""] = /^([^:]+):(?:(.*):)?(\d{1,5})$/.exec(text) ?? [];
  if (name === "") throw new UsageError(`--port: give NAME:[HOSTIP:]HOSTPORT or PORT/tcp:HOSTPORT, not ${text}`);
  const hostPort = wholeNumber("port", port, 65535);
  const common = { hostPort, ...(hostIP ? { hostIP } : {}) };
  const number = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(name);
  if (!number?.[1]) return { name, ...common };
  const protocol = number[2] === "udp" ? "udp" : "tcp";
  return { name: `${number[1]}-${protocol}`, protocol, podPort: wholeNumber("port", number[1], 65535), ...common };
}

/** An amount of a resource as the agent takes it; what is none is said with the option. */
export function amount(option: "memory" | "cpu", value: string): string {
  const quantity = parseQuantity(value);
  if (quantity !== null && quantity.nano > 0n) return value;
  throw new UsageError(`--${option}: ${value === "" ? "nothing" : value} is no amount such as ${amounts[option]}`);
}
const amounts = { memory: "256Mi or 1G", cpu: "500m or 1.5" };

/** `NAME=VALUE`; the value may be empty and may hold anything. */
export function variableOption(text: string): { name: string; value: string } {
  const cut = text.indexOf("=");
  if (cut < 1) throw new UsageError(`--environment: give NAME=VALUE, not ${text}`);
  return { name: text.slice(0, cut), value: text.slice(cut + 1) };
}

/** `A,B` given once or several times. */
export function words(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(",")).filter((word) => word !== "");
}

/** rkt's names for what a fetch may leave out; those of `run` (capabilities, paths, seccomp) mean nothing here and are refused. */
export function insecureOptions(values: readonly string[] = []): InsecureOption[] {
  return words(values).map((word) => {
    const known = insecureNames.find((name) => name === word);
    if (known) return known;
    throw new UsageError(`--insecure-options is ${insecureNames.join(", ")}, not ${word}`);
  });
}
