/**
 * Text from images, clusters and logs is hostile: escape sequences, controls, bidirectional marks that
 * turn a name around, invisible characters that make two names look alike. What is shown passes here.
 */

/** C0 and C1 controls (tab and line feed are handled apart), and lone surrogates. */
const controls =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Marks, embeddings, overrides and isolates of the bidirectional algorithm. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Zero width, soft hyphen, separators of lines and paragraphs, tags, byte order mark, interlinear marks. */
const invisible =
  /[\u00ad\u180e\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
/** A terminal's escape sequences: CSI, OSC up to its end, and two-character ones. */
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Text that is safe to show: escape sequences, controls and invisible characters are gone. With `lines`, line feeds stay. */
export function plainText(text: string, options: { lines?: boolean } = {}): string {
  const clean = text
    .replace(escapes, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, " ")
    .replace(controls, "")
    .replace(bidi, "")
    .replace(invisible, "");
  return options.lines ? clean : clean.replace(/\n+/g, " ");
}
