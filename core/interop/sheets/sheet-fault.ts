import type { SheetProblem, SheetProblemCode } from './sheet-types.ts';

/** A file that cannot be read at all, or not to its end; carries what to tell the person who sent it. */
export class SheetFault extends Error {
  readonly problem: SheetProblem;

  constructor(code: SheetProblemCode, params: SheetProblem['params'] = {}) {
    super(code);
    this.problem = { severity: 'error', code, row: null, column: null, value: null, params };
  }
}
