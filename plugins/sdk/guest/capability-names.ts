import type { CapabilityName } from '../contract/capabilities/table.ts';

/**
 * The methods of a plugin's context. Named here once more because the schemas may not travel into the cage; the types
 * hold the list to the contract: a name too many or too few does not compile.
 */
export const CAPABILITY_NAMES = [
  'students.read',
  'guardians.read',
  'attendance.read',
  'results.read',
  'structure.read',
  'aggregates.query',
  'kv.get',
  'kv.set',
  'kv.increment',
  'kv.delete',
  'kv.list',
  'records.put',
  'records.get',
  'records.list',
  'records.delete',
  'files.put',
  'files.get',
  'files.list',
  'files.link',
  'files.delete',
  'sms.send',
  'email.send',
  'notify.send',
  'http.fetch',
  'report.render',
  'meter.add',
] as const satisfies readonly CapabilityName[];

type Missing = Exclude<CapabilityName, (typeof CAPABILITY_NAMES)[number] | 'log'>;
/** Does not compile when the contract has a method that is not in the list. */
export const NOTHING_MISSING: [Missing] extends [never] ? true : Missing = true;
