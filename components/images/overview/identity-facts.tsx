"use client";
import { Age } from "@/components/ui/age.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Labels } from "@/components/ui/labels.tsx";
import type { Image } from "@/lib/contract/image.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { sourceWords } from "../source-words.ts";

/** What the image is and where it came from. */
export function IdentityFacts({ image }: { image: Image }) {
  const origin = sourceWords(image.source);
  return (
    <Facts>
      <Fact label="Image ID">
        <CodeText text={image.id} most={48} copy="image ID" />
      </Fact>
      {image.digest === null ? null : (
        <Fact label="Registry digest">
          <CodeText text={image.digest} most={48} copy="digest" />
        </Fact>
      )}
      <Fact label="Came from">
        {origin.what} {origin.from === null ? null : <CodeText text={origin.from} most={72} copy="source" />}
      </Fact>
      <Fact label="Came in">
        <Age at={image.importedAt} form="ago" />
      </Fact>
      <Fact label="Kind">
        {image.kind === "aci" ? "App Container image (ACI)" : "OCI image, converted to an App Container manifest"}
      </Fact>
      <Fact label="Platform">
        {image.os === null && image.arch === null
          ? "any"
          : `${plainText(image.os ?? "any")}/${plainText(image.arch ?? "any")}`}
      </Fact>
      <Fact label="Size">
        {formatBytes(image.size)} <span className="text-fg-3">stored, {formatBytes(image.treeSize)} unpacked</span>
      </Fact>
      <Fact label="Labels">
        <Labels pairs={image.labels.map(({ name, value }) => [name, value] as const)} />
      </Fact>
    </Facts>
  );
}
