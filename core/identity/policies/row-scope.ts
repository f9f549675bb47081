import type { RowScope } from '../../tenancy/index.ts';

/**
 * True when whoever reaches `own` may hand out `other`. Own classes and own children are different people's view, so
 * neither contains the other.
 */
export function reaches(own: RowScope, other: RowScope): boolean {
  return own === other || own === 'school' || other === 'self';
}
