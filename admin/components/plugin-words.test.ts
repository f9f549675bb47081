import { describe, expect, it } from 'vitest';
import { PERMISSIONS, PLUGIN_EVENT_TYPES } from '../../plugins/sdk/index.ts';
import { PLUGIN_WORDS } from './plugin-words.ts';

describe('words for what add-ons ask', () => {
  it.each(['en', 'ar'] as const)('should name all of the contract in %s', (language) => {
    const words = PLUGIN_WORDS[language];
    const missing = {
      capabilities: [...PERMISSIONS.keys()].filter((name) => !Object.hasOwn(words.capabilities, name)),
      events: PLUGIN_EVENT_TYPES.filter((name) => !Object.hasOwn(words.events, name)),
      fields: [...PERMISSIONS.values()]
        .flatMap(({ fields }) => fields)
        .filter((name) => !Object.hasOwn(words.fields, name)),
    };
    expect(missing).toEqual({ capabilities: [], events: [], fields: [] });
  });
});
