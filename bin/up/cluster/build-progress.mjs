/** A build of minutes told in a few lines: one each tenth. */

/** Answers a `progress` for ensureBinary that speaks by `tell(text)`, and not at all when nothing had to be built. */
export function tenths(tell) {
  let told = -1;
  return ({ done, note }) => {
    if (done === null) {
      if (told < 0) tell(`embedded Kubernetes: ${note}`);
      return;
    }
    const tenth = Math.floor(done * 10);
    if (tenth <= told) return;
    told = tenth;
    tell(`embedded Kubernetes: ${tenth * 10} % built`);
  };
}
