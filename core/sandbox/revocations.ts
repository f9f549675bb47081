import type { CallMatch, SandboxCall } from './types.ts';

const FIELDS = ['pluginId', 'version', 'tenantId', 'installId'] as const;

export type Revocations = {
  add(match: CallMatch): void;
  remove(match: CallMatch): void;
  covers(call: SandboxCall): boolean;
};

/** What may not run any more. Each match is kept once; `remove` takes the same fields that `add` was given. */
export function createRevocations(): Revocations {
  const matches = new Map<string, CallMatch>();
  const keyOf = (match: CallMatch): string => JSON.stringify(FIELDS.map((field) => match[field] ?? null));
  return {
    add(match) {
      // Without a field it would mean every plugin of every school, which nobody asks for on purpose.
      if (FIELDS.every((field) => match[field] === undefined)) throw new TypeError('A match needs a field.');
      matches.set(keyOf(match), match);
    },
    remove(match) {
      matches.delete(keyOf(match));
    },
    covers(call) {
      for (const match of matches.values()) if (fits(call, match)) return true;
      return false;
    },
  };
}

/** Whether the call has every field that the match names. */
export function fits(call: SandboxCall, match: CallMatch): boolean {
  return FIELDS.every((field) => match[field] === undefined || match[field] === call[field]);
}
