import type { RelatedColumn } from "./related-table.tsx";

/** What of pods is told wherever they belong to something. */
export const podColumns: RelatedColumn[] = [
  { id: "ready", title: "Ready" },
  { id: "restarts", title: "Restarts", as: "number" },
  { id: "node", title: "Node" },
  { id: "ip", title: "IP", as: "mono" },
];
