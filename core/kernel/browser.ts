// The door for code that runs in the browser: only what needs nothing of Node.
export * from './csv.ts';
