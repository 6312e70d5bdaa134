/**
 * Images beside their peers, in turn: a 500 MB image of 20 layers fetched from Debian's docker-registry, verified, unpacked and synced by
 * the agent, against `skopeo copy` and `umoci unpack`; ACIs against `tar -x` and `sha512sum`. Times by the clock and, since
 * machines are shared, CPU seconds of all processes of either side. Needs root, docker-registry, skopeo and umoci.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAgent } from "../agent/support/agent.ts";
import { startDockerRegistry } from "../support/docker-registry.ts";
import { figure, print } from "./figures.ts";
import { sampleAci, sampleImage } from "./image-sample.ts";

const rounds = Number(process.env.CRATON_BENCH_ROUNDS ?? 3);
const megabytes = Number(process.env.CRATON_BENCH_IMAGE_MB ?? 500);
for (const tool of ["skopeo", "umoci", "docker-registry"])
  if (spawnSync("which", [tool], { stdio: "ignore" }).status !== 0) {
    process.stderr.write(`no image figures: ${tool} is not installed\n`);
    process.exit(0);
  }

const ticks = 100;
/** CPU seconds of a process and of all children that it has waited for. */
function cpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / ticks;
}
/** Proportional memory of the agent and of its helpers, in MB. */
function memory(agentPid: number): number {
  let sum = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const mine =
        Number(pid) === agentPid || /(unpack|squash)\.js\0/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
      if (mine)
        sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}

type Cost = { seconds: number; cpu: number };
const work = mkdtempSync(join(tmpdir(), "craton-bench-images-"));
const registry = await startDockerRegistry();
const agent = await startAgent();
const { client, as } = agent;
writeFileSync(
  join(agent.state, "agent/registries.json"),
  JSON.stringify({ registries: { [registry.host]: { plainHttp: true } } }),
);

async function fetched(source: string): Promise<Cost & { id: string; peak: number }> {
  const used = () => cpu(agent.pid()) + cpu(agent.keeperPid);
  const [began, before] = [performance.now(), used()];
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, memory(agent.pid()));
  }, 250);
  let id = "";
  for await (const line of client.images.fetch(as.admin, { source, insecureOptions: ["image"] }))
    if (line.type === "done") id = line.image.id;
  clearInterval(timer);
  return { seconds: (performance.now() - began) / 1000, cpu: used() - before, id, peak };
}
/** A shell's lines with all that they start. */
function shell(script: string): Cost {
  const began = performance.now();
  const text = execFileSync("bash", ["-ec", `${script}\ntimes`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seconds = (performance.now() - began) / 1000;
  const times = [
    ...text
      .trimEnd()
      .split("\n")
      .slice(-2)
      .join(" ")
      .matchAll(/(\d+)m([\d.]+)s/g),
  ];
  return { seconds, cpu: times.reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0) };
}
const values = (list: Cost[], key: keyof Cost) => list.map((one) => one[key]);
const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const ratio = (ours: Cost[], theirs: Cost[], key: keyof Cost) => [
  median(values(ours, key)) / median(values(theirs, key)),
];

async function registryImages(): Promise<void> {
  registry.push("bench/sample", "1", [sampleImage(20, (megabytes << 20) / 20)]);
  const source = `docker://${registry.host}/bench/sample:1`;
  const policy = join(work, "policy.json");
  writeFileSync(policy, JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] }));
  const idle = memory(agent.pid());
  const [ours, theirs, again, peaks]: [Cost[], Cost[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const one = await fetched(source);
    ours.push(one);
    peaks.push(one.peak - idle);
    again.push((await fetched(source)).seconds * 1000);
    const [layout, bundle] = [join(work, `layout-${round}`), join(work, `bundle-${round}`)];
    const copy = `skopeo --policy ${policy} copy -q --src-tls-verify=false ${source} oci:${layout}:latest`;
    theirs.push(shell(`${copy}\numoci unpack --image ${layout}:latest ${bundle} >/dev/null`));
    for (const folder of [layout, bundle]) rmSync(folder, { recursive: true });
    await client.images.remove(as.admin, one.id);
  }
  const what = `${megabytes} MB image of 20 layers`;
  print(figure(`${what}: fetch`, "s", values(ours, "seconds")));
  print(figure(`${what}: skopeo and umoci`, "s", values(theirs, "seconds")));
  print(figure(`${what}: ratio`, "×", ratio(ours, theirs, "seconds"), { goal: 1.25 }));
  print(figure(`${what}: fetch, CPU`, "s", values(ours, "cpu")));
  print(figure(`${what}: skopeo and umoci, CPU`, "s", values(theirs, "cpu")));
  print(figure("memory over idle while fetching", "MB", peaks, { goal: 150 }));
  print(figure("second fetch of the same", "ms", again, { goal: 50 }));
}

async function archives(): Promise<void> {
  const { plain, gzip, bytes } = sampleAci(join(work, "acis"), 256 << 20);
  const out = join(work, "out");
  const costs: Record<"plain" | "gzip" | "tar" | "peer", Cost[]> = { plain: [], gzip: [], tar: [], peer: [] };
  for (let round = 0; round < rounds; round++)
    for (const [name, file, list, flags] of [
      ["plain", plain, "tar", "-x"],
      ["gzip", gzip, "peer", "-xz"],
    ] as const) {
      const one = await fetched(file);
      costs[name].push(one);
      await client.images.remove(as.admin, one.id);
      mkdirSync(out);
      costs[list].push(shell(`sha512sum ${file} >/dev/null\ntar -C ${out} ${flags} -f ${file}`));
      rmSync(out, { recursive: true });
    }
  const perSecond = (list: Cost[]) => values(list, "cpu").map((seconds) => bytes / 1e6 / seconds);
  print(figure("plain ACI: verify and unpack", "MB/s of CPU", perSecond(costs.plain), { goal: 150 }));
  print(figure("plain: tar -x and sha512sum", "MB/s of CPU", perSecond(costs.tar)));
  print(figure("gzip ACI beside tar -xz and sha512sum", "×", ratio(costs.gzip, costs.peer, "seconds"), { goal: 1.5 }));
  print(figure("gzip ACI beside tar -xz and sha512sum, CPU", "×", ratio(costs.gzip, costs.peer, "cpu")));
}

/** All with one small tree: what counts is how many records there are. */
async function list(): Promise<void> {
  const { plain } = sampleAci(join(work, "small"), 4096);
  const { id } = await fetched(plain);
  await agent.terminate();
  const records = join(agent.state, "agent/images/records");
  const record = JSON.parse(readFileSync(join(records, `${id}.json`), "utf8"));
  for (let i = 1; i < 1000; i++) {
    const other = `sha512-${randomBytes(64).toString("hex")}`;
    const manifest = { ...record.manifest, name: `example.com/sample-${i}` };
    writeFileSync(join(records, `${other}.json`), JSON.stringify({ ...record, id: other, manifest }));
  }
  await agent.restart();
  const times: number[] = [];
  let before = 0;
  for (let round = 0; round < 30; round++) {
    if (round === 5) before = cpu(agent.pid());
    const began = performance.now();
    const { images } = await client.images.list(as.admin);
    if (images.length !== 1000) throw new Error(`${images.length} images instead of 1,000`);
    times.push(performance.now() - began);
  }
  print(figure("list of 1,000 images", "ms", times.slice(5), { goal: 20 }));
  print(figure("list of 1,000 images, the agent's CPU", "ms", [((cpu(agent.pid()) - before) / 25) * 1000]));
}

try {
  await registryImages();
  await archives();
  await list();
} finally {
  await agent.stop();
  await registry.stop();
  rmSync(work, { recursive: true, force: true });
}
