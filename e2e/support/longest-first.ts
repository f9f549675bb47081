import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, most of it waiting for processes of their own: begun last, they would be what the run waits for. */
const LONG = [
  'e2e/whole-process.int.test.ts',
  'plugins/sdk/guide.int.test.ts',
  'e2e/billing/figures-of-many.int.test.ts',
  'core/server/embedded/database-outage.int.test.ts',
  'core/billing/ship-usage.int.test.ts',
];

/** Vitest's own order, which is by what the last run took and otherwise by size, after the files known to take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? LONG.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
