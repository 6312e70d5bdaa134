/** Rules of network policies in words. Pure. */
import { at, list, number, text, texts } from "../read.ts";
import { selectorWords } from "./selector.ts";

export type PolicyRule = { from: string[]; ports: string[] };

/** One rule: whom it lets through (empty: everybody) and on which ports (empty: all). */
export function policyRule(rule: unknown, peers: "from" | "to"): PolicyRule {
  return { from: list(rule, peers).map(peerWords), ports: list(rule, "ports").map(portWords) };
}

function peerWords(peer: unknown): string {
  const block = text(peer, "ipBlock", "cidr");
  if (block !== null) {
    const except = texts(peer, "ipBlock", "except");
    return except.length > 0 ? `addresses in ${block} but ${except.join(", ")}` : `addresses in ${block}`;
  }
  const pods = at(peer, "podSelector");
  const namespaces = at(peer, "namespaceSelector");
  const podWords = selectorWords(pods);
  const who = pods === undefined || podWords.length === 0 ? "all pods" : `pods with ${podWords.join(", ")}`;
  if (namespaces === undefined) return `${who} of this namespace`;
  const words = selectorWords(namespaces);
  return words.length === 0 ? `${who} of all namespaces` : `${who} of namespaces with ${words.join(", ")}`;
}

function portWords(port: unknown): string {
  const protocol = text(port, "protocol") ?? "TCP";
  const first = text(port, "port");
  const last = number(port, "endPort");
  if (first === null) return `every ${protocol} port`;
  return last === null ? `${first}/${protocol}` : `${first}–${last}/${protocol}`;
}
