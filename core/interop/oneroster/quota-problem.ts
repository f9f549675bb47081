import { createProblemList } from './problem-list.ts';
import type { Problem } from './types.ts';

/** What the plan of the school says about people that do not fit. */
export type FullQuota = {
  kind: 'students' | 'teachers';
  limit: number;
  used: number;
  /** How many more the package would have made active. */
  asked: number;
  /** Names in English and Arabic. */
  plan: string;
  plans: string;
};

/** A package that has more active people than the plan takes, as the one problem of its report. */
export function quotaProblem({ kind, ...params }: FullQuota): Problem {
  const list = createProblemList();
  list.add(kind === 'students' ? 'oneroster.roster-quota-students' : 'oneroster.roster-quota-teachers', {
    file: 'users.csv',
    params,
  });
  const [problem] = list.toArray();
  if (problem === undefined) throw new Error('A list with one problem has one problem.');
  return problem;
}
