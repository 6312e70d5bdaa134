import { ArrowRight } from "lucide-react";
import { Fact } from "@/components/ui/facts.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import type { OwnerLink } from "@/lib/contract/kube-object.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { ObjectLink } from "./object-link.tsx";

/** Who made it, from the top down; an owner that cannot be read says why. */
export function OwnerFact({ owners, cluster }: { owners: OwnerLink[]; cluster: string }) {
  if (owners.length === 0) return null;
  const chain = [...owners].reverse();
  return (
    <Fact label={owners.length > 1 ? "Owners" : "Owner"}>
      <span className="flex flex-wrap items-center gap-x-1.5">
        {chain.map((owner, at) => (
          <span key={`${owner.kind}/${owner.name}`} className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5">
            {at > 0 ? <Icon of={ArrowRight} size={12} className="text-fg-3" /> : null}
            <span>
              {owner.kindId === null || owner.why !== null ? (
                <span>{plainText(`${owner.kind} ${owner.name}`)}</span>
              ) : (
                <ObjectLink
                  cluster={cluster}
                  kind={owner.kindId}
                  namespace={owner.namespace}
                  name={owner.name}
                  label={`${owner.kind} ${owner.name}`}
                />
              )}
              {owner.why === null ? null : <span className="text-fg-3"> ({plainText(owner.why)})</span>}
            </span>
          </span>
        ))}
      </span>
    </Fact>
  );
}
