"use client";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useCluster } from "./cluster-context.tsx";
import { navGroups } from "./nav-items.ts";
import { useSession } from "./session-context.tsx";

const lists: [keys: string, what: string][] = [
  ["j k", "next and previous row (also the arrows)"],
  ["Enter", "open the row"],
  ["x", "choose the row, Shift-click for a range"],
  ["/", "filter the list"],
  ["Esc", "clear the choice"],
];

/** All keys, by `?`. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { role } = useSession();
  const cluster = useCluster();
  const everywhere: [string, string][] = [
    ["Ctrl K", "search, or run a command"],
    ...navGroups(cluster, role)
      .flatMap((group) => group.items)
      .flatMap((item): [string, string][] => (item.keys ? [[item.keys, `go to ${item.label}`]] : [])),
    ...(cluster.isFleet ? [] : [["n", "choose namespaces"] as [string, string]]),
    ["[", "narrow or widen the navigation"],
    ["?", "this list"],
  ];
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard" size="md">
      <div className="grid grid-cols-2 gap-6 max-md:grid-cols-1">
        <Keys title="Everywhere" keys={everywhere} />
        <Keys title="Lists" keys={lists} />
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: [string, string][] }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      <dl className="grid grid-cols-[72px_1fr] gap-y-1.5">
        {keys.map(([key, what]) => (
          <div key={key} className="contents">
            <dt className="flex items-start gap-1">
              {key.split(" ").map((one) => (
                <Kbd key={one}>{one}</Kbd>
              ))}
            </dt>
            <dd className="text-fg-2">{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
