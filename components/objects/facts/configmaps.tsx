import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { formatBytes } from "@/lib/format/bytes.ts";
import { Mono } from "../parts/mono.tsx";
import { at, entries, flag } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";
import { KeyedValues } from "./keyed-values.tsx";

/** Values as they are: their text is not for one line, so that it is cleaned where it is shown. */
function rawTexts(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]): [string, string][] =>
    typeof one === "string" ? [[key, one]] : [],
  );
}

/** Bytes behind a base64 text. */
const sizeOf = (text: string): number => Math.floor((text.length * 3) / 4) - (/=*$/.exec(text)?.[0].length ?? 0);

function Data({ object }: PartProps) {
  const binary = rawTexts(at(object, "binaryData"));
  const columns = [
    { title: "Key", cell: ([key]: [string, string]) => <Mono text={key} /> },
    { title: "Size", numeric: true, cell: ([, value]: [string, string]) => formatBytes(sizeOf(value)) },
  ];
  return (
    <>
      <KeyedValues title="Data" values={rawTexts(at(object, "data"))} />
      {binary.length > 0 ? (
        <Section title="Binary data">
          <SimpleTable label="Binary data" columns={columns} rows={binary} rowKey={([key]) => key} />
        </Section>
      ) : null}
    </>
  );
}

export const configmaps: KindView = {
  main: Data,
  facts: ({ object }) => (
    <>
      <Fact label="Keys">{entries(object, "data").length + entries(object, "binaryData").length}</Fact>
      <Fact label="Can change">{flag(object, "immutable") ? "no, it is immutable" : "yes"}</Fact>
    </>
  ),
};
