import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { hiddenSize } from "@/lib/contract/hidden-value.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { Mono } from "../parts/mono.tsx";
import { entries, flag, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

const columns = [
  { title: "Key", cell: ([key]: [string, unknown]) => <Mono text={key} /> },
  { title: "Value", cell: () => <span className="text-fg-3">hidden</span> },
  { title: "Size", numeric: true, cell: ([, value]: [string, unknown]) => formatBytes(hiddenSize(text(value) ?? "")) },
];

function Keys({ object }: PartProps) {
  const rows = entries(object, "data");
  return (
    <Section title="Keys" note="values never leave the server">
      {rows.length === 0 ? (
        <p className="text-fg-3">It is empty.</p>
      ) : (
        <SimpleTable label="Keys of the secret" columns={columns} rows={rows} rowKey={([key]) => key} />
      )}
    </Section>
  );
}

export const secrets: KindView = {
  main: Keys,
  facts: ({ object }) => (
    <>
      <Fact label="Type">
        <Mono text={text(object, "type")} />
      </Fact>
      <Fact label="Can change">{flag(object, "immutable") ? "no, it is immutable" : "yes"}</Fact>
    </>
  ),
};
