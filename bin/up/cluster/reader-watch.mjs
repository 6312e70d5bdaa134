/**
 * Keeps the index reader's role complete while the cluster runs: each API group, of a custom resource or of an aggregated
 * server, is an APIService, so a watch on those tells of new groups within the second.
 */
import { readerRole, urlOf } from "./roles.mjs";

const list = "/apis/apiregistration.k8s.io/v1/apiservices";
/** Before another try after a fault, in ms. */
const pause = 1000;

export class ReaderWatch {
  #close = null;
  #timer = null;
  #stopped = false;
  #applied = "";
  #groups = new Map();

  constructor(api, tell) {
    this.api = api;
    this.tell = tell;
  }

  /** Resolves when the role is right for the first time; from then on it is kept right. */
  async start() {
    await this.#follow();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#close?.();
  }

  async #follow() {
    const found = await this.api.get(list);
    this.#groups = new Map(found.items.map(({ metadata, spec }) => [metadata.name, spec.group ?? ""]));
    await this.#apply();
    if (this.#stopped) return;
    this.#close = this.api.watch(
      `${list}?watch=1&resourceVersion=${found.metadata.resourceVersion}&allowWatchBookmarks=true`,
      ({ type, object }) => this.#event(type, object),
      () => this.#again(),
    );
  }

  #event(type, object) {
    if (type === "ADDED" || type === "MODIFIED") this.#groups.set(object.metadata.name, object.spec.group ?? "");
    else if (type === "DELETED") this.#groups.delete(object.metadata.name);
    else return;
    this.#apply().catch((error) => {
      if (this.#stopped) return;
      this.tell(`the index reader's rights could not be written: ${error.message}`);
      this.#close?.();
      this.#again();
    });
  }

  #again() {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow().catch(() => this.#again()), pause);
  }

  async #apply() {
    const core = await this.api.get("/api/v1");
    const role = readerRole(
      core.resources.map(({ name }) => name),
      [...this.#groups.values()],
    );
    const text = JSON.stringify(role);
    if (text === this.#applied) return;
    await this.api.apply(urlOf(role), role);
    this.#applied = text;
  }
}
