/** The server's part of a sort, filter or search: over a socket, each asked for the first time, while changes go on. */
import type { Report } from "../report.ts";
import type { Wish } from "../support/live.ts";
import type { ScaleWorld } from "../support/world.ts";

const sortable = ["name", "namespace", "status", "restarts", "node", "age", "ip", "ready", "owner"];

/** Sorts by one and two columns, both ways; no two alike. */
export function sorts(): Wish[] {
  const wishes: Wish[] = [];
  for (const column of sortable)
    for (const desc of [true, false]) {
      wishes.push({ kind: "pods", sort: [{ column, desc }] });
      for (const second of ["restarts", "name"])
        if (second !== column)
          wishes.push({
            kind: "pods",
            sort: [
              { column, desc },
              { column: second, desc: !desc },
            ],
          });
    }
  return wishes;
}

/** Comparisons and values of columns. */
export function filters(): Wish[] {
  const words = ["Running", "Pending", "CrashLoopBackOff", "Completed", "ImagePullBackOff", "Error"];
  return [
    ...words.map((word): Wish => ({ kind: "pods", filter: `status=${word}` })),
    ...words.map((word): Wish => ({ kind: "pods", status: [word] })),
    ...Array.from({ length: 20 }, (_, i): Wish => ({ kind: "pods", filter: `restarts>${i}` })),
    ...Array.from({ length: 20 }, (_, i): Wish => ({ kind: "pods", filter: `node:worker-0${i} status!=Running` })),
    ...Array.from({ length: 20 }, (_, i): Wish => ({ kind: "pods", filter: `age<${i + 1}d -node:worker-00` })),
    ...Array.from(
      { length: 20 },
      (_, i): Wish => ({ kind: "pods", namespaces: [`team-00${i % 10}`, `team-01${i % 7}`] }),
    ),
  ];
}

/** Text in any column, from one letter to a whole name. */
export function searches(): Wish[] {
  const words = ["web", "api", "worker", "cache", "queue", "billing", "search", "mail", "auth", "report"];
  return words.flatMap((word) => [
    ...[word.slice(0, 1), word.slice(0, 2), word, `${word}-1`, `${word}-12`, `${word}-3 team-01`].map(
      (filter): Wish => ({ kind: "pods", filter }),
    ),
    { kind: "pods", filter: word, sort: [{ column: "node", desc: true }] },
  ]);
}

export async function queryTimes(world: ScaleWorld, wishes: Wish[]): Promise<number[]> {
  const socket = await world.socket();
  const window = socket.open({ kind: "pods" });
  await window.until((told) => told.rev >= 0);
  const times: number[] = [];
  for (const wish of wishes) times.push(await window.ask(wish));
  socket.close();
  return times;
}

export async function reportQueries(report: Report, world: ScaleWorld): Promise<void> {
  report.samples("sort, server part", "ms", await queryTimes(world, sorts()), "p99", 100, "first time asked");
  report.samples("filter, server part", "ms", await queryTimes(world, filters()), "p99", 100, "first time asked");
  report.samples("search, server part", "ms", await queryTimes(world, searches()), "p99", 100, "first time asked");
  report.samples("sort, asked again", "ms", await queryTimes(world, sorts().slice(0, 20)), "p99", 100);
}
