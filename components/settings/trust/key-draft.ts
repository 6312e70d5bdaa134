/** What the form of a new key holds, what is wrong with it, and the question that it becomes. */
import { type TrustReview, trustPrefix } from "@/lib/contract/trust.ts";

export type KeyDraft = {
  scope: "prefix" | "root";
  prefix: string;
  from: "text" | "url" | "discovery";
  text: string;
  url: string;
  insecure: boolean;
};

export const emptyDraft: KeyDraft = { scope: "prefix", prefix: "", from: "text", text: "", url: "", insecure: false };

/** Sentences by field. */
export function faultsOf({ scope, prefix, from, text, url }: KeyDraft): Partial<Record<keyof KeyDraft, string>> {
  const faults: Partial<Record<keyof KeyDraft, string>> = {};
  if (scope === "prefix" && !trustPrefix.safeParse(prefix).success)
    faults.prefix = prefix === "" ? "Give a name, such as example.com/team." : "Must be a name as example.com/team.";
  if (from === "discovery" && scope === "root") faults.from = "Only a name has a site of its own; give a key instead.";
  if (from === "text" && text.trim() === "") faults.text = "Give a key first.";
  if (from === "url" && !/^https?:\/\/[^/]/.test(url)) faults.url = "Must be an address that begins with https://.";
  return faults;
}

export function reviewOf({ prefix, from, text, url, insecure }: KeyDraft): TrustReview {
  if (from === "text") return { from: { kind: "text", text } };
  const options = insecure ? { insecureOptions: ["pubkey" as const] } : {};
  return { from: from === "url" ? { kind: "url", url } : { kind: "discovery", prefix }, ...options };
}
