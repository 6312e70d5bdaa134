import { Fact } from "@/components/ui/facts.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { at, list, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function AccountFacts({ object, cluster }: PartProps) {
  const links = (field: string) =>
    list(object, field).map((one) => {
      const name = text(one, "name") ?? "";
      return (
        <span key={name} className="mr-3">
          <ObjectLink cluster={cluster} kind="secrets" namespace={namespaceOf(object)} name={name} />
        </span>
      );
    });
  const mounts = at(object, "automountServiceAccountToken");
  return (
    <>
      <Fact label="Known as">
        <span className="mono break-words">
          system:serviceaccount:{object.metadata.namespace}:{object.metadata.name}
        </span>
      </Fact>
      <Fact label="Token in pods">{mounts === false ? "no" : "yes"}</Fact>
      <Fact label="Pull secrets">{links("imagePullSecrets").length > 0 ? links("imagePullSecrets") : null}</Fact>
      <Fact label="Secrets">{links("secrets").length > 0 ? links("secrets") : null}</Fact>
    </>
  );
}

export const serviceaccounts: KindView = {
  facts: AccountFacts,
  more: ({ object, cluster }) => (
    <RelatedTable
      title="Pods that run as it"
      query={{
        kind: "pods",
        cluster,
        namespaces: [namespaceOf(object) ?? ""],
        filter: `serviceAccount=${JSON.stringify(object.metadata.name)}`,
      }}
      columns={podColumns}
      empty="No pod runs as it now."
    />
  ),
};
