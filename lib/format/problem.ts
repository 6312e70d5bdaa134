/**
 * What the screens say about something that was thrown: why, what to try, and the request id. Knows errors by their
 * shape (`{body: {code, message, requestId}}` of the console's client, or that body itself), so that it needs nobody's class.
 */
import { plainText } from "./plain-text.ts";

export type Problem = {
  code: string;
  /** A sentence, as the server wrote it. */
  why: string;
  /** What the reader can do, a sentence each. */
  tries: string[];
  requestId: string | null;
};

const advice: Record<string, string[]> = {
  unavailable: ["Check that the console is still running and reachable.", "Try again in a moment."],
  "agent-unreachable": [
    "Check that the agent runs on that node and that its address is right under Settings.",
    "Its pods run on meanwhile; what is shown is as of the last word from it.",
  ],
  "cluster-unreachable": [
    "Check that the cluster's API server runs and that its address is right under Settings, Clusters.",
    "What is shown of it elsewhere is as of the last word from it.",
  ],
  "cluster-auth": ["Check the credential of this cluster under Settings, Clusters: it may have expired."],
  "kube-conflict": ["Look at it as it is now, then try again."],
  "kube-busy": ["Wait for the time that is named, then try again."],
  unauthenticated: ["Sign in again."],
  "rate-limited": ["Wait for the time that is named, then try again."],
  "bad-csrf": ["Reload the page."],
  "read-only": ["This console was started read-only; use another one, or the command line on the node."],
  "audit-failed": ["Free some space on the console's disk: it changes nothing that it cannot record."],
  "no-space": ["Remove images and pods that are no longer needed."],
  "image-unsigned": ["Allow it without a signature if you may, or take a signed image."],
  "registry-denied": ["Check the name, and the credentials for this registry under Settings, Registries."],
  "registry-private": ["An administrator may let the node go there: Settings, Registries, Add registry."],
  "registry-tls": [
    "Give the CA certificate of this registry under Settings, Registries.",
    "If it speaks plain http, say so there.",
  ],
  "registry-busy": ["Wait a while.", "Credentials of your own under Settings, Registries usually raise the limit."],
  "not-a-registry": ["Check the name and the port."],
  "registry-fixed": ["Change the file on the node, or take the entry out of it first."],
  "image-missing": ["Check repository and tag; Images, Browse registries shows what there is."],
  "wrong-platform": ["Take a tag that is made for the node's CPU; Images, Browse registries shows the platforms."],
  "too-large": ["Take a smaller one; the limits are in docs/on-disk-format.md and the agent's options."],
  "bad-digest": ["Fetch it again.", "If it stays, the registry or what is between is broken, or worse: do not use it."],
  "fetch-failed": [
    "Check the name and the network of the node, then try again: what was fetched is not fetched twice.",
  ],
  internal: ["Try again.", "If it happens again, give the request id to whoever runs this console."],
};

export function toProblem(thrown: unknown): Problem {
  const body = bodyOf(thrown);
  const code = body.code ?? "internal";
  return {
    code,
    why: plainText(body.message ?? (thrown instanceof Error ? thrown.message : "nothing more is known")),
    tries: advice[code] ?? [],
    requestId: body.requestId ? plainText(body.requestId) : null,
  };
}

type Body = { code?: string; message?: string; requestId?: string };

function bodyOf(thrown: unknown): Body {
  if (typeof thrown !== "object" || thrown === null) return {};
  const outer = "body" in thrown && typeof thrown.body === "object" && thrown.body !== null ? thrown.body : thrown;
  const read = (key: keyof Body): string | undefined => {
    const value: unknown = Reflect.get(outer, key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { code: read("code"), message: read("message"), requestId: read("requestId") };
}
