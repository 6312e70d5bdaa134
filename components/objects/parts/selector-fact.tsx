import { Badge } from "@/components/ui/badge.tsx";
import { Fact } from "@/components/ui/facts.tsx";

/** A selector's terms as badges. */
export function SelectorFact({ label = "Selector", words }: { label?: string; words: string[] }) {
  return (
    <Fact label={label}>
      {words.length === 0 ? null : (
        <span className="flex flex-wrap gap-1.5">
          {words.map((one) => (
            <Badge key={one} mono>
              {one}
            </Badge>
          ))}
        </span>
      )}
    </Fact>
  );
}
