/**
 * Why an archive is refused. The confined reader carries nothing of the agent but this: `code` and the facts cross to the
 * agent in the FAIL record and become a CratonError there. `entry` is shown to people, so it is escaped and cut.
 */
export type ArchiveFault = { code: "bad-archive" | "too-large"; entry: string; why: string; limit?: number };

export class ArchiveError extends Error {
  readonly fault: ArchiveFault;
  constructor(entry: string, why: string, code: ArchiveFault["code"] = "bad-archive", limit?: number) {
    super(`${entry}: ${why}`);
    this.name = "ArchiveError";
    this.fault = { code, entry, why, ...(limit === undefined ? {} : { limit }) };
  }
}

export function tooLarge(limit: number): ArchiveError {
  return new ArchiveError("the unpacked archive", `it is larger than ${limit} bytes`, "too-large", limit);
}

/** Bytes of a name (one character a byte) as text that is safe to show: UTF-8 where it is, controls escaped, at most 200 characters. */
export function shown(bytes: string): string {
  const text = Buffer.from(bytes.slice(0, 800), "latin1").toString("utf8");
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}
