/** Progress of a fetch on stderr: one line that moves on a terminal, a plain line a step elsewhere. */
import type { ImageProgress } from "../../lib/contract/image.ts";
import { formatBytes } from "../../lib/format/bytes.ts";
import { plainText } from "../../lib/format/plain-text.ts";

type Line = Extract<ImageProgress, { type: "progress" }>;
export interface Progress {
  show(line: Line): void;
  /** Ends the moving line. */
  end(): void;
}

const barWidth = 24;

/** `download  [=======>      ]  12 MiB of 40 MiB  layer 2 of 3`, without a bar while the end is unknown. */
export function progressLine({ step, what, done, total }: Line, width: number): string {
  const amount = total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  const share = total ? Math.min(1, done / total) : null;
  const full = Math.round((share ?? 0) * barWidth);
  const bar = share === null ? "" : `[${"=".repeat(full)}${" ".repeat(barWidth - full)}]  `;
  return `${step.padEnd(9)}${bar}${amount}  ${plainText(what)}`.slice(0, Math.max(20, width - 1));
}

/** At most ten redraws a second. */
export function progressTo(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return plainProgress((text) => stream.write(text));
  let drawn = 0;
  let open = false;
  let step = "";
  return {
    show(line) {
      const now = performance.now();
      const ended = line.total !== null && line.done >= line.total;
      if (line.step === step && !ended && now - drawn < 100) return;
      drawn = now;
      step = line.step;
      open = true;
      stream.write(`\r\u001b[2K${progressLine(line, stream.columns ?? 80)}`);
    },
    end() {
      if (open) stream.write("\r\u001b[2K");
      open = false;
    },
  };
}

/** A line for each new step and thing, none for its bytes. */
export function plainProgress(write: (text: string) => void): Progress {
  let last = "";
  return {
    show({ step, what }) {
      const now = `${step} ${plainText(what)}`;
      if (now !== last) write(`${now}\n`);
      last = now;
    },
    end() {},
  };
}
