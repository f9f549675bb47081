import { CAPABILITIES, type CapabilityInput } from '../../../plugins/sdk/index.ts';
import { parseHostileJson } from '../hostile-json.ts';
import type { Capability } from './registry.ts';

type LogInput = CapabilityInput<'log'>;

// Line breaks and terminal codes would let a plugin write what looks like a second, genuine line.
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * The `log` capability, and the example of how one is written: parsed input in, plain data out, and everything it
 * may touch given when it is built. The cage itself builds it to collect a call's lines; it is granted to every plugin.
 */
export function createLogCapability({
  write,
  maxLineBytes,
}: {
  write(line: LogInput): void;
  maxLineBytes: number;
}): Capability<'log'> {
  return {
    name: 'log',
    async run(_context, { level, message }) {
      write({ level, message: cleanLogLine(message, maxLineBytes) });
      return null;
    },
  };
}

/** One printable line of at most `maxBytes` UTF-8 bytes. */
export function cleanLogLine(message: string, maxBytes: number): string {
  const line = message.replace(CONTROL, ' ').toWellFormed();
  const bytes = Buffer.from(line, 'utf8');
  if (bytes.length <= maxBytes) return line;
  // Cutting bytes can split a letter; the broken remainder decodes to one replacement sign, which is dropped.
  return bytes
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd{1,3}$/, '');
}

/** Reads the text a guest logged; undefined when it is not a log line. */
export function readLogLine(body: string, maxBytes: number): LogInput | undefined {
  const parsed = CAPABILITIES.log.input.safeParse(parseHostileJson(body)?.value);
  if (!parsed.success) return undefined;
  return { level: parsed.data.level, message: cleanLogLine(parsed.data.message, maxBytes) };
}
