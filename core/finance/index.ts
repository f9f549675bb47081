export { FeeStructures, Invoices, Payments } from './collections/fees.ts';
