/**
 * What of the SDK goes into a bundle. The build puts this file in the place of `index.ts`: the schemas there bring a
 * whole validation library, which no plugin needs in the cage because the host validates.
 */
export { definePlugin } from './guest/plugin.ts';
export { countSmsParts } from './guest/sms-parts.ts';
