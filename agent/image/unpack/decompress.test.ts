import { Readable } from "node:stream";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { createXz } from "node-liblzma";
import { beforeAll, describe, expect, it } from "vitest";
import { ArchiveError } from "./archive-error.ts";
import { sniff } from "./decompress.ts";
import { readTar, tarOf } from "./tar.fixture.ts";

const archive = tarOf({ name: "a", body: "content ".repeat(5000) }, { name: "b/c", body: "x" });
/** zstd checks nothing unless it is asked to. */
const zstd = (data: Buffer) => zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const packed: Record<string, Buffer> = {};
let bomb: Buffer;

async function xz(data: Buffer): Promise<Buffer> {
  return Buffer.concat(await Readable.from([data]).pipe(createXz()).toArray());
}

beforeAll(async () => {
  packed.gzip = gzipSync(archive);
  packed.zstd = zstd(archive);
  packed.xz = await xz(archive);
  bomb = await xz(Buffer.alloc(40 * 2 ** 20));
});

describe.each(["gzip", "zstd", "xz"] as const)("%s", (kind) => {
  it("is told by its content and undone, also in small pieces", async () => {
    const data = packed[kind] as Buffer;
    expect(sniff(data.subarray(0, 512))).toBe(kind);
    const plain = await readTar(archive);
    expect((await readTar(data)).summary).toEqual(plain.summary);
    const pieces = Array.from({ length: Math.ceil(data.length / 7) }, (_, i) => data.subarray(i * 7, i * 7 + 7));
    expect((await readTar(pieces)).files).toEqual(plain.files);
  });

  it("may be several members in a row", async () => {
    const cut = 700;
    const halves = [archive.subarray(0, cut), archive.subarray(cut)];
    const pack = { gzip: gzipSync, zstd, xz }[kind];
    const both = Buffer.concat(await Promise.all(halves.map((half) => pack(half) as Buffer | Promise<Buffer>)));
    expect((await readTar(both)).summary).toEqual((await readTar(archive)).summary);
  });

  it("is refused when it is cut off or damaged", async () => {
    const data = packed[kind] as Buffer;
    for (const end of [data.length - 1, data.length - 9, data.length >> 1, 30])
      await expect(readTar(data.subarray(0, end)), `cut at ${end}`).rejects.toBeInstanceOf(ArchiveError);
    const wrong = Buffer.from(data);
    wrong[data.length >> 1] = (wrong[data.length >> 1] as number) ^ 0x55;
    await expect(readTar(wrong)).rejects.toThrow(new RegExp(`cannot be read as ${kind}|checksum|damaged|trunc`));
  });
});

it("zstd may have skippable frames between those with data, and nothing else", async () => {
  const skip = Buffer.from("502a4d1803000000616263", "hex");
  const data = packed.zstd as Buffer;
  const plain = await readTar(archive);
  expect((await readTar(Buffer.concat([skip, data, skip]))).summary).toEqual(plain.summary);
  await expect(readTar(Buffer.concat([data, skip.subarray(0, 9)]))).rejects.toThrow("ends in the middle");
  await expect(readTar(Buffer.concat([data, Buffer.from("junk")]))).rejects.toThrow("no frame follows");
});

it("what is none of them is refused with its first bytes", async () => {
  await expect(readTar(Buffer.from("#!/bin/sh\necho"))).rejects.toThrow(
    "begins with the bytes 23 21 2f 62 69 6e 2f 73",
  );
  await expect(readTar(Buffer.alloc(0))).rejects.toThrow("the file is empty");
  await expect(readTar(Buffer.from([0x1f]))).rejects.toThrow("begins with the bytes 1f");
  expect(sniff(Buffer.alloc(512))).toBe("plain");
});

it("an unpacking to more than a thousand times the size is ended early", async () => {
  expect(bomb.length * 1000).toBeLessThan(40 * 2 ** 20);
  await expect(readTar(bomb)).rejects.toThrow("it is a bomb");
});
