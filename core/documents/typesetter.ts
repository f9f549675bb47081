import type { TypesetDocument, TypesetJob } from './typeset.ts';

const KEY = Symbol.for('daftar.typesetter');
type Typesetter = (job: TypesetJob) => Promise<TypesetDocument>;
type Holder = { [KEY]?: Typesetter };

/** Makes the typesetter known to the endpoints of this process; they are part of the panel's bundle, which cannot hold it. */
export function provideTypesetter(typesetter: Typesetter): void {
  (globalThis as Holder)[KEY] = typesetter;
}

/** Sets a document by the typesetter of this process. Throws when the process has none: a programming error. */
export function setDocument(job: TypesetJob): Promise<TypesetDocument> {
  const typesetter = (globalThis as Holder)[KEY];
  if (typesetter === undefined) throw new Error('This process sets no documents.');
  return typesetter(job);
}
