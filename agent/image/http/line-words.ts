/** What broke on a line, for people. */
const words: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up now",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no network",
};

/** `code`: errno's or Node's name, may be empty. */
export function lineWords(code: string, cause: Error): string {
  if (code === "") return cause.message.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
  return code in words ? `${words[code]} (${code})` : code;
}
