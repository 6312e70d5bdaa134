/** The text of a kubeconfig file as plain data: YAML or JSON of the shape that kubectl reads, and one context of it. */
import { parse } from "yaml";
import { z } from "zod";
import { CratonError } from "../../contract/errors.ts";

const text = z.string().max(256 * 1024);
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(500).nullish();

const cluster = z.looseObject({
  server: text.min(1),
  "certificate-authority": text.optional(),
  "certificate-authority-data": text.optional(),
  "insecure-skip-tls-verify": z.boolean().optional(),
  "tls-server-name": text.optional(),
  "proxy-url": text.optional(),
});
const pair = z.looseObject({ name: text, value: text });
const user = z.looseObject({
  "client-certificate": text.optional(),
  "client-certificate-data": text.optional(),
  "client-key": text.optional(),
  "client-key-data": text.optional(),
  token: text.optional(),
  tokenFile: text.optional(),
  username: text.optional(),
  password: text.optional(),
  exec: z
    .looseObject({
      apiVersion: text.optional(),
      command: text.min(1),
      args: z.array(text).nullish(),
      env: z.array(pair).nullish(),
    })
    .nullish(),
  "auth-provider": z.looseObject({ name: text, config: z.record(text, z.unknown()).nullish() }).nullish(),
});
const file = z.looseObject({
  "current-context": text.nullish(),
  clusters: list(z.looseObject({ name: text, cluster })),
  users: list(z.looseObject({ name: text, user: user.nullish() })),
  contexts: list(
    z.looseObject({
      name: text,
      context: z.looseObject({ cluster: text, user: text.nullish(), namespace: text.nullish() }),
    }),
  ),
});
export type KubeconfigFile = z.infer<typeof file>;
export type KubeconfigCluster = z.infer<typeof cluster>;
export type KubeconfigUser = z.infer<typeof user>;

/** One context with what it names, and where that stands in the file (`clusters[0].cluster`), for messages. */
export type KubeconfigContext = {
  name: string;
  cluster: KubeconfigCluster;
  clusterAt: string;
  user: KubeconfigUser;
  userName: string;
  userAt: string;
  /** Where its user works when nothing else is said. */
  namespace: string;
};

/** Line breaks, colons, commas and brackets: the YAML parser's time grows with their square. 500 contexts with their users have fewer. */
const mostMarks = 20_000;

const what = "kubeconfig";
const unsupported = (why: string, cause?: unknown) => new CratonError("unsupported", { what, why }, { cause });

/** `unsupported` with the place of the first fault. Never holds a value of the file: it may be a secret. */
export function parseKubeconfig(content: string): KubeconfigFile {
  let value: unknown;
  if ((content.match(/[\n:,[{]/g)?.length ?? 0) > mostMarks) throw unsupported("it has too many entries");
  try {
    // Doubled keys are not looked for, the last one holds: the search takes seconds where there are thousands.
    value = parse(content, { maxAliasCount: 50, logLevel: "error", uniqueKeys: false });
  } catch (cause) {
    const { line } = (cause as { linePos?: { line: number }[] }).linePos?.[0] ?? {};
    throw unsupported(line === undefined ? "it is no YAML" : `it is no YAML at line ${line}`);
  }
  const parsed = file.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = (issue?.path ?? []).reduce<string>(
    (at, key) => (typeof key === "number" ? `${at}[${key}]` : at === "" ? String(key) : `${at}.${String(key)}`),
    "",
  );
  throw unsupported(`${place === "" ? "the file" : place.slice(0, 200)} does not fit: ${issue?.message ?? "unknown"}`);
}

/** Names of the contexts, and the current one where the file names one that it has. */
export function contextsOf({ contexts, "current-context": current }: KubeconfigFile) {
  const names = (contexts ?? []).map(({ name }) => name);
  return { names, current: current && names.includes(current) ? current : null };
}

/** The named context, or the current one, or the only one. `unsupported` when it is not there or not whole. */
export function contextOf(config: KubeconfigFile, wanted: string | null): KubeconfigContext {
  const { names, current } = contextsOf(config);
  const name = wanted ?? current ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw unsupported("it names no current-context, choose one of its contexts");
  const context = config.contexts?.find((one) => one.name === name)?.context;
  if (!context) throw unsupported(`it has no context ${name.slice(0, 253)}`);
  const clusterIndex = config.clusters?.findIndex((one) => one.name === context.cluster) ?? -1;
  const found = config.clusters?.[clusterIndex];
  if (!found) throw unsupported(`its context ${name.slice(0, 253)} names a cluster that it does not have`);
  const userIndex = config.users?.findIndex((one) => one.name === context.user) ?? -1;
  if (context.user && userIndex < 0) throw unsupported(`its context ${name.slice(0, 253)} names an unknown user`);
  return {
    name,
    cluster: found.cluster,
    clusterAt: `clusters[${clusterIndex}].cluster`,
    user: config.users?.[userIndex]?.user ?? {},
    userName: context.user ?? "",
    userAt: `users[${userIndex}].user`,
    namespace: context.namespace || "default",
  };
}
