import type { PlanPage } from '../../../core/billing/index.ts';
import { exactMoment } from '../../components/moment.ts';
import type { PlanTexts } from './texts.ts';

/** The sentence about the state, with the values of its placeholders. */
export function stateSentence(
  page: PlanPage,
  texts: PlanTexts,
): { text: string; values: Record<string, string> } | undefined {
  const show = (at: string | undefined) => exactMoment(at, page.timeZone);
  switch (page.status) {
    case 'trialing':
      return { text: texts.trial, values: { at: show(page.trialEndsAt) } };
    case 'past_due':
      return {
        text: texts.pastDue,
        values: { since: show(page.unpaidSince), until: show(page.graceEndsAt) },
      };
    case 'suspended':
      return { text: texts.suspended, values: {} };
    case 'cancelled':
    case 'purged':
      return { text: texts.ended, values: { at: show(page.endsAt) } };
    default:
      return page.periodStart && page.periodEnd
        ? { text: texts.renews, values: { from: show(page.periodStart), to: show(page.periodEnd) } }
        : undefined;
  }
}
