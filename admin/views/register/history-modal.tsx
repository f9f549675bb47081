'use client';

import { useEffect, useState } from 'react';
import type { HistoryEntry } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { fill, formatNumber } from '../../components/format.ts';
import { formatMoment } from '../../components/language.ts';
import { Modal } from '../../components/modal.tsx';
import type { Code, Pupil } from './marks.ts';
import { pupilName } from './pupil-row.tsx';
import { REGISTER_TEXTS } from './texts.ts';

type HistoryModalProps = {
  pupil: Pupil;
  date: string;
  timeZone: string;
  codes: readonly Code[];
  language: Language;
  onClose: () => void;
};

/** What was corrected of a pupil's marks of the day: who, when, from what to what, and why. */
export function HistoryModal({ pupil, date, timeZone, codes, language, onClose }: HistoryModalProps) {
  const texts = REGISTER_TEXTS[language];
  const [entries, setEntries] = useState<HistoryEntry[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    callApi<{ entries: HistoryEntry[] }>(`/register/history?student=${pupil.id}&date=${date}`).then(
      (answer) => setEntries(answer.entries),
      (error: unknown) => setProblem(problemSentence(error, texts.offline)),
    );
  }, [pupil.id, date, texts.offline]);
  const titleOf = (code: string, minutes: number | null) => {
    const known = codes.find((entry) => entry.code === code);
    const title = known ? (language === 'ar' ? known.titleAr : known.title) : code;
    return minutes === null ? title : `${title} (${fill(texts.minutesShort, { count: minutes })})`;
  };
  return (
    <Modal
      onClose={onClose}
      testId="register-history"
      title={fill(texts.historyTitle, { name: pupilName(pupil, language) })}
    >
      {problem !== undefined && <p className="dft-notice dft-notice--error">{problem}</p>}
      {entries?.length === 0 && <p>{texts.noHistory}</p>}
      <ul className="dft-stack dft-stack--tight register__history">
        {entries?.map((entry) => (
          <li key={`${entry.at} ${entry.period} ${entry.from}`}>
            <strong>
              {entry.period > 0 &&
                `${fill(texts.lesson, { period: formatNumber(entry.period, language) })}: `}
              {fill(texts.historyLine, {
                from: titleOf(entry.from, entry.fromMinutes),
                to: titleOf(entry.to, entry.toMinutes),
              })}
            </strong>
            <span className="dft-muted">
              {' '}
              <bdi>{entry.by}</bdi> · <bdi dir="ltr">{formatMoment(entry.at, timeZone)}</bdi>
            </span>
            <p dir="auto">{entry.isExcuse ? texts.byExcuse : entry.reason}</p>
          </li>
        ))}
      </ul>
      <button className="dft-tab" onClick={onClose} type="button">
        {texts.close}
      </button>
    </Modal>
  );
}
