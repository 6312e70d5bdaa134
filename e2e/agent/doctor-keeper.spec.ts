/** What `craton doctor` finds out about the keeper of a state folder. */

import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeFrame, field, frame, protocol, u8, u32, u64 } from "../../agent/host/keeper/wire.ts";
import { keeperFinding } from "../../bin/cli/doctor-keeper.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";

let k: TestKeeper;
let state: string;
let socket: string;
beforeAll(async () => {
  k = await startKeeper();
  state = mkdtempSync("/tmp/craton-doctor-");
  mkdirSync(join(state, "run"));
  socket = join(state, "run/keeper.sock");
});
afterAll(async () => {
  await k.stop();
  rmSync(state, { recursive: true, force: true });
});

test("a state folder without a keeper", async () => {
  expect(await keeperFinding(state)).toEqual({
    level: "note",
    what: "keeper",
    finding: `${socket} does not exist: npm start makes it`,
  });
});

test("a keeper that lives, and one that is gone", async () => {
  symlinkSync(k.socket, socket);
  expect(await keeperFinding(state)).toEqual({
    level: "ok",
    what: "keeper",
    finding: `pid ${k.pid} answers, it looks after 0 processes`,
  });
  unlinkSync(socket);
  const dead = createServer().listen(`${socket}.dead`);
  await once(dead, "listening");
  renameSync(`${socket}.dead`, socket);
  dead.close();
  await once(dead, "close");
  expect(await keeperFinding(state)).toMatchObject({
    level: "lacks",
    finding: expect.stringContaining("ECONNREFUSED"),
  });
  unlinkSync(socket);
});

test("a keeper of an older Craton is told, with what to do", async () => {
  const part = (tag: number, value: Buffer) => Buffer.concat([u8(tag), u32(value.length), value]);
  const pong = Buffer.concat([
    part(field.PID, u32(k.pid)),
    part(field.PROTO, u32(protocol - 1)),
    part(field.MNTNS, u64(1)),
    part(field.VIEW, Buffer.from("v2")),
    part(field.CHILDREN, u32(3)),
  ]);
  const old = createServer((connection) =>
    connection.once("data", () => connection.end(encodeFrame(frame.VALUE, pong))),
  );
  old.listen(socket);
  await once(old, "listening");
  try {
    const { level, finding } = await keeperFinding(state);
    expect(level).toBe("lacks");
    expect(finding).toContain(`of an older Craton than the agent (protocol ${protocol - 1}, not ${protocol})`);
    expect(finding).toContain("stop all pods and start Craton again");
  } finally {
    old.close();
  }
});
