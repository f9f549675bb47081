/** Waits for Ctrl-C or a termination signal. A second one ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const take = (signal: NodeJS.Signals) => {
      resolve(signal);
      process.on(signal, () => process.exit(1));
    };
    process.once('SIGINT', take);
    process.once('SIGTERM', take);
  });
}
