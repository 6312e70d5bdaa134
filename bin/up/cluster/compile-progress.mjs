/** How far `go build -v` is, by the packages that it names. */

/**
 * Answers a listener for the lines of `go build -v`, which names each package when it compiles it. `packages` is how many
 * there are; the last twentieth is the linker's.
 * @param {number} packages
 * @param {(what: { done: number | null, note: string }) => void} progress
 */
export function compileProgress(packages, progress) {
  let built = 0;
  return (line) => {
    // What else go says has blanks in it, or begins with a #.
    if (!/^[a-z][\w.+/~-]*$/i.test(line)) return;
    built += 1;
    const done = Math.min(0.99, (0.95 * built) / packages);
    progress({ done, note: built < packages ? `compiles ${line}` : "links" });
  };
}
