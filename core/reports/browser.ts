// The third door of this module: what pages in the browser may use, free of Node.
export { fillComment } from './services/fill-text.ts';
