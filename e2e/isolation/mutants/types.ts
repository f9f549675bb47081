/** The part of the suite that has to notice a mutant. */
export type Suite = {
  project: 'isolation' | 'integration' | 'unit';
  file: string;
  /** Narrows the matrix: see `wanted` in run.ts. */
  only?: string;
};

/**
 * One way to break the product. Code is changed in memory as it is loaded, SQL in a database of its own: nothing of it
 * is in the product. `find` must stand in the file exactly once.
 */
export type Mutant = {
  name: string;
  suite: Suite;
  /** Run with --all alone. */
  isSlow?: true;
} & ({ file: string; find: string; put: string } | { sql: string });
