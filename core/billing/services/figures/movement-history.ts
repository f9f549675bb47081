import type { MovementKind } from '../movements.ts';

/** One movement of a school's monthly recurring revenue, in the order in which they were written. */
export type Movement = {
  tenantId: string;
  at: Date;
  kind: MovementKind;
  deltaCents: number;
  /** What the school's revenue is after it. */
  mrrCents: number;
  reason: string;
};

/** Schools to the cents of their monthly recurring revenue; schools without revenue are not in it. */
export type MrrBySchool = ReadonlyMap<string, number>;

/**
 * Movements in the order of time. One that was written late, for a moment before the movement that precedes it, counts from
 * that one's moment: so no school's revenue is ever below zero, and what is said about a closed month stays true.
 */
export function inOrderOfTime(movements: Movement[]): Movement[] {
  const latest = new Map<string, Date>();
  return movements
    .map((movement) => {
      const before = latest.get(movement.tenantId);
      const at = before && before > movement.at ? before : movement.at;
      latest.set(movement.tenantId, at);
      return { ...movement, at };
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The revenue of every school just before a moment. */
export function mrrBefore(ordered: Movement[], moment: Date): MrrBySchool {
  const mrr = new Map<string, number>();
  for (const { tenantId, at, deltaCents } of ordered) {
    if (at >= moment) break;
    const cents = (mrr.get(tenantId) ?? 0) + deltaCents;
    if (cents === 0) mrr.delete(tenantId);
    else mrr.set(tenantId, cents);
  }
  return mrr;
}

export function sumOf(mrr: MrrBySchool): number {
  let sum = 0;
  for (const cents of mrr.values()) sum += cents;
  return sum;
}
