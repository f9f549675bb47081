export { ownAddress } from '../../../tenancy/index.ts';
