/**
 * The control plane of a plan: etcd, kube-apiserver, then controllers and scheduler, each under supervision; stopped in the
 * other direction, never etcd before the apiserver. Built upon by `npm start` and by the tests.
 */
import { setTimeout } from "node:timers/promises";
import { Supervised } from "../supervise.mjs";
import { adminApi } from "./api.mjs";
import { ensureClusterCertificates } from "./certificates.mjs";
import { componentSpecs } from "./components.mjs";
import { layFiles, layFolders } from "./files.mjs";
import { ReaderWatch } from "./reader-watch.mjs";
import { fixedObjects, urlOf } from "./roles.mjs";

export class ControlPlane {
  #services;
  #watch = null;
  #stopping = null;

  /**
   * `tell(text)`, `note(name, ref)` as for Supervised; `changed()` is called when a component's fact changed.
   * @param {import("./plan.mjs").Plan} plan
   * @param {{ tell: (text: string) => void, note?: (name: string, ref: object | null) => void, changed?: () => void }} options
   */
  constructor(plan, { tell, note = () => {}, changed = () => {} }) {
    this.plan = plan;
    this.tell = tell;
    this.#services = componentSpecs(plan).map((spec) => new Supervised(spec, { tell, note, changed }));
  }

  /** Folders, certificates, files, then the components in their order, then the rights. Rejects when one of them fails. */
  async start() {
    layFolders(this.plan);
    ensureClusterCertificates(this.plan);
    layFiles(this.plan);
    await this.#startOne("etcd");
    await this.#startOne("kube-apiserver");
    if (this.plan.components.includes("kube-apiserver")) await this.#grant();
    await Promise.all([this.#startOne("kube-controller-manager"), this.#startOne("kube-scheduler")]);
    if (this.plan.components.includes("kube-controller-manager")) await this.#aggregated();
  }

  async #startOne(name) {
    if (this.#stopping !== null) throw new Error("the cluster is being stopped");
    await this.#services.find(({ spec }) => spec.name === name)?.start();
  }

  async #grant() {
    const api = adminApi(this.plan);
    await Promise.all(fixedObjects.map((object) => api.apply(urlOf(object), object)));
    this.#watch = new ReaderWatch(api, this.tell);
    await this.#watch.start();
  }

  /** The roles view and edit are sums that the controller manager writes a moment after its start. */
  async #aggregated() {
    const api = adminApi(this.plan);
    const isWritten = async (name) =>
      (await api.get(urlOf({ kind: "ClusterRole", metadata: { name } }))).rules !== null;
    for (const name of ["view", "edit", "admin"])
      while (this.#stopping === null && !(await isWritten(name))) await setTimeout(50);
  }

  /** What each component does now, in the order of their start. */
  facts() {
    return this.#services.map(({ spec, fact }) => ({ name: spec.name, ...fact }));
  }

  /** Makes worn-out certificates anew and starts those again whom it concerns. Answers their names. */
  async renew() {
    const names = ensureClusterCertificates(this.plan);
    layFiles(this.plan);
    for (const service of this.#services) {
      if (!names.includes(service.spec.name)) continue;
      this.tell(`${service.spec.name} has a new certificate and starts again with it`);
      await service.restart(service.spec);
    }
    return names;
  }

  /** Ends a component; the supervisor starts it again. */
  async restart(name) {
    const service = this.#services.find(({ spec }) => spec.name === name);
    if (service === undefined) throw new Error(`there is no component ${name}`);
    await service.restart(service.spec);
  }

  /** Scheduler and controllers, then the apiserver, then etcd. */
  stop() {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll() {
    this.#watch?.stop();
    const part = (...names) => this.#services.filter(({ spec }) => names.includes(spec.name));
    for (const services of [part("kube-scheduler", "kube-controller-manager"), part("kube-apiserver"), part("etcd")])
      await Promise.all(services.map((service) => service.stop()));
  }
}
