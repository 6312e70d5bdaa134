/** Resource quotas and limit ranges: what a namespace may use. */
import { Fact } from "@/components/ui/facts.tsx";
import { Meter } from "@/components/ui/meter.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { quantity } from "@/lib/format/quantity.ts";
import { Mono } from "../parts/mono.tsx";
import { quantityWords } from "../parts/quantity-words.ts";
import { entries, list, text, texts } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

type Line = { name: string; hard: string | null; used: string | null };

function Used({ object }: PartProps) {
  const rows: Line[] = entries(object, "spec", "hard").map(([name, value]) => ({
    name,
    hard: text(value),
    used: text(object, "status", "used", name),
  }));
  const columns = [
    { title: "Resource", cell: ({ name }: Line) => <Mono text={name} /> },
    {
      title: "Used",
      cell: ({ name, used, hard }: Line) => (
        <Meter label={name} value={quantity(used) ?? 0} most={quantity(hard)} text={quantityWords(name, used ?? "0")} />
      ),
    },
    { title: "At most", numeric: true, cell: ({ name, hard }: Line) => quantityWords(name, hard) },
  ];
  return (
    <Section title="Use">
      <SimpleTable label="Use of the quota" columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Section>
  );
}

export const quotas: KindView = {
  main: Used,
  facts: ({ object }) => <Fact label="Counts">{texts(object, "spec", "scopes").join(", ") || "everything"}</Fact>,
};

type Limit = { key: string; type: string; name: string; limit: unknown };
const columnOf = (title: string, field: string) => ({
  title,
  numeric: true,
  cell: ({ limit, name }: Limit) => quantityWords(name, text(limit, field, name)),
});
const limitColumns = [
  { title: "Of each", cell: ({ type }: Limit) => type },
  { title: "Resource", cell: ({ name }: Limit) => <Mono text={name} /> },
  columnOf("Least", "min"),
  columnOf("Most", "max"),
  columnOf("Default request", "defaultRequest"),
  columnOf("Default limit", "default"),
];

function Limits({ object }: PartProps) {
  const fields = ["min", "max", "defaultRequest", "default"];
  const rows = list(object, "spec", "limits").flatMap((limit, at): Limit[] => {
    const names = new Set(fields.flatMap((field) => entries(limit, field).map(([name]) => name)));
    const type = text(limit, "type") ?? "";
    return [...names].map((name) => ({ key: `${at}${name}`, type, name, limit }));
  });
  return (
    <Section title="Limits">
      <SimpleTable label="Limits" columns={limitColumns} rows={rows} rowKey={({ key }) => key} />
    </Section>
  );
}

export const limitRanges: KindView = {
  main: Limits,
  facts: ({ object }) => <Fact label="Rules">{list(object, "spec", "limits").length}</Fact>,
};
