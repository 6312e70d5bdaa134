"use client";
import { Annotations } from "@/components/ui/annotations.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import { Labels } from "@/components/ui/labels.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { Moment } from "./moment.tsx";

const byKey = (map: Record<string, string> | undefined) =>
  Object.entries(map ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));

/** The facts that every object has. */
export function MetaFacts({ object }: { object: KubeObject }) {
  const { metadata } = object;
  const finalizers = metadata.finalizers ?? [];
  return (
    <>
      <Fact label="Created">
        <Moment at={metadata.creationTimestamp} />
      </Fact>
      {finalizers.length > 0 ? (
        <Fact label="Finalizers">
          <span className="mono">{finalizers.map((one) => plainText(one)).join(", ")}</span>
        </Fact>
      ) : null}
      <Fact label="UID">
        <CodeText text={metadata.uid} copy="UID" />
      </Fact>
      <Fact label="Labels">
        <Labels pairs={byKey(metadata.labels)} />
      </Fact>
      <Fact label="Annotations">
        <Annotations pairs={byKey(metadata.annotations)} />
      </Fact>
    </>
  );
}
