/** `craton registry`: how a node reaches registries. Passwords come from a file or standard input, never from the command line. */
import fs from "node:fs";
import type { RegistryCheck, RegistryEntry, RegistryPut } from "../../lib/contract/registry.ts";
import { isHost } from "../../lib/contract/registry-host.ts";
import { type Connection, connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, only, readOptions, type Values } from "./options.ts";
import { print, printJson, printLine, table } from "./output.ts";

const optionTable = {
  ...common,
  "plain-http": { type: "boolean" },
  mirror: { type: "string", multiple: true },
  ca: { type: "string" },
  user: { type: "string" },
  "password-file": { type: "string" },
  "token-host": { type: "string", multiple: true },
  untested: { type: "boolean" },
  "no-legend": { type: "boolean" },
} as const;
export const options = `  list                      registries that the node has settings for
  add HOST[:PORT]           asks the registry, then keeps how it is reached
    --plain-http            without TLS
    --ca=FILE               PEM certificates of the only authorities to trust for it
    --mirror=HOST           asked first; may be given several times
    --user=NAME             with --password-file
    --password-file=FILE    its first line is the password or token; - is standard input
    --token-host=HOST       another host that may see the password, to give out tokens
    --untested              keeps it although it does not answer well
  test HOST[:PORT]          asks the registry with the settings that are there
  rm HOST[:PORT]            forgets its settings`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const [verb, ...names] = positionals;
  const format = formatOf(values.format);
  if (verb === "list") {
    if (names.length > 0) throw new UsageError("craton registry list takes no argument");
    const { agent, caller } = connect(values);
    const { registries } = await agent.registries.list(caller);
    if (format !== "table") printJson(registries, format);
    else print(table([...(values["no-legend"] ? [] : [columns]), ...registries.map(registryRow)]));
    return 0;
  }
  if (verb !== "add" && verb !== "test" && verb !== "rm")
    throw new UsageError("give list, add, test or rm after craton registry");
  const host = only(names, "a registry");
  if (!isHost(host)) throw new UsageError(`${host} is no HOST or HOST:PORT in small letters`);
  const check = await act(verb, host, values, connect(values));
  if (check === null) return 0;
  if (format === "table") printLine(`${check.host} answers in ${check.milliseconds} ms (${check.access})`);
  else printJson(check, format);
  return 0;
}

async function act(
  verb: "add" | "test" | "rm",
  host: string,
  values: Values<typeof optionTable>,
  { agent, caller }: Connection,
): Promise<RegistryCheck | null> {
  if (verb === "test") return agent.registries.test(caller, { host });
  if (verb === "rm") return (await agent.registries.remove(caller, host)).check;
  return (await agent.registries.put(caller, host, requestOf(values))).check;
}

/** What is not given is none, but for the certificate and the password of the same user, which stay. */
function requestOf(values: Values<typeof optionTable>): Partial<RegistryPut> {
  const { user, ca } = values;
  const file = values["password-file"];
  if (file !== undefined && user === undefined) throw new UsageError("--password-file needs --user");
  return {
    plainHttp: values["plain-http"] ?? false,
    mirrors: values.mirror ?? [],
    tokenHosts: values["token-host"] ?? [],
    username: user ?? null,
    untested: values.untested ?? false,
    ...(ca === undefined ? {} : { ca: read(ca) }),
    ...(file === undefined ? {} : { password: read(file).split(/\r?\n/, 1)[0] ?? "" }),
  };
}

function read(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const columns = ["REGISTRY", "BY", "MIRRORS", "USER", "SET"];

function registryRow({ host, plainHttp, authorities, mirrors, username, origin, updatedBy }: RegistryEntry): string[] {
  const by = plainHttp ? "http" : authorities.length > 0 ? "https, own CA" : "https";
  return [host, by, mirrors.join(","), username ?? "", origin === "file" ? "registries.json" : (updatedBy ?? "")];
}
