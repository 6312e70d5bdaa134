"use client";
import { Age } from "@/components/ui/age.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { NodeFacts } from "@/lib/contract/node.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** The facts of a node in two columns. */
export function NodeFactsList({ facts }: { facts: NodeFacts }) {
  return (
    <Facts>
      <Fact label="System">{plainText(facts.os)}</Fact>
      <Fact label="Kernel">
        <CodeText text={facts.kernel} /> <span className="text-fg-3">{plainText(facts.arch)}</span>
      </Fact>
      <Fact label="Runtime">
        {plainText(facts.runtime.name)} {plainText(facts.runtime.version)}
      </Fact>
      <Fact label="Cgroups">{facts.cgroups}</Fact>
      <Fact label="Pod network">
        <CodeText text={facts.network.subnet} /> <span className="text-fg-3">on {plainText(facts.network.bridge)}</span>
      </Fact>
      <Fact label="Images">{facts.images}</Fact>
      <Fact label="Agent">
        {plainText(facts.version)}{" "}
        <span className="text-fg-3">
          started <Age at={facts.startedAt} form="ago" />
        </span>
      </Fact>
      <Fact label="Boot">
        <CodeText text={facts.bootId} />
      </Fact>
    </Facts>
  );
}
