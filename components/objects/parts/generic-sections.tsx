import { Section } from "@/components/ui/section.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { ValueTree } from "./value-tree.tsx";

const told = new Set(["apiVersion", "kind", "metadata"]);

/** Every part of an object that nobody made a page for, as it is: spec, status, and whatever else stands at the top. */
export function GenericSections({ object }: { object: KubeObject }) {
  const parts = Object.entries(object).filter(([name, value]) => !told.has(name) && value !== undefined);
  const branches = parts.flatMap(([name, value]): [string, object][] =>
    typeof value === "object" && value !== null && Object.keys(value).length > 0
      ? [[name, name === "status" ? withoutConditions(value) : value]]
      : [],
  );
  const leaves = Object.fromEntries(parts.filter(([, value]) => typeof value !== "object" || value === null));
  return (
    <>
      {Object.keys(leaves).length > 0 ? (
        <Section title="Values">
          <ValueTree value={leaves} />
        </Section>
      ) : null}
      {branches
        .filter(([, value]) => Object.keys(value).length > 0)
        .map(([name, value]) => (
          <Section key={name} title={capital(plainText(name))}>
            <ValueTree value={value} />
          </Section>
        ))}
    </>
  );
}

/** They have a table of their own. */
function withoutConditions(status: object): object {
  return Object.fromEntries(Object.entries(status).filter(([name]) => name !== "conditions"));
}
