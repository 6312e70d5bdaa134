/** Mount batches as fields. */
import type { MountOp } from "./types.ts";
import { type Field, field, flag, step, u8, u64 } from "./wire.ts";

export function mountFields(ops: MountOp[]): Field[] {
  return ops.flatMap((one) => stepFields(one));
}

function stepFields(one: MountOp): Field[] {
  const target: Field = [field.TARGET, one.target];
  switch (one.op) {
    case "mount": {
      const fields: Field[] = [
        [field.STEP, u8(step.MOUNT)],
        [field.SOURCE, one.source],
        target,
        [field.FSTYPE, one.fstype],
        [field.MFLAGS, u64(one.flags ?? 0)],
      ];
      return one.data === undefined ? fields : [...fields, [field.DATA, one.data]];
    }
    case "umount": {
      const flags = (one.flags ?? 0) + (one.ifMounted ? flag.STEP_IF_MOUNTED : 0);
      return [[field.STEP, u8(step.UMOUNT)], target, [field.MFLAGS, u64(flags)]];
    }
    case "bind": {
      const flags = (one.recursive ? flag.STEP_RECURSIVE : 0) | (one.readOnly ? flag.STEP_READONLY : 0);
      return [
        [field.STEP, u8(step.BIND)],
        [field.SOURCE, one.source],
        [field.ROOT, one.root],
        target,
        [field.MFLAGS, u64(flags)],
      ];
    }
    case "propagation":
      return [[field.STEP, u8(step.PROPAGATION)], target, [field.MFLAGS, u64(one.flags)]];
  }
}
