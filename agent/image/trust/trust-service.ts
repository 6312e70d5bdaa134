/** Trusted keys over the API: reviewed from a text, a URL or a name's own site, then added, masked, removed; each change is an event. */
import { CratonError } from "../../../lib/contract/errors.ts";
import { skips } from "../../../lib/contract/insecure-options.ts";
import type { TrustReview, TrustReviewed } from "../../../lib/contract/trust.ts";
import type { EventService } from "../../event/service.ts";
import type { Actor } from "../../pod/service.ts";
import { discoverKeys } from "../discovery/walk.ts";
import type { FetchClient } from "../http/client.ts";
import { withFetchClient } from "../http/fetcher.ts";
import { getText } from "../http/read-text.ts";
import type { ConfigFolders } from "../http/settings.ts";
import { demandRights } from "../policy.ts";
import { LineError, shownUrl } from "../registry/request.ts";
import { factsOf } from "./key-facts.ts";
import type { KeyStore } from "./key-store.ts";
import { maxKeyBytes, readPublicKeys } from "./read-keys.ts";
import type { TrustService } from "./service.ts";

type Options = { node: string; keys: KeyStore; folders: ConfigFolders; events: EventService };
/** More places than a site needs. */
const maxPlaces = 8;

export function trustService({ node, keys, folders, events }: Options): TrustService {
  const changed = (reason: string, message: string, actor: Actor) => {
    const about = { noun: "node", id: node, name: node, app: null, user: actor.user } as const;
    events.emit({ level: "normal", reason, message, ...about }, {});
    return keys.list();
  };
  const forWhom = (prefix: string | null) => (prefix === null ? "every name" : prefix);
  return {
    list: () => keys.list(),

    async review({ from, insecureOptions }, actor, signal) {
      demandRights(actor, insecureOptions, "a key");
      if (from.kind === "text") return reviewed([{ text: from.text, source: "text" }]);
      const left = skips(insecureOptions, "pubkey") ? ["tls", "http"] : [];
      return withFetchClient(folders, left, async (client) => {
        const urls = await placesOf(from, client, signal);
        const texts = [];
        for (const url of urls) texts.push({ text: await fetchKey(client, url, signal), source: shownUrl(url) });
        return reviewed(texts);
      });
    },

    async add(request, actor) {
      await keys.add(request);
      const { fingerprint, prefix } = request;
      return changed("KeyTrusted", `the key ${fingerprint} is trusted for ${forWhom(prefix)}`, actor);
    },

    async mask(place, actor) {
      await keys.mask(place);
      return changed("KeyMasked", `the key ${place.fingerprint} is masked for ${forWhom(place.prefix)}`, actor);
    },

    async remove(place, actor) {
      await keys.remove(place);
      return changed(
        "KeyRemoved",
        `${place.fingerprint} was removed from the keys for ${forWhom(place.prefix)}`,
        actor,
      );
    },
  };
}

type Remote = Exclude<TrustReview["from"], { kind: "text" }>;

async function placesOf(from: Remote, client: FetchClient, signal: AbortSignal): Promise<URL[]> {
  if (from.kind === "url") return [new URL(from.url)];
  const found = await discoverKeys(from.prefix, { client, signal });
  if (found.length > maxPlaces)
    throw new CratonError("key-refused", { what: from.prefix, why: `its site names ${found.length} keys` });
  return found;
}

async function fetchKey(client: FetchClient, url: URL, signal: AbortSignal): Promise<string> {
  const what = shownUrl(url);
  const fault = (why: string, cause?: unknown) => new CratonError("fetch-failed", { source: what, why }, { cause });
  try {
    const { status, text } = await getText(client, url, { accept: "*/*", what, maxBytes: maxKeyBytes, signal });
    if (status !== 200) throw fault(`it answers ${status}`);
    return text;
  } catch (error) {
    if (error instanceof LineError) throw fault(error.message, error);
    throw error;
  }
}

async function reviewed(texts: readonly { text: string; source: string }[]): Promise<TrustReviewed> {
  const now = new Date();
  const found: TrustReviewed["keys"] = [];
  for (const { text, source } of texts)
    for (const key of await readPublicKeys(text, source === "text" ? "that was given" : source))
      found.push({ facts: await factsOf(key, now), armored: key.armor(), source });
  return { keys: found };
}
