"use client";
import { Age } from "@/components/ui/age.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { Image } from "@/lib/contract/image.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { joinWords } from "@/lib/format/words.ts";

/** The facts of an image in two columns. */
export function ImageFacts({ image }: { image: Image }) {
  return (
    <Facts>
      <Fact label="Image ID">
        <CodeText text={image.id} most={48} copy="image ID" />
      </Fact>
      <Fact label="Registry digest">
        {image.digest ? <CodeText text={image.digest} most={48} copy="digest" /> : null}
      </Fact>
      <Fact label="Source">
        <CodeText text={image.source} most={72} />
      </Fact>
      <Fact label="Kind">{image.kind === "aci" ? "App Container image (ACI)" : "OCI image"}</Fact>
      <Fact label="Platform">{image.os ? `${plainText(image.os)}/${plainText(image.arch ?? "any")}` : "any"}</Fact>
      <Fact label="Size">
        {formatBytes(image.size)} <span className="text-fg-3">stored, {formatBytes(image.treeSize)} unpacked</span>
      </Fact>
      <Fact label="In the store">
        <Age at={image.importedAt} form="ago" />{" "}
        <span className="text-fg-3">
          {image.trust.kind === "signed"
            ? `signed by ${image.trust.keys.map(({ user }) => plainText(user)).join(", ")}`
            : `allowed without a signature by ${plainText(image.trust.allowedBy)}`}
        </span>
      </Fact>
      <Fact label="Command">{image.command.length > 0 ? <CodeText text={joinWords(image.command)} /> : null}</Fact>
      <Fact label="Ports">
        {image.ports.length > 0
          ? image.ports.map((port) => (
              <span key={port.name} className="mono mr-3 whitespace-nowrap">
                {port.port}/{plainText(port.protocol)} <span className="text-fg-3">{plainText(port.name)}</span>
              </span>
            ))
          : null}
      </Fact>
      <Fact label="Mount points">
        {image.mountPoints.length > 0
          ? image.mountPoints.map((point) => (
              <span key={point.name} className="mr-3 whitespace-nowrap">
                <CodeText text={point.path} /> <span className="text-fg-3">{plainText(point.name)}</span>
              </span>
            ))
          : null}
      </Fact>
      <Fact label="Labels">
        {image.labels.length > 0 ? (
          <span className="flex flex-wrap gap-1.5">
            {image.labels.map(({ name, value }) => (
              <Badge key={name}>{plainText(`${name}=${value}`)}</Badge>
            ))}
          </span>
        ) : null}
      </Fact>
    </Facts>
  );
}
