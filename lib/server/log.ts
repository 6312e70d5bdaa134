/** The server's own log: one JSON object a line on stderr. Never secrets, never whole bodies. */

export type Log = {
  info(message: string, facts?: Record<string, unknown>): void;
  error(message: string, error: unknown, facts?: Record<string, unknown>): void;
};

export function createLog(write: (line: string) => void): Log {
  const line = (level: string, message: string, facts: Record<string, unknown>) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...facts })}\n`);
  return {
    info: (message, facts = {}) => line("info", message, facts),
    error: (message, error, facts = {}) => line("error", message, { ...facts, error: asFacts(error) }),
  };
}

function asFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? {} : { cause: asFacts(error.cause) };
  return { name: error.name, message: error.message, stack: error.stack?.split("\n").slice(1, 6), ...cause };
}
