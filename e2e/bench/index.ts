/**
 * Bench of the live index: 150,000 rows, 1,000 changes a second, windows sorted by two columns: how long windows take that nobody
 * had open before, the share of a core at that churn with eight windows, and how large a delta is beside a page.
 * `node e2e/bench/index.ts [rows] [changes per second] [seconds]`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { WindowQuery } from "../../lib/contract/live.ts";
import { figure, print } from "./figures.ts";
import type { BenchToWorker } from "./index-worker.ts";

const [rows = 150_000, perSecond = 1_000, seconds = 10] = process.argv.slice(2).map(Number);

const sorts: WindowQuery["sort"][] = [
  [
    { column: "status", desc: false },
    { column: "created", desc: true },
  ],
  [
    { column: "node", desc: false },
    { column: "name", desc: false },
  ],
  [
    { column: "cpu", desc: true },
    { column: "name", desc: false },
  ],
  [
    { column: "memory", desc: true },
    { column: "created", desc: true },
  ],
];

async function run(): Promise<void> {
  const worker = new Worker(new URL("index-worker.ts", import.meta.url));
  const say = (message: BenchToWorker) => worker.postMessage(message);
  type Said = { op: string; socket?: number; texts?: string[]; ms?: number; share?: number; heapMb?: number };
  const next = (fits: (said: Said) => boolean) =>
    new Promise<Said>((resolve) => {
      const listen = (said: Said) => {
        if (!fits(said)) return;
        worker.off("message", listen);
        resolve(said);
      };
      worker.on("message", listen);
    });
  const filled = next(({ op }) => op === "filled");
  say({ op: "fill", rows });
  const fillMs = (await filled).ms ?? 0;
  await sleep(500);

  say({ op: "churn", perSecond });
  const took: number[] = [];
  let snapshotBytes = 0;
  for (let socket = 0; socket < 16; socket++) {
    const sort = sorts[socket % sorts.length] ?? [];
    // A filter of its own, so that no view is shared with one before.
    const filter = `-uuid:none${socket}`;
    const query = { kind: "pods", cluster: "fleet", filter, status: [], sort, from: 0, rows: 60 } as const;
    const came = next((said) => said.op === "out" && said.socket === socket);
    const began = performance.now();
    say({ op: "open", socket, query: { ...query, namespaces: [], status: [...query.status] }, at: Date.now() });
    snapshotBytes = (await came).texts?.[0]?.length ?? 0;
    took.push(performance.now() - began);
  }
  // Eight windows stay open and take all they are sent; the other eight take nothing more.
  let deltaBytes = 0;
  let deltas = 0;
  worker.on("message", ({ op, socket = 0, texts = [] }: Said) => {
    if (op !== "out" || socket >= 8) return;
    for (const text of texts) deltaBytes += text.length;
    deltas += texts.length;
    say({ op: "ready", socket });
  });
  for (let socket = 0; socket < 8; socket++) say({ op: "ready", socket });
  await sleep(1_000);
  const first = next(({ op }) => op === "measured");
  say({ op: "measure" });
  await first;
  deltaBytes = 0;
  deltas = 0;
  await sleep(seconds * 1000);
  const last = next(({ op }) => op === "measured");
  say({ op: "measure" });
  const { share = 0, heapMb = 0 } = await last;
  await worker.terminate();
  const note = `${rows} rows, ${perSecond} changes a second`;
  print(
    figure("fill", "ms", [fillMs], { note }),
    figure("a window nobody had open", "ms", took, { note }),
    figure("share of a core, eight windows", "", [share], { note }),
    figure("heap", "MB", [heapMb], { note }),
    figure("a page", "bytes", [snapshotBytes], { note }),
    figure("a delta", "bytes", [deltaBytes / Math.max(1, deltas)], { note: `mean of ${deltas}` }),
  );
}

await run();
