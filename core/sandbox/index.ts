export * from './cage.ts';
export * from './capabilities/index.ts';
