import { ERROR_CATALOGUE } from './error-catalogue.ts';

/** docs/errors.md as text, generated from the catalogue. */
export function errorsDocument(): string {
  const rows = Object.entries(ERROR_CATALOGUE).map(
    ([code, entry]) => `| \`${code}\` | ${entry.status} | ${entry.en} | ${entry.ar} |`,
  );
  return [
    '# Errors',
    '',
    'Every error answer is `{"errors": [{"code", "message", "details"}]}` with the status below. A code is stable: programs',
    'compare it, people read the message in their language. This page is generated: `npm run generate`.',
    '',
    '| code | status | English | Arabic |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
