/**
 * The embedded Kubernetes of `npm start`: built when it must, started behind the console's back, tried again when it fails,
 * its certificates renewed while it runs, and ended in its order. What it does is in STATE/run/cluster.json.
 */
import { setTimeout } from "node:timers/promises";
import { checkPort } from "../preflight.mjs";
import { ensureBinary } from "./build.mjs";
import { tenths } from "./build-progress.mjs";
import { ControlPlane } from "./control-plane.mjs";
import { placeBinary } from "./place-binary.mjs";
import { makePlan } from "./plan.mjs";
import { ClusterStatus } from "./status.mjs";
import { ensureClusterUsers } from "./users.mjs";
import { kubernetesVersion } from "./version.mjs";

const day = 24 * 3600 * 1000;
/** Before another try after a failed start, in ms; doubled up to the longest. */
const firstPause = 5_000;
const longestPause = 300_000;
/** Of a failure's sentence, in characters. */
const longestReason = 1000;

export class EmbeddedCluster {
  #ending = new AbortController();
  #plane = null;
  #renewal = null;
  #running = null;
  #isOff = false;

  /** `tell(text)` speaks to the person, `note(name, ref)` remembers a process for a later start. */
  constructor({ state, clusterPort, node, serviceCidr }, { tell, note, consoleOwner }) {
    this.options = { state, port: clusterPort, node, serviceCidr, consoleOwner };
    this.plan = makePlan(this.options);
    this.tell = tell;
    this.note = note;
    const facts = { kubernetes: kubernetesVersion(), server: this.plan.server, logs: this.plan.places.log };
    this.status = new ClusterStatus(this.plan.places.status, facts, () => this.#plane?.facts() ?? []);
  }

  get isWanted() {
    return !this.#isOff;
  }

  /** There will be none, and why. */
  off(why) {
    this.#isOff = true;
    this.status.set("off", why);
  }

  /** It will begin: said before the console starts, which would else show what the former start said last. */
  announce() {
    this.status.set("starting", "the embedded Kubernetes begins when the console answers");
  }

  /** Begins, and comes back at once: what follows is told and in the status. */
  begin() {
    if (this.#isOff) return;
    this.status.set("starting", "the embedded Kubernetes is being prepared");
    this.#running = this.#run().catch((error) => {
      if (!this.#ending.signal.aborted) this.#fail("failed", error.message);
    });
  }

  async #run() {
    const binary = await this.#build();
    if (binary === null) return;
    this.plan = makePlan({ ...this.options, users: await ensureClusterUsers() });
    placeBinary(binary, this.plan.places.binary);
    let pause = firstPause;
    while (!(await this.#start())) {
      await setTimeout(pause, undefined, { signal: this.#ending.signal });
      pause = Math.min(longestPause, 2 * pause);
    }
    this.#renewal = setInterval(() => this.#renew(), day);
    this.#renewal.unref();
  }

  async #build() {
    const began = Date.now();
    const inLines = tenths(this.tell);
    const progress = ({ done, note }) => {
      if (this.#ending.signal.aborted) return;
      const text = `building: ${note}`;
      if (this.status.value.state === "building") this.status.update({ note: text, done });
      else this.status.set("building", text, done);
      inLines({ done, note });
    };
    try {
      const binary = await ensureBinary({ signal: this.#ending.signal, progress });
      if (this.status.value.state === "building")
        this.tell(`embedded Kubernetes: built in ${Math.round((Date.now() - began) / 1000)} s`);
      return binary;
    } catch (error) {
      if (this.#ending.signal.aborted) throw error;
      this.#fail(error.state ?? "failed", error.message);
      return null;
    }
  }

  /** Whether it runs now. */
  async #start() {
    this.#ending.signal.throwIfAborted();
    const began = Date.now();
    const changed = () => this.status.update();
    try {
      for (const [name, port] of Object.entries(this.plan.ports))
        await checkPort("127.0.0.1", port, `the embedded Kubernetes (${name})`, "--cluster-port");
      this.#ending.signal.throwIfAborted();
      this.#plane = new ControlPlane(this.plan, { tell: this.tell, note: this.note, changed });
      this.status.set("starting", "etcd, apiserver, controllers and scheduler start");
      await this.#plane.start();
    } catch (error) {
      await this.#plane?.stop();
      this.#ending.signal.throwIfAborted();
      this.#fail("failed", error.message);
      return false;
    }
    const { kubernetes, server } = this.status.value;
    this.status.set("ready", `Kubernetes ${kubernetes} answers at ${server}`);
    this.tell(`Cluster  Kubernetes ${kubernetes} at ${server} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    return true;
  }

  #fail(state, reason) {
    // A component's last words can be long; all of them are in its log.
    const message = reason.length > longestReason ? `${reason.slice(0, longestReason)} …` : reason;
    if (message !== this.status.value.note) this.tell(`the embedded Kubernetes is not there: ${message}`);
    this.status.set(state, message);
  }

  #renew() {
    this.#plane?.renew().catch((error) => this.tell(`certificates could not be renewed: ${error.message}`));
  }

  /** Breaks off a build, ends what runs: scheduler and controllers, the apiserver, then etcd. */
  async stop() {
    if (this.#isOff) return;
    clearInterval(this.#renewal);
    this.status.set("stopping", "the embedded Kubernetes is being stopped");
    this.#ending.abort(new Error("npm start is ending"));
    await this.#plane?.stop();
    await this.#running;
    await this.#plane?.stop();
    this.status.set("off", "npm start has ended");
  }
}
