/** 500 browsers at once: the API server must see what it sees of one. */
import type { Report } from "../report.ts";
import { LiveSocket } from "../support/live.ts";
import type { ScaleWorld } from "../support/world.ts";

const kinds = ["pods", "nodes", "deployments.apps", "services"];

export type SessionsResult = {
  sockets: number;
  /** Watches that are open, by kind, with one browser and with all. */
  one: Record<string, number>;
  all: Record<string, number>;
  /** Bytes a second from the API server, with one and with all. */
  bytesOne: number;
  bytesAll: number;
  /** ms from `open` to the first page, for each socket's windows. */
  opens: number[];
  /** MiB of the server with all. */
  memory: number;
};

export async function manySessions(world: ScaleWorld, count: number): Promise<SessionsResult> {
  const cookies = world.sessions(count);
  const sockets: LiveSocket[] = [];
  const opens: number[] = [];
  const join = async (cookie: string, i: number) => {
    const socket = await LiveSocket.connect(world.console.url, cookie, world.cluster);
    sockets.push(socket);
    // Everybody looks at something of their own.
    for (const [at, kind] of kinds.entries()) {
      const since = performance.now();
      const column = ["name", "age", "namespace"][(i + at) % 3] ?? "name";
      await socket
        .open({
          kind,
          sort: [{ column: kind === "nodes" && column === "namespace" ? "name" : column, desc: i % 2 === 0 }],
        })
        .until((told) => told.rev >= 0);
      opens.push(performance.now() - since);
    }
  };
  const rate = async () => {
    const before = (await world.synthetic.counters()).bytes;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return ((await world.synthetic.counters()).bytes - before) / 3;
  };
  try {
    await join(cookies[0] ?? "", 0);
    const one = { ...(await world.synthetic.counters()).openWatches };
    const bytesOne = await rate();
    for (let at = 1; at < cookies.length; at += 10)
      await Promise.all(cookies.slice(at, at + 10).map((cookie, i) => join(cookie, at + i)));
    const all = { ...(await world.synthetic.counters()).openWatches };
    const bytesAll = await rate();
    return {
      sockets: sockets.length,
      one,
      all,
      bytesOne,
      bytesAll,
      opens,
      memory: world.console.memory() / 1024 / 1024,
    };
  } finally {
    for (const socket of sockets) socket.close();
  }
}

export function reportSessions(report: Report, result: SessionsResult): void {
  const sum = (watches: Record<string, number>) => Object.values(watches).reduce((all, one) => all + one, 0);
  const most = Math.max(...Object.values(result.all));
  report.value(
    `watches at the API server of ${result.sockets} browsers`,
    "watches",
    sum(result.all),
    sum(result.one),
    `${sum(result.one)} of one browser, at most ${most} a kind`,
  );
  report.value(
    "bytes from the API server, all to one",
    "times",
    Math.round((result.bytesAll / Math.max(1, result.bytesOne)) * 100) / 100,
    null,
    "20 changes/s, random ones",
  );
  report.samples(`window opened among ${result.sockets} browsers`, "ms", result.opens, "p99", null);
  report.value(
    `memory of the server with ${result.sockets} browsers`,
    "MiB",
    Math.round(result.memory),
    1024,
    "resident set",
  );
}
