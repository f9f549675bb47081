import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../kernel/index.ts';

type Account = { tenant: string | null; url: string; role: string; email: string; password: string };

/** Prints where everything is and who can sign in. */
export function printWelcome(start: {
  settings: Settings;
  addresses: Record<string, string>;
  seconds: number;
}): void {
  const { settings } = start;
  const accountsFile = path.join(settings.DAFTAR_DATA_DIR, 'demo-accounts.json');
  const lines = ['', `Daftar is ready after ${start.seconds} s.`, ''];
  if (existsSync(accountsFile)) {
    for (const account of JSON.parse(readFileSync(accountsFile, 'utf8')) as Account[]) {
      lines.push(
        `  ${account.role.padEnd(10)} ${account.url}/admin   ${account.email}   ${account.password}`,
      );
    }
    lines.push('', `  These accounts are also in ${accountsFile}.`);
  } else {
    lines.push(
      `  Make a school: npx daftar tenants create my-school --name "My School" --plan standard --admin-email me@example.com`,
    );
  }
  if (start.addresses.messages) lines.push('', `  Sent SMS and mails:   ${start.addresses.messages}`);
  if (start.addresses.stripe) lines.push(`  Stripe emulator:      ${start.addresses.stripe}`);
  lines.push('', '  Ctrl-C stops everything.', '');
  console.log(lines.join('\n'));
}
