/** Images by appc discovery and from web addresses: what is known and fresh is not fetched again, what broke off is taken up. */
import { link } from "node:fs/promises";
import { posix } from "node:path";
import { CratonError, type ErrorCode } from "../../lib/contract/errors.ts";
import { type Disk, diskError } from "../disk.ts";
import type { FetchDependency } from "./dependency/resolve.ts";
import { type AppName, appText } from "./discovery/app-string.ts";
import { mismatch } from "./discovery/matches.ts";
import { discoverAcis } from "./discovery/walk.ts";
import type { FetchClient } from "./http/client.ts";
import { type Downloaded, download } from "./http/download.ts";
import { withFetchClient } from "./http/fetcher.ts";
import { etagOf, freshSeconds } from "./http/freshness.ts";
import { Partials } from "./http/partials.ts";
import { type Remote, Remotes } from "./http/remotes.ts";
import type { ConfigFolders } from "./http/settings.ts";
import { askSignature } from "./http/signature.ts";
import type { ImageJob } from "./image-job.ts";
import { importAci } from "./import-aci.ts";
import { LineError, shownUrl } from "./registry/request.ts";
import type { ImageRecord } from "./store/record.ts";
import type { Store } from "./store/store.ts";
import { manifestOf } from "./view.ts";

/** One image at one place. `source`: as the record names it. */
type Place = { aci: URL; asc: URL; source: string; wanted?: AppName; id?: string };

/** Names of insecure options; `tls` and `http` count here. */
type Insecure = readonly string[] | undefined;

export class WebImages {
  readonly #folders: ConfigFolders;
  readonly partials: Partials;
  readonly #remotes: Remotes;

  constructor({ folders, at, disk }: { folders: ConfigFolders; at: { partial: string; remotes: string }; disk: Disk }) {
    this.#folders = folders;
    this.partials = new Partials(at.partial, disk);
    this.#remotes = new Remotes(at.remotes, disk);
  }

  /** After the store's own recovery. */
  async recover(store: Store, now: number): Promise<void> {
    await this.partials.clean(now);
    await this.#remotes.clean((image) => store.records.has(image));
  }

  fetchUrl(job: ImageJob, url: URL, source: string, insecure: Insecure): Promise<ImageRecord> {
    const asc = new URL(url);
    asc.pathname += ".asc";
    return withFetchClient(this.#folders, insecure, (client) => this.#fetch(client, job, { aci: url, asc, source }));
  }

  /** From the first of the site's places that has it (E5). `id`: the image ID that it must have. */
  fetchApp(job: ImageJob, app: AppName, insecure: Insecure, id?: string): Promise<ImageRecord> {
    const source = `discover:${appText(app)}`;
    return withFetchClient(this.#folders, insecure, async (client) => {
      job.report({ step: "resolve", what: app.name, done: 0, total: null });
      const places = await discoverAcis(app, { client, signal: job.signal });
      let first: unknown;
      for (const place of places) {
        try {
          return await this.#fetch(client, job, { ...place, source, wanted: app, ...(id === undefined ? {} : { id }) });
        } catch (error) {
          job.signal.throwIfAborted();
          if (!(error instanceof CratonError) || !elsewhere.has(error.code)) throw error;
          first ??= error;
        }
      }
      throw first;
    });
  }

  /** Images that others build on, found by their names (appc D1). */
  dependencies(insecure: Insecure): FetchDependency {
    return ({ imageName: name, labels = [], imageID }, job) => {
      const app = { name, labels: Object.fromEntries(labels.map((label) => [label.name, label.value])) };
      return this.fetchApp(job, app, insecure, imageID);
    };
  }

  async #fetch(client: FetchClient, job: ImageJob, place: Place): Promise<ImageRecord> {
    const { aci, asc, source } = place;
    await this.partials.clean(job.now());
    const known = await this.#known(job, place);
    if (known && (await this.#isCurrent(client, known.remote, job))) {
      await this.partials.drop(aci);
      return known.record;
    }
    const image = place.wanted?.name ?? shownUrl(aci);
    const signature = job.unsigned ? undefined : await askSignature(client, asc, { image, signal: job.signal });
    const what = posix.basename(aci.pathname) || aci.host;
    let got: Downloaded | undefined;
    const take = (path: string) =>
      this.partials.hold(aci, job.signal, async (partial) => {
        const { report, signal, limits } = job;
        const onBytes = (done: number, total: number | null) => report({ step: "download", what, done, total });
        got = await download(client, aci, partial, { what, max: limits.maxBlob, onBytes, signal });
        await link(partial.path, path).catch((cause) => Promise.reject(diskError(cause, path, "linked")));
        return { size: partial.done, digest: partial.digest };
      });
    try {
      const { wanted, id } = place;
      const about = { source, what, take, ...(wanted ? { wanted } : {}), ...(id === undefined ? {} : { id }) };
      const record = await importAci(job, signature ? { ...about, signature } : about);
      if (got) await this.#remember(aci, record, got, job.now());
      await this.partials.drop(aci);
      return record;
    } catch (error) {
      if (error instanceof CratonError && worthless.has(error.code)) await this.partials.drop(aci);
      throw error instanceof LineError ? broken(aci, error) : error;
    }
  }

  /** The image that this place gave last time, as far as it is still what is asked for now. */
  async #known(job: ImageJob, { aci, wanted, id }: Place): Promise<{ remote: Remote; record: ImageRecord } | null> {
    const remote = await this.#remotes.get(aci);
    const record = remote ? job.store.records.get(remote.image) : undefined;
    if (!remote || !record) return null;
    if (!job.unsigned && !(await isTrusted(record, job))) return null;
    if (wanted && mismatch(manifestOf(record), wanted) !== null) return null;
    if (id !== undefined && record.id !== id) return null;
    return { remote, record };
  }

  /** Asks nothing while it is fresh, else whether it changed. */
  async #isCurrent(client: FetchClient, remote: Remote, job: ImageJob): Promise<boolean> {
    if (Date.parse(remote.freshUntil) > job.now()) return true;
    const { etag, lastModified } = remote;
    if (etag === null && lastModified === null) return false;
    const headers: Record<string, string> = { accept: "*/*", "accept-encoding": "identity" };
    if (etag !== null) headers["if-none-match"] = etag;
    else headers["if-modified-since"] = lastModified ?? "";
    try {
      const answer = await client.get(new URL(remote.url), headers, job.signal);
      answer.body.destroy();
      if (answer.status !== 304) return false;
      const freshUntil = timeAfter(job.now(), freshSeconds(answer.headers));
      await this.#remotes.put({ ...remote, etag: etagOf(answer.headers) ?? etag, freshUntil });
      return true;
    } catch (error) {
      if (error instanceof LineError) throw broken(new URL(remote.url), error);
      throw error;
    }
  }

  async #remember(
    url: URL,
    { id }: ImageRecord,
    { etag, lastModified, freshSeconds: seconds }: Downloaded,
    now: number,
  ) {
    await this.#remotes.put({ url: url.href, image: id, etag, lastModified, freshUntil: timeAfter(now, seconds) });
  }
}

/** Signed by a key that is still trusted for its name. */
async function isTrusted({ trust, manifest }: ImageRecord, job: ImageJob): Promise<boolean> {
  if (trust.kind === "unsigned") return false;
  const trusted = (await job.keys.ring()).trustedFor(manifest.name);
  return trust.keys.some(({ fingerprint }) => trusted.get(fingerprint)?.key.facts.state === "good");
}

/** Failures of one place that another place of the same image may make good. */
const elsewhere = new Set<ErrorCode>(["fetch-failed", "image-unsigned", "host-denied", "address-refused"]);
/** After these a download is of no more use. */
const worthless = new Set<ErrorCode>([
  ...(["bad-archive", "bad-image", "bad-manifest", "image-mismatch", "too-large", "unsupported"] as const),
  "signature-broken",
]);

function broken(url: URL, error: LineError): CratonError {
  return new CratonError("fetch-failed", { source: shownUrl(url), why: error.message }, { cause: error });
}

function timeAfter(now: number, seconds: number): string {
  return new Date(now + seconds * 1000).toISOString();
}
