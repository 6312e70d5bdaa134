/**
 * What starting a process costs a large process: /bin/true through the keeper beside child_process, both asked by this process
 * while it holds 300 MB, interleaved. As root.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startKeeper } from "../support/keeper.ts";
import { figure, print } from "./figures.ts";

const n = Number(process.argv[2] ?? 1000);
const held = Array.from({ length: 300 }, () => Buffer.alloc(1 << 20, 1));
const env = { ...process.env, PATH: "/usr/bin:/bin" };

const { keeper, stop } = await startKeeper();
const ways = [
  {
    name: "spawn through the keeper",
    samples: [] as number[],
    run: () => keeper.run({ argv: ["/bin/true"], env: { PATH: env.PATH } }),
  },
  {
    name: "spawn by child_process",
    samples: [] as number[],
    run: () => once(spawn("/bin/true", [], { env, stdio: ["ignore", "pipe", "pipe"] }), "close"),
  },
];
for (let i = -20; i < n; i++)
  for (const way of ways) {
    const began = performance.now();
    await way.run();
    if (i >= 0) way.samples.push(performance.now() - began);
  }
await stop();
const note = `asked by a process of ${Math.round(process.memoryUsage().rss / 1e6)} MB, ${held.length} MB of them ballast`;
for (const { name, samples } of ways) print(figure(name, "ms", samples, { note }));
