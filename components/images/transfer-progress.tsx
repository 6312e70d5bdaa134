import { Progress } from "@/components/ui/progress.tsx";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { Transfer } from "./transfer.ts";

const doing: Record<NonNullable<Transfer["line"]>["step"], string> = {
  resolve: "Asking for",
  download: "Downloading",
  verify: "Verifying",
  unpack: "Unpacking",
  commit: "Recording",
};

/** What a fetch is doing now. */
export function TransferProgress({ transfer }: { transfer: Transfer }) {
  const { line } = transfer;
  if (line === null) return <Progress doing="Waiting for the node" share={null} />;
  const share = line.total !== null && line.total > 0 ? Math.min(1, line.done / line.total) : null;
  const detail =
    line.total !== null
      ? `${formatBytes(line.done)} of ${formatBytes(line.total)}`
      : line.done > 0
        ? formatBytes(line.done)
        : undefined;
  return <Progress doing={`${doing[line.step]} ${plainText(line.what)}`} share={share} detail={detail} />;
}
