/** Answers bytes as a file to keep, with Range `bytes=N-` (RFC 9110, 14.2) where the source can begin anywhere; other ranges are ignored. */
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { Served } from "../image/serving/service.ts";

/** Resolves when all is sent; rejects, with the connection broken off, when the source fails on the way. */
export async function answerBytes(
  reply: FastifyReply,
  { tag, size, seekable, read }: Served,
  range: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const start = seekable && size !== null ? startOf(range, size) : 0;
  reply.header("etag", `"${tag}"`).type("application/octet-stream");
  if (seekable) reply.header("accept-ranges", "bytes");
  if (size !== null) reply.header("content-length", String(size - start));
  if (start > 0) reply.code(206).header("content-range", `bytes ${start}-${Number(size) - 1}/${size}`);
  const body = Readable.from(read(start, signal), { objectMode: false });
  const closed = new Promise<void>((resolve) => body.once("close", resolve));
  reply.send(body);
  await closed;
}

function startOf(range: string | undefined, size: number): number {
  const start = Number(/^bytes=([0-9]{1,15})-$/.exec(range ?? "")?.[1] ?? 0);
  return start < size ? start : 0;
}
