import { Banner } from "@/components/ui/banner.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { VerifyFault } from "@/lib/contract/image-verify.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import type { Verified } from "./use-verify.ts";

const whereWords: Record<VerifyFault["where"], string> = {
  blob: "stored archive",
  tree: "unpacked tree",
  rendered: "rendered tree",
  signature: "signature",
};

/** What a verification found: all well, all mended, or what is still wrong and what to do. */
export function VerifyResult({ result }: { result: Verified }) {
  const { faults, more, files, bytes } = result;
  const compared = `${formatPlural(files, "file")} and ${formatBytes(bytes)} were compared.`;
  if (faults.length + more === 0)
    return (
      <Banner tone="ok" title="It is as it came in">
        {compared}
      </Banner>
    );
  const isMended = more === 0 && faults.every(({ repaired }) => repaired);
  return (
    <>
      <Banner
        tone={isMended ? "warn" : "bad"}
        title={`${formatPlural(faults.length + more, "difference was", "differences were")} found${isMended ? " and mended" : ""}`}
        className="mb-3"
      >
        {compared}{" "}
        {isMended
          ? "What differed was made again from what was whole. Look at the disk: bytes do not change by themselves."
          : "What is not mended could not be made again from what the node holds: remove the image and fetch it again."}
      </Banner>
      <SimpleTable
        label="What differed"
        rows={faults.map((fault, at) => ({ ...fault, at }))}
        rowKey={({ at }) => String(at)}
        columns={[
          {
            title: "State",
            cell: ({ repaired }) =>
              repaired ? <Status tone="ok" word="Mended" /> : <Status tone="bad" word="Differs" />,
          },
          { title: "Where", cell: ({ where }) => capital(whereWords[where]) },
          {
            title: "What",
            className: "whitespace-normal! break-all min-w-40",
            cell: ({ what }) => (
              <span className="mono" title={visibleName(what)}>
                {shortId(visibleName(what))}
              </span>
            ),
          },
          { title: "Why", className: "whitespace-normal! min-w-40", cell: ({ why }) => visibleName(why) },
        ]}
      />
      {more > 0 ? <p className="mt-2 text-fg-3">and {formatPlural(more, "more")}.</p> : null}
    </>
  );
}
