import { quantity } from "../../../../format/quantity.ts";
import { text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { statusOf } from "../tone.ts";
import { accessModes } from "./access-modes.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type PersistentVolumeClaim = KubeObject & {
  spec?: {
    volumeName?: string;
    storageClassName?: string;
    volumeMode?: string;
    resources?: { requests?: { storage?: string } };
  };
  status?: { phase?: string; capacity?: { storage?: string }; accessModes?: string[] };
};

export const persistentvolumeclaims: TypedKind = {
  name: "persistentvolumeclaims",
  title: "Persistent volume claims",
  section: "storage",
  columns: [
    column("volume", "Volume", "text", 240),
    column("capacity", "Capacity", "bytes", 100),
    column("requested", "Requested", "bytes", 100),
    column("modes", "Access", "text", 100),
    column("class", "Storage class", "text", 140),
    hiddenColumn("mode", "Volume mode", "text", 110),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata } = object as PersistentVolumeClaim;
    return {
      status: statusOf(metadata?.deletionTimestamp ? "Terminating" : (status.phase ?? "Unknown")),
      volume: text(spec.volumeName),
      capacity: quantity(status.capacity?.storage),
      requested: quantity(spec.resources?.requests?.storage),
      modes: accessModes(status.accessModes),
      class: text(spec.storageClassName),
      mode: text(spec.volumeMode),
    };
  },
};
