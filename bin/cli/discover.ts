/**
 * `craton discover`, as actool's: where images, signatures and keys of names are, by appc discovery from here. Needs no agent. Status 1
 * when a name leads to no image or to no keys; what was found of it is printed all the same.
 */
import { type AppName, parseApp } from "../../agent/image/discovery/app-string.ts";
import { discoverAcis, discoverKeys, type WalkOptions } from "../../agent/image/discovery/walk.ts";
import type { FetchClient } from "../../agent/image/http/client.ts";
import { withFetchClient } from "../../agent/image/http/fetcher.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { printFailure, UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { wholeNumber } from "./run-values.ts";

const optionTable = {
  ...common,
  json: { type: "boolean" },
  port: { type: "string" },
  insecure: { type: "boolean" },
  "system-config": { type: "string" },
  "local-config": { type: "string" },
} as const;
export const options = `  --json               one JSON object a name: ACIEndpoints with ACI and ASC, PublicKeys
  --port=N             where discovery pages are served, in place of 443
  --insecure           accept any certificate, and plain http
  --local-config=DIR   fetch.json and auth.d of the administrator (default /etc/craton)
  --system-config=DIR  what it sets over (default /usr/lib/craton)
NAME is NAME[:VERSION][,LABEL=VALUE]…; os and arch are this machine's by default, version is latest.
Status 1 when a name leads to no image or to no keys.`;

/** As actool prints it. */
type Discovered = { ACIEndpoints: { ACI: string; ASC: string }[]; PublicKeys: string[] };

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length === 0) throw new UsageError("give names to discover");
  const apps = positionals.map(parseApp);
  const port = values.port === undefined ? undefined : wholeNumber("port", values.port, 65535);
  const folders = {
    system: values["system-config"] ?? "/usr/lib/craton",
    local: values["local-config"] ?? "/etc/craton",
  };
  let status = 0;
  await withFetchClient(folders, values.insecure ? ["tls", "http"] : [], async (client) => {
    if (port !== undefined) client.settings.discoveryPort = port;
    for (const app of apps) {
      const { found, errors } = await discovered(app, client);
      for (const error of errors) printFailure(error);
      if (errors.length > 0) status = 1;
      if (values.json) printJson(found, "json-pretty");
      else print(found);
    }
  });
  return status;
}

/** Both walks, each on its own (appc E12). */
async function discovered(app: AppName, client: FetchClient): Promise<{ found: Discovered; errors: CratonError[] }> {
  const walk: WalkOptions = { client, signal: new AbortController().signal };
  const [acis, keys] = await Promise.allSettled([discoverAcis(app, walk), discoverKeys(app.name, walk)]);
  const errors: CratonError[] = [];
  for (const result of [acis, keys]) {
    if (result.status === "fulfilled") continue;
    if (!(result.reason instanceof CratonError)) throw result.reason;
    errors.push(result.reason);
  }
  const found = {
    ACIEndpoints:
      acis.status === "fulfilled" ? acis.value.map(({ aci, asc }) => ({ ACI: aci.href, ASC: asc.href })) : [],
    PublicKeys: keys.status === "fulfilled" ? keys.value.map(({ href }) => href) : [],
  };
  return { found, errors };
}

function print({ ACIEndpoints, PublicKeys }: Discovered): void {
  for (const { ACI, ASC } of ACIEndpoints) printLine(`ACI: ${ACI}, ASC: ${ASC}`);
  if (PublicKeys.length > 0) printLine(`PublicKeys: ${PublicKeys.join(",")}`);
}
