/** The address of another server or pool with the database and the login the application uses: its host and port alone count. */
export function asApplication(address: string, applicationUrl: string): string {
  const url = new URL(applicationUrl);
  const other = new URL(address);
  url.hostname = other.hostname;
  url.port = other.port;
  for (const [name, value] of other.searchParams) url.searchParams.set(name, value);
  return url.href;
}
