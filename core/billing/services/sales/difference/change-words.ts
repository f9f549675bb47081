import type { Language } from '../../../../kernel/index.ts';
import { moneyText } from '../../money-text.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { type Bilingual, countText, dayText, isolated } from '../words.ts';
import { PATTERNS, type Pattern, UNLIMITED } from './patterns.ts';
import { type SayableChange, sayableChanges } from './sayable-changes.ts';

/** Whether schools get less for their money, more, or neither can be said. */
export type ChangeTone = 'dearer' | 'cheaper' | 'neutral';

export type WordedChange = Pick<SayableChange, 'area' | 'code' | 'field'> & {
  tone: ChangeTone;
  words: Bilingual;
};

export type WordingOptions = {
  /** The moment from which the new version counts; without one the sentence names no day. */
  validFrom?: Date | undefined;
  /** Names of features by their code; a code without one stands for itself. */
  features: Record<string, readonly [string, string]>;
};

/** The difference of two versions as sentences in both languages, in the order of the book. */
export function describeDifference(
  before: PriceBookContent,
  after: PriceBookContent,
  options: WordingOptions,
): WordedChange[] {
  return sayableChanges(before, after).map((change) => ({
    area: change.area,
    code: change.code,
    field: change.field,
    tone: toneOf(change),
    words: { en: sentence(change, 'en', options), ar: sentence(change, 'ar', options) },
  }));
}

function sentence(change: SayableChange, language: Language, options: WordingOptions): string {
  const pattern = PATTERNS[change.area]?.[change.field];
  const name = change.name[language];
  const body = pattern ? fillPattern(pattern, change, language, options) : change.field;
  const subject = name ? `${name}: ${body}` : capital(body);
  const { validFrom } = options;
  if (!validFrom) return `${subject}.`;
  const day = dayText(validFrom, language);
  const from = language === 'en' ? `, for new periods from ${day}` : `، للفترات الجديدة اعتبارًا من ${day}`;
  return `${subject}${from}.`;
}

function fillPattern(
  pattern: Pattern,
  { before, after, unit }: SayableChange,
  language: Language,
  options: WordingOptions,
): string {
  const show = (value: unknown) => valueText(pattern.value, value, language, options);
  return pattern[language][formOf(pattern, before, after)]
    .replace('{before}', show(before))
    .replace('{after}', show(after))
    .replace('{unit}', unit?.[language] ?? '');
}

type Form = keyof Pattern['en'];

function formOf({ value }: Pattern, before: unknown, after: unknown): Form {
  if (isNothing(before)) return 'begins';
  if (isNothing(after)) return 'ends';
  if (value === 'flag') return after === true ? 'rises' : 'falls';
  const [was, is] = [sizeOf(before), sizeOf(after)];
  if (was === undefined || is === undefined || was === is) return 'changes';
  return is > was ? 'rises' : 'falls';
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** What is compared of a value: the number itself, or the price of one unit of an overage. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const { cents, block = 1 } = (value ?? {}) as { cents?: number; block?: number };
  return cents === undefined ? undefined : cents / block;
}

function valueText(
  kind: Pattern['value'],
  value: unknown,
  language: Language,
  options: WordingOptions,
): string {
  if (isNothing(value)) return kind === 'limit' ? UNLIMITED[language] : '';
  switch (kind) {
    case 'money':
      return moneyText(value as number)[language];
    case 'overage': {
      const { cents, block } = value as { cents: number; block?: number };
      const money = moneyText(cents)[language];
      if (block === undefined) return money;
      const count = countText(block, language);
      return language === 'en' ? `${money} for each started ${count}` : `${money} لكل ${count} أو جزء منها`;
    }
    case 'rate':
      return moneyText(value as string)[language];
    case 'percent':
      return isolated(`${value as string}%`, language);
    case 'limit':
    case 'count':
      return countText(value as number, language);
    case 'name':
      return (value as Bilingual)[language];
    case 'tax': {
      const { percent, name } = value as { percent: string; name: Bilingual };
      return `${name[language]} ${isolated(`${percent}%`, language)}`;
    }
    case 'feature': {
      const [en, ar] = options.features[value as string] ?? [value as string, value as string];
      return language === 'en' ? en : ar;
    }
    case 'kind':
      return KINDS[value as 'monthly' | 'once'][language];
    default:
      return '';
  }
}

const KINDS: Record<'monthly' | 'once', Bilingual> = {
  monthly: { en: 'every month', ar: 'كل شهر' },
  once: { en: 'once', ar: 'مرة واحدة' },
};

function toneOf(change: SayableChange): ChangeTone {
  const pattern = PATTERNS[change.area]?.[change.field];
  if (!pattern?.more) return 'neutral';
  const isMore = isIncrease(pattern, change);
  if (isMore === undefined) return 'neutral';
  return (pattern.more === 'dearer') === isMore ? 'dearer' : 'cheaper';
}

// For a limit nothing means unlimited, which is the most; for a price it means that none is asked.
function isIncrease(pattern: Pattern, { before, after }: SayableChange): boolean | undefined {
  const form = formOf(pattern, before, after);
  if (form === 'rises') return true;
  if (form === 'falls') return false;
  if (form === 'changes') return undefined;
  return (form === 'begins') === (pattern.value !== 'limit');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
