/**
 * Compressed archives that were cut, changed, joined or followed by something: each gives the very same tree or is refused with an
 * ArchiveError; nothing else happens.
 */
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { xz } from "../xz.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ReadBack, readTar, tarOf } from "./tar.fixture.ts";

// Hundreds of streams a test: quick, but not on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

const archive = tarOf({ name: "a", body: "some content ".repeat(300) }, { name: "b/c", body: "x" });
/** `archive` by bzip2 1.0.8, which Node cannot write. */
const bzip2 = Buffer.from(
  "QlpoOTFBWSZTWVB3ch4AAXrbhOmAQAD9gAAC+gOeQEAACAgwAKYEkmoCMyAaTTAYwAEwABMClVI9I0wnlMjAmn6p5pn8LWKEdVIS" +
    "lHggfQaUS0rEmA5gbgkIIJCEG95SCpGBE5uIcz2lte7xJuNWWGWnoc83910KR3KRkUj9KR9lI1FI8lI8FI8PekjGGCkezUUjDLOP" +
    "8XckU4UJBQd3IeA=",
  "base64",
);
const packed: Record<string, Buffer> = {};
let plain: ReadBack;

beforeAll(async () => {
  const whole = async (parts: AsyncIterable<Buffer>) => {
    const all: Buffer[] = [];
    for await (const part of parts) all.push(part);
    return Buffer.concat(all);
  };
  packed.gzip = gzipSync(archive);
  packed.zstd = zstdCompressSync(archive, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  packed.bzip2 = bzip2;
  packed.xz = await whole(
    xz(
      (async function* () {
        yield archive;
      })(),
    ),
  );
  plain = await readTar(archive);
});

/** In pieces of this size. */
function pieces(data: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(data.length / size) }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

async function sameOrRefused(data: Buffer, size: number): Promise<"same" | "refused"> {
  const result = await readTar(pieces(data, size)).catch((error: unknown) => error);
  if (result instanceof ArchiveError) return "refused";
  expect(result).toEqual(plain);
  return "same";
}

const size = fc.integer({ min: 1, max: 5000 });

describe.each(["gzip", "bzip2", "xz", "zstd"])("%s", (kind) => {
  const data = () => packed[kind] as Buffer;

  it("cut anywhere is refused", async () => {
    const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const cut = fc.asyncProperty(part, size, async (at, n) => {
      expect(await sameOrRefused(data().subarray(0, Math.floor(at * data().length)), n)).toBe("refused");
    });
    await fc.assert(cut, { numRuns: 60 });
  });

  it("with bits flipped is refused or the same", async () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
    const flipped = fc.asyncProperty(flips, size, async (all, n) => {
      const copy = Buffer.from(data());
      for (const [at, mask] of all) copy[at % copy.length] = (copy[at % copy.length] as number) ^ mask;
      await sameOrRefused(copy, n);
    });
    await fc.assert(flipped, { numRuns: 150 });
  });

  it("followed by itself is refused, since tar ends once, and by anything else, too", async () => {
    expect(await sameOrRefused(Buffer.concat([data(), data()]), 4096)).toBe("refused");
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 600 }).filter((bytes) => bytes.some((byte) => byte !== 0));
    const followed = fc.asyncProperty(garbage, size, async (bytes, n) => {
      expect(await sameOrRefused(Buffer.concat([data(), bytes]), n)).toBe("refused");
    });
    await fc.assert(followed, {
      numRuns: 60,
      examples: [
        [new Uint8Array([31, 139]), data().length],
        [new Uint8Array([0, 1]), 1],
        [new Uint8Array([0, 0, 1]), data().length + 1],
        [new Uint8Array([0, 0, 1]), 5000],
      ],
    });
  });

  it("inside of another is no tar, so nesting ends at once", async () => {
    await expect(readTar(gzipSync(data()))).rejects.toBeInstanceOf(ArchiveError);
  });
});
