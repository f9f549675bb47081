export { isolatedLines } from './isolated-lines.ts';
export type { TypesetDocument, TypesetJob } from './typeset.ts';
export { setDocument } from './typesetter.ts';
