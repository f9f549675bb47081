export { reportEndpoints } from './endpoints/index.ts';
