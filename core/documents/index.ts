export { isolatedLines } from '../kernel/index.ts';
export type { TypesetDocument, TypesetJob } from './typeset.ts';
export { setDocument } from './typesetter.ts';
