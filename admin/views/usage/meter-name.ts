import type { MeterUsage } from '../../../core/billing/index.ts';
import type { Language } from '../../components/language.ts';
import { USAGE_TEXTS } from './texts.ts';

/** What people call a meter: its title in the price book, ours for the meters of a plan, and an add-on's own name otherwise. */
export function meterName(meter: string, meters: readonly MeterUsage[], language: Language): string {
  const name = meters.find((usage) => usage.meter === meter)?.name?.[language];
  return name ?? USAGE_TEXTS[language].meters[meter] ?? meter;
}
