/**
 * True when a host is one of those declared: the exact name, or one label in the place of a leading `*`. Compare the
 * host of a parsed URL alone, which is in lower case and in the letters of the network: text before parsing can look
 * like one host and lead to another.
 */
export function isDeclaredHost(host: string, declared: readonly string[]): boolean {
  return declared.some((pattern) => {
    if (!pattern.startsWith('*.')) return host === pattern;
    const dot = host.indexOf('.');
    return dot > 0 && host.slice(dot) === pattern.slice(1);
  });
}
