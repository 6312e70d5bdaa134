/** What a fetch asks for: an App Container image's name, a web address, `docker://…`, or an absolute path on this node. */
import { CratonError } from "../../lib/contract/errors.ts";
import { type AppName, appText, parseApp } from "./discovery/app-string.ts";
import { parseReference, type Reference } from "./registry/reference.ts";

/** `text`: the source in its normal form, by which an image's record names it. */
export type Source =
  | { kind: "docker"; text: string; reference: Reference }
  | { kind: "file"; text: string; path: string }
  /** `node`: name or address of another node (peers.json). */
  | { kind: "peer"; text: string; node: string; id: string }
  /** `text` is without the query, which may carry a secret. */
  | { kind: "https"; text: string; url: URL }
  | { kind: "discover"; text: string; app: AppName };

const forms =
  "give NAME[:VERSION][,LABEL=VALUE] of an App Container image, https://HOST/PATH of an .aci, docker://[REGISTRY/]REPOSITORY[:TAG|@DIGEST], node://NODE/ID of an image that another node has, or the absolute path of an .aci file on the node";

/** `discover:` may stand before a name, as it does in records. Throws `unsupported` and `bad-name`. */
export function sourceOf(text: string): Source {
  if (text.startsWith("docker://")) {
    const reference = parseReference(text);
    return { kind: "docker", text: reference.source, reference };
  }
  const peer = /^node:\/\/([A-Za-z0-9._:[\]-]{1,260})\/(sha512-[0-9a-f]{128})$/.exec(text);
  if (peer?.[1] && peer[2]) return { kind: "peer", text, node: peer[1], id: peer[2] };
  if (text.startsWith("/")) return { kind: "file", text, path: text };
  if (/^https?:\/\//i.test(text)) return webSource(text);
  const name = text.replace(/^discover:/, "");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name) || /^\.|\.aci$/i.test(name))
    throw new CratonError("unsupported", { what: `the source ${text}`, why: forms });
  const app = parseApp(name);
  return { kind: "discover", text: `discover:${appText(app)}`, app };
}

function webSource(text: string): Source {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw new CratonError("bad-name", { value: bare(text), what: "web address", why: "it is no URL" });
  if (url.username !== "" || url.password !== "") {
    const value = `${url.origin}${url.pathname}`;
    const why = "credentials do not stand in it: auth.d on the node holds them by host";
    throw new CratonError("bad-name", { value, what: "web address", why });
  }
  url.hash = "";
  return { kind: "https", text: `${url.origin}${url.pathname}`, url };
}

/** Without what may be a secret. */
function bare(text: string): string {
  return text.replace(/[?#].*$/s, "").slice(0, 256);
}
