/** What a fetch asks for: `docker://…` or an absolute path on this node. */
import { CratonError } from "../../lib/contract/errors.ts";
import { parseReference, type Reference } from "./registry/reference.ts";

/** `text`: the source in its normal form, by which equal fetches are told. */
export type Source =
  | { kind: "docker"; text: string; reference: Reference }
  | { kind: "file"; text: string; path: string };

export function sourceOf(text: string): Source {
  if (text.startsWith("docker://")) {
    const reference = parseReference(text);
    return { kind: "docker", text: reference.source, reference };
  }
  if (text.startsWith("/")) return { kind: "file", text, path: text };
  throw new CratonError("unsupported", {
    what: `the source ${text}`,
    why: "give docker://[REGISTRY/]REPOSITORY[:TAG|@DIGEST], or the absolute path of an .aci file on the node",
  });
}
