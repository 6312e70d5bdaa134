/** The keeper against clients that send rubbish, send slowly, or go away: it answers the next one, and keeps nothing of the last. */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  encodeFrame,
  encodeRequest,
  type Field,
  FrameCutter,
  field,
  frame,
  op,
  step,
  u8,
  u32,
  u64,
} from "../../agent/host/keeper/wire.ts";
import { childrenOf, soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env: Field = [field.ENV, "PATH=/usr/bin:/bin"];
let k: TestKeeper;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());

/** Sends raw bytes and the end; resolves with what came back when the keeper has closed. */
async function talk(bytes: Buffer, end = true): Promise<{ type: number; payload: Buffer }[]> {
  const socket = net.connect({ path: k.socket, allowHalfOpen: true });
  const cutter = new FrameCutter();
  const frames: { type: number; payload: Buffer }[] = [];
  socket.on("data", (piece) => frames.push(...cutter.push(piece)));
  socket.on("error", () => {}); // a reset is an answer too
  socket.write(bytes);
  if (end) socket.end();
  socket.on("end", () => socket.end());
  await new Promise((resolve) => socket.on("close", resolve));
  return frames;
}
const errorText = (frames: { type: number; payload: Buffer }[]) =>
  frames.filter((f) => f.type === frame.ERROR).map((f) => f.payload.toString("utf8", 8))[0];

test.each([
  ["no operation", Buffer.concat([u32(0)]), "no operation"],
  ["an unknown operation", encodeRequest(99, []), "unknown operation 99"],
  ["a request above 1 MiB", u32((1 << 20) + 1), "the limit is"],
  ["a request of 4 GB", u32(0xffffffff), "the limit is"],
  ["a cut field", Buffer.concat([u32(8), u8(1), u32(1), u8(2), u8(3), u8(0)]), "cut off"],
  ["a field past the end", Buffer.concat([u32(5), u8(1), u32(0xffffffff)]), "past the end"],
  [
    "a number of the wrong width",
    encodeRequest(op.EXEC, [
      [field.ARG, "true"],
      [field.UID, u8(1)],
    ]),
    "has 1 bytes, expected 4",
  ],
  ["a text with a NUL", encodeRequest(op.STAT, [[field.PATH, "/etc\0/x"]]), "holds a NUL"],
  ["a field of another operation", encodeRequest(op.STAT, [[field.ARG, "x"]]), "unexpected field"],
  ["a mount step without a target", encodeRequest(op.MOUNT, [[field.STEP, u8(step.MOUNT)]]), "a path is missing"],
  ["no program", encodeRequest(op.EXEC, []), "no program"],
  [
    "17 extra pipes",
    encodeRequest(op.EXEC, [[field.ARG, "true"], ...Array.from({ length: 17 }, (): Field => [field.PIPE, u8(0x77)])]),
    "more than 16",
  ],
  [
    "a frame above its limit",
    Buffer.concat([encodeRequest(op.EXEC, [env, [field.ARG, "cat"]]), u8(65), u32(65_537)]),
    "the limit is",
  ],
  [
    "a frame of no type",
    Buffer.concat([encodeRequest(op.EXEC, [env, [field.ARG, "cat"]]), encodeFrame(1, u8(0))]),
    "unexpected type",
  ],
])("%s is refused in words", async (_, bytes, why) => {
  expect(errorText(await talk(bytes, false))).toContain(why);
});

test("random bytes and mutated requests never kill the keeper nor hang a courier", async () => {
  const scratch = fs.mkdtempSync(path.join(k.dir, "fuzz-"));
  fs.writeFileSync(path.join(scratch, "blob"), "not records");
  const valid = [
    encodeRequest(op.PING, []),
    encodeRequest(op.EXEC, [
      env,
      [field.ARG, "/bin/true"],
      [field.PIPE, u8(0x77)],
      [field.CWD, "/"],
      [field.FLAGS, u32(2)],
    ]),
    encodeRequest(op.EXEC, [
      [field.ARG, "/bin/true"],
      [field.PTY, u32(0x00180050)],
      [field.UID, u32(65534)],
    ]),
    Buffer.concat([
      encodeRequest(op.EXEC, [env, [field.ARG, "/bin/cat"], [field.FLAGS, u32(2)]]),
      encodeFrame(65, Buffer.from("\0hello")),
      encodeFrame(66, u8(0)),
    ]),
    encodeRequest(op.MOUNT, [
      [field.STEP, u8(step.BIND)],
      [field.SOURCE, scratch],
      [field.ROOT, scratch],
      [field.TARGET, "none"],
      [field.MFLAGS, u64(3)],
    ]),
    Buffer.concat([
      encodeRequest(op.WATCH, []),
      encodeFrame(69, Buffer.concat([u64(1), u32(1), u64(7)])),
      encodeFrame(70, u64(1)),
    ]),
    encodeRequest(op.ATTACH, [[field.PATH, scratch]]),
    encodeRequest(op.READ, [
      [field.ROOT, scratch],
      [field.PATH, "blob"],
      [field.MAX, u64(100)],
    ]),
    encodeRequest(op.STAT, [[field.PATH, scratch]]),
    encodeRequest(op.UNPACK, [
      [field.PATH, `${scratch}/blob`],
      [field.TARGET, scratch],
      [field.ARG, "/bin/true"],
      [field.MAX, u64(1)],
      [field.ENTRIES, u64(1)],
    ]),
    encodeRequest(op.KEEP, []),
  ];
  const mutated = fc
    .record({
      which: fc.nat(valid.length - 1),
      flips: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
      cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1000) }, { weight: 1, arbitrary: fc.nat(300) }),
      tail: fc.uint8Array({ maxLength: 20 }),
    })
    .map(({ which, flips, cut, tail }) => {
      const bytes = Buffer.from(valid[which] ?? u32(0));
      for (const [where, value] of flips) bytes[where % bytes.length] = value;
      // no mutation makes a path of something else: operations that change the host stay what they are, or become reads
      if (bytes[9] !== valid[which]?.[9]) bytes[9] = op.STAT;
      return Buffer.concat([bytes.subarray(0, cut), Buffer.from(tail)]);
    });
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => {
    const body = Buffer.from(bytes);
    return body.length % 2 ? body : Buffer.concat([u32(body.length), body]);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: mutated }, { weight: 1, arbitrary: noise }), async (bytes) => {
      const answer = talk(bytes);
      const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), 8000).unref());
      expect(await Promise.race([answer, late])).not.toBe("late");
    }),
    { numRuns: 600 },
  );
  expect((await k.keeper.ping()).pid).toBe(k.pid);
  await soon("no courier is left", () => childrenOf(k.pid).length === 0);
}, 180_000);

test("a client that never ends its request is shown out after 10 s, and hinders nobody", async () => {
  const slow = talk(Buffer.from([200, 0, 0]), false);
  const began = performance.now();
  for (let i = 0; i < 20; i++) await k.keeper.ping();
  expect(performance.now() - began).toBeLessThan(1000);
  expect(errorText(await slow)).toContain("not whole after 10 s");
}, 20_000);

test("a client that reads nothing holds up its own courier alone, and its end ends the program", async () => {
  const socket = net.connect({ path: k.socket });
  socket.on("error", () => {});
  socket.pause();
  socket.write(encodeRequest(op.EXEC, [env, [field.ARG, "yes"]]));
  const program = await soon("yes runs", () => childrenOf(k.pid).flatMap(childrenOf)[0]);
  await k.keeper.run({ argv: ["true"], env: { PATH: "/bin" } });
  expect(statOf(program)).not.toBeNull();
  socket.destroy();
  await soon("yes is gone", () => statOf(program) === null);
});

test("1,000 requests of all kinds leave no descriptor, no zombie and no child behind", async () => {
  const fds = () => fs.readdirSync(`/proc/${k.pid}/fd`).length;
  await k.keeper.ping();
  const before = fds();
  const one = (i: number): Promise<unknown> => {
    switch (i % 5) {
      case 0:
        return k.keeper.run({ argv: ["sh", "-c", "(exit 0) & (exit 1) & exit 0"], env: { PATH: "/bin" } });
      case 1:
        return k.keeper.ping();
      case 2:
        return k.keeper.run({ argv: ["no-such-program"], env: {} }).catch(() => {});
      case 3:
        return talk(Buffer.from([9, 9]));
      default: {
        const s = k.keeper.stream({ argv: ["sleep", "600"], env: { PATH: "/bin" } });
        return s.started.then(() => s.close());
      }
    }
  };
  for (let i = 0; i < 1000; i += 20) await Promise.all(Array.from({ length: 20 }, (_, j) => one(i + j)));
  await soon("all are reaped", () => childrenOf(k.pid).length === 0);
  expect(fds()).toBe(before);
}, 60_000);
