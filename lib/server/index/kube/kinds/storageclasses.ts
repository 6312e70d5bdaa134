import { text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type StorageClass = KubeObject & {
  provisioner?: string;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
};

export const storageclasses: TypedKind = {
  name: "storageclasses.storage.k8s.io",
  title: "Storage classes",
  section: "storage",
  columns: [
    column("provisioner", "Provisioner", "text", 240),
    column("reclaim", "Reclaim", "text", 90),
    column("binding", "Binding", "text", 180),
    column("expansion", "Expansion", "text", 90),
  ],
  project(object) {
    const { metadata, ...of } = object as StorageClass;
    const isDefault = metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true";
    return {
      status: isDefault ? status("Default", "ok") : status("present", "idle"),
      provisioner: text(of.provisioner),
      reclaim: text(of.reclaimPolicy ?? "Delete"),
      binding: text(of.volumeBindingMode ?? "Immediate"),
      expansion: of.allowVolumeExpansion ? "yes" : "no",
    };
  },
};
