/** What an error page says. Errors of the server arrive without their words, only with a digest that its log holds too. */
export function pageProblem(error: unknown): { code: string; message: string; requestId: string } {
  const digest: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "digest") : undefined;
  const isServer = typeof digest === "string" && digest !== "";
  const own = error instanceof Error ? error.message : "";
  return {
    code: "internal",
    message: isServer || own === "" ? "the console failed while it made the page" : own,
    requestId: isServer ? digest : "",
  };
}
