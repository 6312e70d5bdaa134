/** `running` → `Running`: states are lower case in data and begin with a capital on screens. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * What happened, as a sentence; one that begins with a name, of who did it or of an image (`docker://…`), keeps that as it is
 * spelt.
 */
export function sentence(message: string, user: string | null): string {
  const first = message.split(" ", 1)[0] ?? "";
  return first === user || /[/:.]\w/.test(first) ? message : capital(message);
}
