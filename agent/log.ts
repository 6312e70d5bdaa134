/** The agent's log: one JSON object a line on stdout. Nothing secret goes in; errors are logged once, at the border. */
type Level = "info" | "warning" | "error";
export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = (level: Level, message: string, fields?: LogFields) => void;

export const log: Log = (level, message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};

/** An error with its causes as one text, for a log line. */
export function errorText(error: unknown): string {
  const parts: string[] = [];
  for (let at = error; at !== undefined && at !== null && parts.length < 8; ) {
    if (!(at instanceof Error)) {
      parts.push(String(at));
      break;
    }
    parts.push(at.stack ?? at.message);
    at = at.cause;
  }
  return parts.join("\ncaused by: ");
}
