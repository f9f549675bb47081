'use client';

import { Button } from '@payloadcms/ui';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { type Choice, type Code, type Conflict, type Mark, type Marks, savedMarks } from './marks.ts';
import { pupilName } from './pupil-row.tsx';
import { REGISTER_TEXTS } from './texts.ts';

type ConflictPanelProps = {
  conflict: Conflict;
  marks: Marks;
  codes: readonly Code[];
  language: Language;
  onChoose: (ids: readonly string[], choice: Choice) => void;
};

/** Both versions of every pupil whose marks differ; nothing is saved until each one is decided. */
export function ConflictPanel({ conflict, marks, codes, language, onChoose }: ConflictPanelProps) {
  const texts = REGISTER_TEXTS[language];
  const theirs = savedMarks(conflict.theirs);
  const left = conflict.pupils.length - conflict.choices.size;
  return (
    <section aria-labelledby="register-conflict-title" className="conflict" data-testid="register-conflict">
      <h2 id="register-conflict-title">{texts.conflictTitle}</h2>
      <p>{texts.conflictText}</p>
      <div className="conflict__all">
        <Button buttonStyle="secondary" margin={false} onClick={() => onChoose(conflict.pupils, 'mine')}>
          {texts.allMine}
        </Button>
        <Button buttonStyle="secondary" margin={false} onClick={() => onChoose(conflict.pupils, 'theirs')}>
          {texts.allTheirs}
        </Button>
        <span aria-live="polite">{left > 0 && counted(texts.chooseLeft, left, language)}</span>
      </div>
      <ul className="conflict__pupils">
        {conflict.theirs.pupils
          .filter(({ id }) => conflict.pupils.includes(id))
          .map((pupil) => (
            <li data-student={pupil.id} data-testid="register-conflict-row" key={pupil.id}>
              <fieldset className="conflict__pupil">
                <legend>
                  <bdi>{pupilName(pupil, language)}</bdi>
                </legend>
                {(['mine', 'theirs'] as const).map((choice) => (
                  <label className="conflict__choice" key={choice}>
                    <input
                      checked={conflict.choices.get(pupil.id) === choice}
                      data-testid={`register-choose-${choice}`}
                      name={`conflict-${pupil.id}`}
                      onChange={() => onChoose([pupil.id], choice)}
                      type="radio"
                    />
                    <span className="conflict__whose">{texts[choice]}</span>
                    <MarkText
                      codes={codes}
                      language={language}
                      mark={(choice === 'mine' ? marks : theirs).get(pupil.id)}
                    />
                  </label>
                ))}
              </fieldset>
            </li>
          ))}
      </ul>
    </section>
  );
}

type MarkTextProps = { mark: Mark | undefined; codes: readonly Code[]; language: Language };

function MarkText({ mark, codes, language }: MarkTextProps) {
  const texts = REGISTER_TEXTS[language];
  const code = codes.find((entry) => entry.code === mark?.code);
  const title = code ? (language === 'ar' ? code.titleAr : code.title) : texts.notMarked;
  return (
    <span className={`conflict__mark conflict__mark--${code?.status ?? 'none'}`}>
      <strong>{title}</strong>
      {mark?.minutes != null && <span>{fill(texts.minutesShort, { count: mark.minutes })}</span>}
      {mark?.note && <bdi className="conflict__note">{mark.note}</bdi>}
    </span>
  );
}
