/** `running` → `Running`: states are lower case in data and begin with a capital on screens. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** What happened, as a sentence; one that begins with the name of who did it keeps that as it is spelt. */
export function sentence(message: string, user: string | null): string {
  return user && message.startsWith(`${user} `) ? message : capital(message);
}
