import { GLUE } from './glue.mjs';

/**
 * @typedef {{ isolateMb: number, cpuMs: number, hostCalls: number, payloadBytes: number, logLines: number,
 *   logLineBytes: number }} CallLimits
 * @typedef {{ fromGuest: (kind: string, id: string, name: string, body: string) => void, onDeath: () => void }} CallEars
 * @typedef {{ isolate: object, context: object, enter: object, listen: (ears: CallEars) => void }} FreshIsolate
 */

/**
 * Makes the isolate of one call: a context with the glue in it and nothing of any plugin. It may be made before the call
 * comes, which takes most of its cost out of the call's way; it is used for one call and then disposed.
 *
 * @param {{ ivm: object, limits: CallLimits }} options
 * @returns {FreshIsolate}
 */
export function prepareIsolate({ ivm, limits }) {
  /** @type {CallEars | undefined} */
  let ears;
  const isolate = new ivm.Isolate({
    memoryLimit: limits.isolateMb,
    onCatastrophicError: () => ears?.onDeath(),
  });
  const context = isolate.createContextSync();
  const post = new ivm.Callback((kind, id, name, body) => ears?.fromGuest(kind, id, name, body), {
    ignored: true,
  });
  const enter = context.evalClosureSync(GLUE, [post, JSON.stringify(limits)], {
    result: { reference: true },
    filename: 'cage.js',
  });
  return {
    isolate,
    context,
    enter,
    listen(next) {
      ears = next;
    },
  };
}
