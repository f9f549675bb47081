// A terminal sends Ctrl-C to the whole group and the launcher passes it on as well: what comes within this time is
// the same wish.
const SAME_WISH_MS = 1000;

/** Waits for Ctrl-C or a termination signal. A second Ctrl-C ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const take = (signal: NodeJS.Signals) => {
      if (since === undefined) {
        since = Date.now();
        resolve(signal);
      } else if (signal === 'SIGINT' && Date.now() - since > SAME_WISH_MS) process.exit(1);
    };
    process.on('SIGINT', take);
    process.on('SIGTERM', take);
  });
}
