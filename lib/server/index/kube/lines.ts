/**
 * Bytes in pieces of any size, lines out. Each byte is looked at once; a line that comes in many pieces is joined once, at
 * its end. What stands after the last line break is an unfinished frame and never comes out.
 */

/** Longest line: objects are at most 3 MiB in etcd; a Table row or event carries one. */
const longestLine = 64 * 1024 * 1024;

export class LineSplitter {
  private pieces: Uint8Array[] = [];
  private held = 0;

  /** Calls with each line that ends in this piece, without its break. Empty lines are left out. Throws over 64 MiB. */
  push(piece: Uint8Array, line: (text: string) => void): void {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(10, from);
      if (end < 0) break;
      const text = this.take(piece.subarray(from, end));
      from = end + 1;
      if (text !== "") line(text);
    }
    if (from === piece.length) return;
    const rest = from === 0 ? piece : piece.subarray(from);
    this.held += rest.length;
    if (this.held > longestLine) throw new Error(`a line is longer than ${longestLine} bytes`);
    this.pieces.push(rest);
  }

  /** Bytes of an unfinished line. */
  get unfinished(): number {
    return this.held;
  }

  private take(last: Uint8Array): string {
    if (this.pieces.length === 0) return utf8(last);
    const all = Buffer.concat([...this.pieces, last]);
    this.pieces = [];
    this.held = 0;
    return utf8(all);
  }
}

const utf8 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
