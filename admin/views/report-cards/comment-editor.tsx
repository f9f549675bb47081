'use client';

import { fillComment } from '../../../core/reports/browser.ts';
import type { Language } from '../../components/language.ts';
import { Labelled } from './parts.tsx';
import type { BankComment, CommentRow, Conduct } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

type Props = {
  row: CommentRow;
  bank: BankComment[];
  isHomeroom: boolean;
  language: Language;
  texts: ReportTexts;
  onChange: (row: CommentRow) => void;
};

const CONDUCTS: Conduct[] = ['excellent', 'very_good', 'good', 'needs_care'];

/** One pupil: a sentence from the bank fills both languages, and both may be changed by hand. */
export function CommentEditor({ row, bank, isHomeroom, language, texts, onChange }: Props) {
  const choose = (id: string) => {
    const sentence = bank.find((one) => one.id === id);
    if (!sentence) return;
    const add = (text: string, sentenceText: string, name: string) =>
      [text, fillComment(sentenceText, { name, sex: row.sex })].filter(Boolean).join(' ').slice(0, 600);
    onChange({
      ...row,
      en: add(row.en, sentence.en, row.givenName),
      ar: add(row.ar, sentence.ar, row.givenNameAr ?? row.givenName),
    });
  };
  return (
    <li className="dft-card dft-stack dft-stack--tight" data-testid="comment-row">
      <div className="dft-row dft-row--between">
        <h3>
          <bdi>{language === 'ar' ? (row.nameAr ?? row.name) : row.name}</bdi>
        </h3>
        {bank.length > 0 && (
          <select
            aria-label={texts.fromBank}
            className="dft-input report-cards__bank"
            onChange={(event) => choose(event.target.value)}
            value=""
          >
            <option value="">{texts.fromBank}</option>
            {bank.map((sentence) => (
              <option key={sentence.id} value={sentence.id}>
                {`${texts.levels[sentence.level]}: ${fillComment(sentence[language], { name: '…', sex: row.sex })}`}
              </option>
            ))}
          </select>
        )}
      </div>
      {row.isFrozen && <p className="dft-muted">{texts.frozen}</p>}
      <div className="report-cards__pair">
        <Labelled label={texts.commentEn}>
          <textarea
            className="dft-input"
            dir="ltr"
            lang="en"
            maxLength={600}
            onChange={(event) => onChange({ ...row, en: event.target.value })}
            rows={3}
            value={row.en}
          />
        </Labelled>
        <Labelled label={texts.commentAr}>
          <textarea
            className="dft-input"
            dir="rtl"
            lang="ar"
            maxLength={600}
            onChange={(event) => onChange({ ...row, ar: event.target.value })}
            rows={3}
            value={row.ar}
          />
        </Labelled>
      </div>
      {isHomeroom && (
        <fieldset className="report-cards__layouts">
          <legend>{texts.conduct}</legend>
          <div className="dft-tabs">
            {CONDUCTS.map((conduct) => (
              <button
                aria-pressed={row.conduct === conduct}
                className="dft-tab"
                key={conduct}
                onClick={() => onChange({ ...row, conduct: row.conduct === conduct ? null : conduct })}
                type="button"
              >
                {texts.conducts[conduct]}
              </button>
            ))}
          </div>
        </fieldset>
      )}
    </li>
  );
}
