import { z } from 'zod';
import { type FaultBook, faultRequestSchema } from './faults.ts';
import { jsonReply, type Reply } from './http.ts';

export type ControlOptions = {
  faults: FaultBook;
  reset: () => void;
  state: () => Record<string, unknown>;
};

/**
 * Answers the routes under /_emulator that both emulators share: faults (GET, POST, DELETE), reset (POST) and
 * state (GET). They need no key: the emulator listens on the local machine and holds nothing real.
 * Answers 404 for any other path below /_emulator and 400, with the reason, for a fault that makes no sense.
 */
export function answerControlRequest(
  method: string,
  path: string,
  body: string,
  options: ControlOptions,
): Reply {
  const route = `${method} ${path}`;
  if (route === 'GET /_emulator/state') return jsonReply(200, options.state());
  if (route === 'GET /_emulator/faults') return jsonReply(200, { faults: options.faults.list() });
  if (route === 'DELETE /_emulator/faults') {
    options.faults.clear();
    return jsonReply(200, { faults: [] });
  }
  if (route === 'POST /_emulator/reset') {
    options.faults.clear();
    options.reset();
    return jsonReply(200, options.state());
  }
  if (route === 'POST /_emulator/faults') {
    const parsed = faultRequestSchema.safeParse(parseJson(body));
    if (!parsed.success) return jsonReply(400, { error: { message: z.prettifyError(parsed.error) } });
    return jsonReply(201, options.faults.add(parsed.data));
  }
  return jsonReply(404, { error: { message: `The emulator has no control route ${route}.` } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
