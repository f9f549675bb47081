// The door for pages in the browser: index.ts brings its schema library along, which is 117 KB to download.
export { countSmsParts, type SmsParts } from './guest/sms-parts.ts';
