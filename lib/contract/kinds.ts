/**
 * Kinds that an index lists, and their columns: the server projects to them, the browser draws them. The kinds of the fleet
 * are fixed and stand here; those of a Kubernetes cluster come from its discovery (kube-kind.ts).
 */
import { z } from "zod";

/** Kinds of the cluster `fleet`. */
export const kindName = z.enum(["pods", "images", "nodes", "events"]);
export type KindName = z.infer<typeof kindName>;

/** The name of any kind: of the fleet, or a Kubernetes resource as kubectl names it (`pods`, `deployments.apps`), or `workloads`. */
export const kindId = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "must be a resource such as pods or deployments.apps");

/**
 * How a column is compared and drawn. `time` is ms since the epoch, `bytes` and `number` numbers (null is none),
 * `status` a word with a tone. Null sorts below everything.
 */
export type ColumnType = "text" | "mono" | "number" | "bytes" | "cores" | "time" | "status";

export type Column = {
  id: string;
  title: string;
  type: ColumnType;
  /** Pixels to begin with. */
  width: number;
  /** Not shown until chosen. */
  hidden?: boolean;
};

const column = (id: string, title: string, type: ColumnType, width: number, hidden = false): Column => ({
  id,
  title,
  type,
  width,
  hidden,
});

export type Kind = {
  /** A `kindId`. */
  name: string;
  title: string;
  columns: Column[];
  /** Column whose values make the chips. */
  status: string;
  sort: { column: string; desc: boolean }[];
};

/** The kinds of the fleet. */
export const kinds: Record<KindName, Kind & { name: KindName }> = {
  pods: {
    name: "pods",
    title: "Pods",
    status: "status",
    sort: [{ column: "created", desc: true }],
    columns: [
      column("name", "Name", "text", 220),
      column("status", "Status", "status", 150),
      column("ready", "Apps", "text", 70),
      column("cpu", "CPU", "cores", 90),
      column("memory", "Memory", "bytes", 100),
      column("node", "Node", "text", 140),
      column("ip", "IP", "mono", 120),
      column("images", "Images", "mono", 320),
      column("exit", "Exit", "number", 70, true),
      column("ports", "Ports", "mono", 140, true),
      column("createdBy", "Created by", "text", 110, true),
      column("uuid", "UUID", "mono", 290, true),
      column("created", "Age", "time", 80),
    ],
  },
  images: {
    name: "images",
    title: "Images",
    status: "status",
    sort: [{ column: "imported", desc: true }],
    columns: [
      column("name", "Name", "text", 300),
      column("version", "Version", "mono", 96),
      column("status", "Status", "status", 92),
      column("trust", "Trust", "status", 104),
      column("kind", "Kind", "mono", 56),
      column("own", "Own", "bytes", 84),
      column("shared", "Shared", "bytes", 84),
      column("size", "Archive", "bytes", 90, true),
      column("treeSize", "Unpacked", "bytes", 100, true),
      column("arch", "OS/arch", "mono", 108),
      column("usedBy", "Pods", "number", 60),
      column("node", "Node", "text", 120),
      column("nodes", "On nodes", "number", 84),
      column("source", "Source", "mono", 200, true),
      column("id", "ID", "mono", 120, true),
      column("imported", "Age", "time", 80),
    ],
  },
  nodes: {
    name: "nodes",
    title: "Nodes",
    status: "status",
    sort: [{ column: "name", desc: false }],
    columns: [
      column("name", "Name", "text", 200),
      column("status", "Status", "status", 140),
      column("pods", "Running pods", "number", 110),
      column("cpu", "CPU", "cores", 110),
      column("memory", "Memory", "bytes", 120),
      column("diskFree", "Disk free", "bytes", 100),
      column("runtime", "Runtime", "mono", 120),
      column("cgroups", "Cgroups", "mono", 90),
      column("kernel", "Kernel", "mono", 160),
      column("version", "Agent", "mono", 90),
      column("address", "Address", "mono", 160, true),
      column("started", "Up", "time", 80),
    ],
  },
  events: {
    name: "events",
    title: "Events",
    status: "status",
    sort: [{ column: "time", desc: true }],
    columns: [
      column("time", "Age", "time", 80),
      column("status", "Level", "status", 110),
      column("reason", "Reason", "text", 150),
      column("object", "Object", "text", 220),
      column("message", "Message", "text", 460),
      column("node", "Node", "text", 140),
      column("user", "User", "text", 110, true),
      /** Where the object is: with `node` they make its link. */
      column("noun", "Kind", "text", 80, true),
      column("id", "Object ID", "mono", 290, true),
    ],
  },
};
