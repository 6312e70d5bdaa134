import fc from "fast-check";
import { expect, it } from "vitest";
import { bunzip2 } from "./bunzip2.ts";

// Made by bzip2 1.0.8 from "hello hello hello\n", from 300,000 zero bytes (-1: four blocks) and from nothing.
const hello = Buffer.from("QlpoOTFBWSZTWeW18wkAAARRAAAQQAACRKAAIbUYDAKQacKjC7kinChIctr5hIA=", "base64");
const zeros = Buffer.from("QlpoMTFBWSZTWd9HTW8AAkxAgMAABAAACCAAMMwFKaYURsRRHi7kinChIb6Omt4=", "base64");
const empty = Buffer.from("QlpoORdyRThQkAAAAAA=", "base64");

async function unpacked(...chunks: Buffer[]): Promise<Buffer> {
  async function* input() {
    yield* chunks;
  }
  const out: Buffer[] = [];
  for await (const chunk of bunzip2(input())) out.push(chunk);
  return Buffer.concat(out);
}
const bytewise = (data: Buffer) => [...data].map((byte) => Buffer.from([byte]));

it("decodes, in whatever pieces", async () => {
  expect((await unpacked(hello)).toString()).toBe("hello hello hello\n");
  expect((await unpacked(...bytewise(hello))).toString()).toBe("hello hello hello\n");
  expect((await unpacked(zeros)).equals(Buffer.alloc(300_000))).toBe(true);
  expect(await unpacked(empty)).toHaveLength(0);
});

it("reads several streams in a row as one", async () => {
  expect((await unpacked(Buffer.concat([hello, empty, hello]))).toString()).toBe("hello hello hello\n".repeat(2));
});

it("refuses what is cut off, followed by something else, or damaged", async () => {
  for (let end = 0; end < hello.length; end++) await expect(unpacked(hello.subarray(0, end))).rejects.toThrow("bzip2");
  await expect(unpacked(Buffer.concat([hello, Buffer.from("junk")]))).rejects.toThrow("follows its end");
  const wrong = Buffer.from(hello);
  wrong[10] = (wrong[10] as number) ^ 1;
  await expect(unpacked(wrong)).rejects.toThrow("checksum");
});

it("ends with an error or within its block size on any damage", async () => {
  const changes = fc.array(fc.tuple(fc.integer({ min: 4, max: hello.length - 1 }), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (all) => {
      const copy = Buffer.from(hello);
      for (const [at, byte] of all) copy[at] = byte;
      const result = await unpacked(copy).catch((error: Error) => error);
      if (result instanceof Error) expect(result.message).toMatch(/^its bzip2 data is broken/);
      else expect(result.length).toBeLessThan(900_000 * 52);
    }),
    { numRuns: 500 },
  );
});
