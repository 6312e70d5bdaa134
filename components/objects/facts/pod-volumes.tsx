import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { at, entries, list, text } from "../read.ts";
import { namespaceOf, type PartProps } from "../view-props.ts";

/** The volumes of a pod, and what stands behind each. */
export function PodVolumes({ object, cluster }: PartProps) {
  const volumes = list(object, "spec", "volumes");
  if (volumes.length === 0) return null;
  const link = (kind: string, name: string | null) =>
    name === null ? null : <ObjectLink cluster={cluster} kind={kind} namespace={namespaceOf(object)} name={name} />;
  const columns = [
    { title: "Name", cell: (one: unknown) => <Mono text={text(one, "name")} /> },
    { title: "Kind", cell: (one: unknown) => kindOf(one) },
    {
      title: "Source",
      className: "w-1/2",
      cell: (one: unknown) =>
        link("configmaps", text(one, "configMap", "name")) ??
        link("secrets", text(one, "secret", "secretName")) ??
        link("persistentvolumeclaims", text(one, "persistentVolumeClaim", "claimName")) ?? (
          <Mono text={text(one, "hostPath", "path") ?? text(one, "nfs", "path") ?? text(one, "csi", "driver")} />
        ),
    },
  ];
  return (
    <Section title="Volumes">
      <SimpleTable
        label="Volumes of the pod"
        columns={columns}
        rows={volumes}
        rowKey={(one) => text(one, "name") ?? ""}
      />
    </Section>
  );
}

/** The one field beside the name is the kind. */
function kindOf(volume: unknown): string {
  const kind = entries(volume).find(([key]) => key !== "name")?.[0] ?? "unknown";
  if (kind === "emptyDir") return text(at(volume, "emptyDir"), "medium") === "Memory" ? "empty, in memory" : "empty";
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
