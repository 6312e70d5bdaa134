/** The basic types of appc A1–A10: each answers null, or what is wrong with the text. */
import { type Read, record, required, text, textThat } from "./reader.ts";

type Why = string | null;
const identifierForm = /^[a-z0-9]+([-._~/][a-z0-9]+)*$/;
const nameForm = /^[a-z0-9]+([-][a-z0-9]+)*$/;
/** semver.org's own expression. */
const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A1, by the specification's expression: stricter than the reference, which lets `a--b` and `a/../b` pass. */
export function identifierFault(value: string): Why {
  if (value === "") return "must not be empty";
  if (value.length > 1024) return "is longer than 1024 characters";
  const bad = /[^a-z0-9\-._~/]/u.exec(value);
  if (bad) return `holds ${JSON.stringify(bad[0])}: only a-z, 0-9 and - . _ ~ / are allowed`;
  return identifierForm.test(value) ? null : "must begin and end with a-z or 0-9, with single - . _ ~ / between";
}

/** A2. At most 63 characters, since names become folders and host names. */
export function nameFault(value: string): Why {
  if (value === "") return "must not be empty";
  if (value.length > 63) return "is longer than 63 characters";
  const bad = /[^a-z0-9-]/u.exec(value);
  if (bad) return `holds ${JSON.stringify(bad[0])}: only a-z, 0-9 and - are allowed`;
  return nameForm.test(value) ? null : "must begin and end with a-z or 0-9, with single hyphens between";
}

/** A4: semantic versioning, not zero. */
export function versionFault(value: string): Why {
  if (value.length > 256 || !semver.test(value)) return "must be a semantic version such as 0.8.11";
  return value === "0.0.0" ? "must not be version zero" : null;
}

/** The release of the specification that our manifests comply with (appc A4). */
export const specVersion = "0.8.11";

/** A4: manifests are compatible within one major. What to tell about another one's; null for ours. `value` is a valid version. */
export function versionNote(value: string): string | null {
  const [theirs, ours] = [value, specVersion].map((text) => Number(text.split(".", 1)[0]));
  if (theirs === ours || theirs === undefined || ours === undefined) return null;
  return `acVersion ${value} is ${theirs < ours ? "older" : "newer"} than ${specVersion} by a major version and may mean other things`;
}

/** A5, strict: `sha512-` and 128 lower-case hex digits. */
export function imageIdFault(value: string): Why {
  return /^sha512-[0-9a-f]{128}$/.test(value) ? null : "must be sha512- and 128 lower-case hex digits";
}

/** A7: RFC 3339 with a literal T. */
export function timestampFault(value: string): Why {
  const [, year, month, day, hour, minute, second] = rfc3339.exec(value)?.map(Number) ?? [];
  if (year === undefined || !month || !day || hour === undefined)
    return "must be an RFC 3339 time such as 2026-01-31T12:00:00Z";
  const days = month > 12 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate();
  const clock = hour < 24 && (minute ?? 60) < 60 && (second ?? 60) < 60;
  return day <= days && clock ? null : "is no date and time of the calendar";
}

/** A9: an http or https URL with a host, written without what URL parsers of browsers take away or mend (blanks, backslashes). */
export function urlFault(value: string): Why {
  const plain = /^https?:\/\/[^\s\\/?#]/i.test(value) && !/[\s\\\u0000-\u001f\u007f]/.test(value);
  return plain && URL.canParse(value) ? null : "must be an http or https URL";
}

/** A10. */
export function variableFault(value: string): Why {
  return /^[A-Za-z_][A-Za-z_0-9.-]*$/.test(value)
    ? null
    : "must be letters, digits and _ . - and not begin with a digit";
}

/** An absolute path without `..`. */
export function pathFault(value: string): Why {
  if (!value.startsWith("/")) return "must be an absolute path";
  if (value.length > 4095) return "is longer than 4095 characters";
  return value.split("/").includes("..") ? "must not hold .." : null;
}

/** A8: hyphens are ignored; answers the UUID lower case in 8-4-4-4-12, or null for what is none and for the zero UUID. */
export function parseUuid(value: string): string | null {
  const hex = value.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex) || /^0+$/.test(hex)) return null;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const identifier = textThat(identifierFault);
export const name = textThat(nameFault);
export const version = textThat(versionFault);
export const imageId = textThat(imageIdFault);
export const absolutePath = textThat(pathFault);

/** A3: one kind and no other. */
export function kind<K extends string>(wanted: K): Read<K> {
  return textThat<K>((value) =>
    value === wanted ? null : `must be ${wanted}, not ${JSON.stringify(value.slice(0, 64))}`,
  );
}

/** A label or an annotation: the name is an AC Identifier (also in pods: appc gotcha 21). */
export const named: Read<{ name: string; value: string }> = record({
  name: required(identifier),
  value: required(text),
});
