// The third door of this module: what pages in the browser may use, free of Node.
export { toCsv } from './csv.ts';
