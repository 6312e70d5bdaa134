/** `running` → `Running`: states are lower case in data and begin with a capital on screens. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
