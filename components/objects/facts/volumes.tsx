/** Persistent volumes, their claims and storage classes. */
import { Fact } from "@/components/ui/facts.tsx";
import { Labels } from "@/components/ui/labels.tsx";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { quantityWords } from "../parts/quantity-words.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { mapPairs } from "../parts/selector.ts";
import { at, entries, flag, text, texts } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

const classKind = "storageclasses.storage.k8s.io";

function ClassFact({ object, cluster }: PartProps) {
  const name = text(object, "spec", "storageClassName");
  return (
    <Fact label="Storage class">
      {name ? <ObjectLink cluster={cluster} kind={classKind} namespace={null} name={name} /> : null}
    </Fact>
  );
}

function ClaimFacts({ object, cluster }: PartProps) {
  const volume = text(object, "spec", "volumeName");
  return (
    <>
      <Fact label="Volume">
        {volume ? (
          <ObjectLink cluster={cluster} kind="persistentvolumes" namespace={null} name={volume} />
        ) : (
          <span className="text-fg-3">none yet</span>
        )}
      </Fact>
      <Fact label="Asks for">{quantityWords("storage", text(object, "spec", "resources", "requests", "storage"))}</Fact>
      <Fact label="Has">{quantityWords("storage", text(object, "status", "capacity", "storage"))}</Fact>
      <Fact label="Access">{texts(object, "spec", "accessModes").join(", ")}</Fact>
      <Fact label="Mode">{text(object, "spec", "volumeMode")}</Fact>
      <ClassFact object={object} cluster={cluster} />
    </>
  );
}

export const claims: KindView = { facts: ClaimFacts };

function VolumeFacts({ object, cluster }: PartProps) {
  const claim = text(object, "spec", "claimRef", "name");
  const namespace = text(object, "spec", "claimRef", "namespace");
  const source = entries(object, "spec").find(
    ([key, value]) => typeof value === "object" && value !== null && !Array.isArray(value) && !told.has(key),
  );
  return (
    <>
      <Fact label="Claim">
        {claim && namespace ? (
          <>
            <ObjectLink cluster={cluster} kind="persistentvolumeclaims" namespace={namespace} name={claim} />{" "}
            <span className="text-fg-3">in {namespace}</span>
          </>
        ) : null}
      </Fact>
      <Fact label="Capacity">{quantityWords("storage", text(object, "spec", "capacity", "storage"))}</Fact>
      <Fact label="Access">{texts(object, "spec", "accessModes").join(", ")}</Fact>
      <Fact label="When released">{text(object, "spec", "persistentVolumeReclaimPolicy")}</Fact>
      <Fact label="Source">
        {source ? (
          <>
            {source[0]}{" "}
            <Mono text={text(source[1], "path") ?? text(source[1], "volumeHandle") ?? text(source[1], "driver")} />
          </>
        ) : null}
      </Fact>
      <ClassFact object={object} cluster={cluster} />
    </>
  );
}

/** Parts of a volume's spec that are not its source. */
const told = new Set(["capacity", "claimRef", "nodeAffinity"]);

export const volumes: KindView = { facts: VolumeFacts };

function ClassFacts({ object }: PartProps) {
  return (
    <>
      <Fact label="Provisioner">
        <Mono text={text(object, "provisioner")} />
      </Fact>
      <Fact label="Default">
        {object.metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true" ? "yes" : "no"}
      </Fact>
      <Fact label="When released">{text(object, "reclaimPolicy")}</Fact>
      <Fact label="Bound">{text(object, "volumeBindingMode")}</Fact>
      <Fact label="Can grow">{flag(object, "allowVolumeExpansion") ? "yes" : "no"}</Fact>
      <Fact label="Parameters">
        <Labels pairs={mapPairs(at(object, "parameters"))} />
      </Fact>
    </>
  );
}

export const storageclasses: KindView = {
  facts: ClassFacts,
  more: ({ object, cluster }) => (
    <RelatedTable
      title="Volumes"
      query={{ kind: "persistentvolumes", cluster, filter: `class=${JSON.stringify(object.metadata.name)}` }}
      columns={[{ id: "capacity", title: "Capacity", as: "bytes" }]}
      empty="No volume is of this class."
    />
  ),
};
