import { writeContract } from '../subscriptions/contract.ts';
import type { MakeContract } from './quotes/change-quotes.ts';

/** Carries an accepted quote out: its price becomes the contract of its school, in the same transaction. */
export const makeContract: MakeContract = (client, { tenantId, plan, cycle, cents, staff, now }) =>
  writeContract(
    client,
    { tenantId, plan, cycle, cents, actor: { kind: 'staff', id: staff.id, label: staff.label } },
    now,
  );
