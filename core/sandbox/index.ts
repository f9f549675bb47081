export * from './cage.ts';
export * from './capabilities/index.ts';
export * from './files/index.ts';
