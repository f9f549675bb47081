export * from './oneroster/index.ts';
