/** Names and identifiers shared by console and agent. */
import { z } from "zod";

/** A pod's UUID, lower case 8-4-4-4-12, never all zero (appc A8, G1). */
export const podUuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, "is not a lower-case UUID")
  .refine((v) => v !== "00000000-0000-0000-0000-000000000000", "is the zero UUID");

/** AC Name (appc A2): names of apps, volumes, mount points and ports. At most 63 characters here. */
export const acName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+([-][a-z0-9]+)*$/, "must be lower-case letters, digits and single hyphens");

/** Image ID (appc A5, B11): `sha512-` and 128 hex digits, over the plain tar. */
export const imageId = z.string().regex(/^sha512-[0-9a-f]{128}$/, "must be sha512- and 128 hex digits");

/** A node's name: a DNS label or dotted name, lower case. */
export const nodeName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "must be a lower-case host name");
