import { SETTINGS_TABLE } from './settings-table.ts';

/** docs/settings.md as text, generated from the settings table. */
export function settingsDocument(): string {
  const lines = [
    '# Settings',
    '',
    'All settings are environment variables, parsed by one schema at start. A wrong one stops the start with a',
    'sentence that names it. This page is generated: `npm run generate`.',
  ];
  let group = '';
  for (const [name, entry] of Object.entries(SETTINGS_TABLE)) {
    if (entry.group !== group) {
      group = entry.group;
      lines.push('', `## ${group}`, '', '| setting | default | what it does |', '|---|---|---|');
    }
    lines.push(
      `| \`${name}\` | ${entry.default === undefined ? '(not set)' : `\`${entry.default}\``} | ${entry.does} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}
