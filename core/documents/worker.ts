// The second door of this module: the typesetter itself, which is native code and no part of the panel's bundle.
export { TYPESET_LIMITS, TypesetError, type TypesetLimits, typeset } from './typeset.ts';
export { provideTypesetter } from './typesetter.ts';
