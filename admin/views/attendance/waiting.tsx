import type { Language } from '../../../core/kernel/index.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';

/** Says that something is on its way; a fast answer comes before it is seen. */
export function Waiting({ language }: { language: Language }) {
  return (
    <p className="dft-muted dft-waiting" role="status">
      {ATTENDANCE_TEXTS[language].loading}
    </p>
  );
}
