import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { list, text } from "../read.ts";
import { resourceWords } from "./container-words.ts";
import { Mono } from "./mono.tsx";

const columns = [
  { title: "Name", cell: (one: unknown) => <Mono text={text(one, "name")} /> },
  { title: "Image", className: "max-w-[360px] truncate", cell: (one: unknown) => <Mono text={text(one, "image")} /> },
  { title: "Requests", cell: (one: unknown) => <Mono text={resourceWords(one, "requests")} /> },
  { title: "Limits", cell: (one: unknown) => <Mono text={resourceWords(one, "limits")} /> },
];

/** The containers of a pod template: what every new pod of it runs. */
export function TemplateContainers({ template }: { template: unknown }) {
  const containers = [...list(template, "spec", "initContainers"), ...list(template, "spec", "containers")];
  if (containers.length === 0) return null;
  return (
    <Section title="Containers" note="of each pod">
      <SimpleTable
        label="Containers of the template"
        columns={columns}
        rows={containers}
        rowKey={(one) => text(one, "name") ?? ""}
      />
    </Section>
  );
}
