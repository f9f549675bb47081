import { styleText } from 'node:util';
import type { CallRecord } from '../local/local-install.ts';

const STYLE = { debug: 'dim', info: 'cyan', warn: 'yellow', error: 'red' } as const;

/** One call as people read it: what ran, how it ended, its log, and what it asked the host. */
export function describeCall(record: CallRecord): string {
  const { entry, code, message, usage, calls, logs } = record;
  const mark = record.ok ? styleText('green', '✓') : styleText('red', '✗');
  const figures = styleText(
    'dim',
    `${usage.wallMs} ms, CPU ${usage.cpuMs} ms, ${usage.hostCalls} host calls`,
  );
  const lines = [`${mark} ${entry.kind} ${entry.name}: ${code}  ${figures}`];
  if (message !== '') lines.push(`    ${message}`);
  for (const call of calls)
    lines.push(
      styleText(
        'dim',
        `    ${call.capability} → ${call.answer.ok ? 'ok' : `${call.answer.code}: ${call.answer.message}`}`,
      ),
    );
  for (const { level, message: text } of logs) lines.push(`    ${styleText(STYLE[level], level)} ${text}`);
  return lines.join('\n');
}

/** What to change for the codes that authors meet most. */
export function adviceFor(code: string): string | undefined {
  const advice: Record<string, string> = {
    never_settles:
      'A promise of the handler waits for something that never comes. There are no timers in the cage.',
    timeout_cpu: 'The handler computed for too long. Ask for fewer rows, or give it "limits": "job".',
    timeout_wall: 'The handler took too long. Make fewer calls, or give it "limits": "job".',
    memory: 'The handler used too much memory. Work page by page.',
    too_many_host_calls: 'The handler asks the host too often. Read lists instead of single records.',
    result_invalid: 'Answer blocks as docs/plugins/manifest.md and the types of the SDK have them.',
    guest_error:
      'The handler threw. Handle answers with ok: false, or let the host try again if that is meant.',
  };
  return advice[code];
}
