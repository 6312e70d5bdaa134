/** The control port: plain HTTP on loopback, JSON in and out. It counts, changes the rate, and breaks things on demand. */
import http from "node:http";
import type { Changes } from "./changes.ts";
import { type Entry, kindName, type PodState, type PodWord } from "./kind.ts";
import type { Server } from "./serve.ts";
import { tooOld } from "./status.ts";

export type ControlRequest =
  | { op: "counters"; reset?: boolean }
  | { op: "rate"; perSecond: number }
  | { op: "burst"; count: number }
  /** One known change to a pod. `at` of the answer is the moment before it was sent, in ms since the epoch. */
  | { op: "touch"; key: string; word?: PodWord; restarts?: number }
  | { op: "remove"; key: string }
  /** All pods: `[key, word, restarts, resourceVersion]`. */
  | { op: "truth" }
  | { op: "grant"; user: string; namespaces: "all" | string[] }
  | { op: "delay"; ms: number }
  | { op: "refuse"; how: "401" | "429" | "410"; times: number; kind?: string; verb?: string; seconds?: number }
  /** What happens to the open watches: see Watch. */
  | { op: "watches"; how: "drop" | "cut" | "half-open" | "end" | "gone"; kind?: string }
  | { op: "mischief"; how: "lose" | "double" | "swap"; times: number }
  | { op: "stale"; behind: number | null }
  | { op: "forget" }
  | { op: "restart"; downMs: number };

export type Control = { server: Server; changes: Changes; restart(downMs: number): Promise<void> };

export function startControl(control: Control): http.Server {
  return http.createServer(async (request, response) => {
    try {
      let text = "";
      for await (const piece of request.setEncoding("utf8")) text += piece;
      const answer = await act(control, JSON.parse(text) as ControlRequest);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      response
        .writeHead(400, { "content-type": "text/plain" })
        .end(error instanceof Error ? error.message : String(error));
    }
  });
}

async function act({ server, changes, restart }: Control, ask: ControlRequest): Promise<unknown> {
  const { store, faults, counters } = server;
  switch (ask.op) {
    case "counters": {
      const said = {
        ...structuredClone(counters.counts),
        rv: store.rv,
        pods: store.collection("pods").size,
        changes: changes.made,
      };
      if (ask.reset) counters.reset();
      return said;
    }
    case "rate":
      changes.setRate(ask.perSecond);
      return { rv: store.rv };
    case "burst":
      changes.burst(ask.count);
      return { rv: store.rv };
    case "touch": {
      const pod = podOf(server, ask.key);
      const state = { ...(pod.state as PodState), at: Date.now() };
      // Only what has run can have restarted.
      if (ask.word !== undefined || ask.restarts !== undefined) state.word = ask.word ?? "Running";
      if (ask.restarts !== undefined) state.restarts = ask.restarts;
      const at = Date.now();
      return { at, rv: store.update(store.collection("pods"), pod, { state }).rv };
    }
    case "remove":
      return { rv: store.remove(store.collection("pods"), podOf(server, ask.key)).rv };
    case "truth":
      return (store.collection("pods").asOf(store.rv) ?? []).map(({ key, state, rv }) => {
        const { word, restarts } = (state ?? { word: "", restarts: 0 }) as PodState;
        // No kubelet has said anything of a pending one.
        return [key, word, word === "Pending" ? 0 : restarts, rv];
      });
    case "grant":
      server.access.grant(ask.user, ask.namespaces);
      return {};
    case "delay":
      faults.delayMs = ask.ms;
      return {};
    case "refuse":
      faults.refuse(ask.how, ask.times, ask.kind ?? null, ask.verb ?? null, ask.seconds);
      return {};
    case "watches": {
      const open = faults.open(ask.kind ?? null, (watch) => kindName(watch.collection.kind));
      for (const watch of open) {
        if (ask.how === "drop") watch.drop();
        else if (ask.how === "cut") watch.cut();
        else if (ask.how === "half-open") watch.mute();
        else if (ask.how === "end") watch.stop();
        else watch.fail(tooOld(1, watch.collection.oldest).status);
      }
      return { watches: open.length };
    }
    case "mischief":
      faults.mischief.ask(ask.how, ask.times);
      return {};
    case "stale":
      store.setStale(ask.behind);
      return { readable: store.readable, rv: store.rv };
    case "forget":
      store.forget();
      return {};
    case "restart":
      await restart(ask.downMs);
      return {};
    default:
      throw new Error(`there is no op ${String((ask as { op?: unknown }).op)}`);
  }
}

function podOf(server: Server, key: string): Entry {
  const pod = server.store.collection("pods").get(key);
  if (pod === null) throw new Error(`there is no pod ${key}`);
  return pod;
}
