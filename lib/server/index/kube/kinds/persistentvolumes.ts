import { quantity } from "../../../../format/quantity.ts";
import { text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { statusOf } from "../tone.ts";
import { accessModes } from "./access-modes.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type PersistentVolume = KubeObject & {
  spec?: {
    capacity?: { storage?: string };
    accessModes?: string[];
    persistentVolumeReclaimPolicy?: string;
    claimRef?: { namespace?: string; name?: string };
    storageClassName?: string;
    volumeMode?: string;
    csi?: { driver?: string };
  };
  status?: { phase?: string; reason?: string };
};

export const persistentvolumes: TypedKind = {
  name: "persistentvolumes",
  title: "Persistent volumes",
  section: "storage",
  columns: [
    column("capacity", "Capacity", "bytes", 100),
    column("modes", "Access", "text", 100),
    column("reclaim", "Reclaim", "text", 90),
    column("claim", "Claim", "text", 240),
    column("class", "Storage class", "text", 140),
    hiddenColumn("reason", "Reason", "text", 140),
    hiddenColumn("mode", "Volume mode", "text", 110),
    hiddenColumn("driver", "Driver", "text", 180),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata } = object as PersistentVolume;
    const { claimRef } = spec;
    return {
      status: statusOf(metadata?.deletionTimestamp ? "Terminating" : (status.phase ?? "Unknown")),
      capacity: quantity(spec.capacity?.storage),
      modes: accessModes(spec.accessModes),
      reclaim: text(spec.persistentVolumeReclaimPolicy),
      claim: claimRef?.name ? text(`${claimRef.namespace ?? ""}/${claimRef.name}`) : null,
      class: text(spec.storageClassName),
      reason: text(status.reason),
      mode: text(spec.volumeMode),
      driver: text(spec.csi?.driver),
    };
  },
};
