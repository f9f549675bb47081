import type { SchoolState } from '../../../core/administration/index.ts';
import type { Language } from '../../components/language.ts';
import { SCHOOLS_TEXTS } from './texts.ts';

const TONES: Record<SchoolState, string> = {
  trial: '',
  active: ' dft-badge--good',
  suspended: ' dft-badge--warning',
  archived: ' dft-badge--error',
};

/** The state of a school as a word in a colour. */
export function StateBadge({ state, language }: { state: SchoolState; language: Language }) {
  return <span className={`dft-badge${TONES[state]}`}>{SCHOOLS_TEXTS[language].states[state]}</span>;
}
