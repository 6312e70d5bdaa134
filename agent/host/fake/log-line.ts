/** CRI log lines, as the shim writes them: `<RFC 3339 with nanoseconds> <stream> <F|P> <text>`. */
export type LogWriter = (stream: "stdout" | "stderr", text: string) => string;

/** Formats whole lines; times never repeat nor go back, so that a reader may sort by them. */
export function logWriter(now: () => number): LogWriter {
  let last = 0n;
  return (stream, text) => {
    const wanted = BigInt(Math.floor(now() * 1000)) * 1000n;
    last = wanted > last ? wanted : last + 1n;
    const stamp = new Date(Number(last / 1_000_000n)).toISOString().slice(0, 19);
    const time = `${stamp}.${String(last % 1_000_000_000n).padStart(9, "0")}Z`;
    return text
      .split("\n")
      .map((line) => `${time} ${stream} F ${line}\n`)
      .join("");
  };
}
