/**
 * The console's command line: `server.js --state DIR --host H --port N [--tls-cert F --tls-key F] [--read-only] [--dev]
 * [--kubeconfig FILE[:CONTEXT]]…`.
 */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { type KubeconfigOption, readKubeconfigOption } from "./clusters/kubeconfig-files.ts";

export type Config = {
  state: string;
  /** STATE/console: everything that the console writes. */
  home: string;
  host: string;
  port: number;
  tls: { cert: Buffer; key: Buffer } | null;
  readOnly: boolean;
  dev: boolean;
  /** Folder with .next (or, in dev, with app/). */
  dir: string;
  version: string;
  idleMs: number;
  absoluteMs: number;
  /** Files of clusters that every administrator may use. */
  kubeconfigs: KubeconfigOption[];
};

const options = {
  state: { type: "string", default: process.env.CRATON_STATE ?? "/var/lib/craton" },
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "7410" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "read-only": { type: "boolean", default: false },
  dev: { type: "boolean", default: false },
  dir: { type: "string" },
  kubeconfig: { type: "string", multiple: true, default: [] as string[] },
  "idle-minutes": { type: "string", default: "30" },
  "absolute-hours": { type: "string", default: "12" },
} as const;

/** Throws an Error with one clear sentence when the arguments cannot be served. */
export function readConfig(argv: string[], defaultDir: string): Config {
  const { values } = parseArgs({ args: argv, options, strict: true, allowPositionals: false });
  const tls = readTls(values["tls-cert"], values["tls-key"]);
  if (!isLoopback(values.host) && tls === null) {
    throw new Error(`--host ${values.host} is reachable from outside, it needs --tls-cert and --tls-key`);
  }
  const state = path.resolve(values.state);
  return {
    state,
    home: path.join(state, "console"),
    host: values.host,
    port: number("--port", values.port, 1, 65535),
    tls,
    readOnly: values["read-only"],
    dev: values.dev,
    dir: path.resolve(values.dir ?? defaultDir),
    version: process.env.CRATON_VERSION ?? "0.0.0-dev",
    idleMs: number("--idle-minutes", values["idle-minutes"], 1, 24 * 60) * 60_000,
    absoluteMs: number("--absolute-hours", values["absolute-hours"], 1, 24 * 30) * 3_600_000,
    kubeconfigs: values.kubeconfig.map((text) => readKubeconfigOption(text)),
  };
}

/** Names and addresses that never leave this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || (net.isIPv4(bare) && bare.startsWith("127."));
}

function readTls(cert: string | undefined, key: string | undefined): Config["tls"] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new Error("--tls-cert and --tls-key belong together");
  return { cert: read(cert), key: read(key) };
}

function read(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} ${text} is not a whole number from ${least} to ${most}`);
}
