/** `craton trust [KEY]`. */
import fs from "node:fs";
import { createInterface } from "node:readline/promises";
import type { TrustReview, TrustReviewed } from "../../lib/contract/trust.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printLine } from "./output.ts";
import { placeOf, spelled } from "./trust.ts";

const optionTable = {
  ...common,
  prefix: { type: "string" },
  root: { type: "boolean" },
  "skip-fingerprint-review": { type: "boolean" },
  "insecure-allow-http": { type: "boolean" },
} as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const [key, ...more] = positionals;
  if (more.length > 0) throw new UsageError("give one key");
  const prefix = placeOf(values);
  const insecure = values["insecure-allow-http"] ?? false;
  const { agent, caller } = connect(values);
  const { keys } = await agent.trust.review(caller, { from: fromOf(key, prefix), ...(insecure ? pubkey : {}) });
  const who = prefix === null ? "images of every name" : `images named ${prefix} and below`;
  let status = 0;
  for (const found of keys) {
    const { state, why, fingerprint } = found.facts;
    tell(found);
    if (state !== "good") {
      process.stderr.write(`craton: this key cannot be trusted: ${why ?? state}\n`);
      status = 1;
    } else if (values["skip-fingerprint-review"] || (await confirmed(`Trust this key for ${who}? (yes/no) `))) {
      await agent.trust.add(caller, { armored: found.armored, fingerprint, prefix });
      printLine(fingerprint);
    } else status = 1;
  }
  return status;
}

const pubkey = { insecureOptions: ["pubkey" as const] };

function fromOf(key: string | undefined, prefix: string | null): TrustReview["from"] {
  if (key === undefined) {
    if (prefix === null) throw new UsageError("give a key with --root; only a prefix has a site that names keys");
    return { kind: "discovery", prefix };
  }
  if (/^https?:\/\//i.test(key)) return { kind: "url", url: key };
  // Binary keys survive as latin1, which the agent reads them as.
  const bytes = fs.readFileSync(key);
  return { kind: "text", text: bytes.toString(bytes.includes("-----BEGIN PGP") ? "utf8" : "latin1") };
}

function tell({ facts, source }: TrustReviewed["keys"][number]): void {
  const { fingerprint, users, algorithm, createdAt, expiresAt, state, why } = facts;
  const lines = [
    ...(source === "text" ? [] : [["From", source]]),
    ["Fingerprint", spelled(fingerprint)],
    ...users.map((user) => ["User", user]),
    ["Algorithm", algorithm],
    ["Created", createdAt.slice(0, 10)],
    ["Expires", expiresAt?.slice(0, 10) ?? "never"],
    ["Self-signature", state === "good" ? "good" : `${state}: ${why ?? "unknown"}`],
  ];
  for (const [name = "", value = ""] of lines) process.stderr.write(`${`${name}:`.padEnd(16)}${plainText(value)}\n`);
}

async function confirmed(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await Promise.race([
      lines.question(question),
      new Promise<string>((resolve) => lines.once("close", () => resolve("no"))),
    ]);
    return /^(yes|y)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
