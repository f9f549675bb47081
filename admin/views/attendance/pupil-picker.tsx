'use client';

import { useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { useSearch } from '../../components/search/use-search.ts';
import type { Child } from './family-client.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';

type PupilPickerProps = {
  language: Language;
  pupil: Child | undefined;
  onChoose: (pupil: Child | undefined) => void;
};

/** Finds one pupil by name or admission number, as the search box of the panel does. */
export function PupilPicker({ language, pupil, onChoose }: PupilPickerProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [text, setText] = useState('');
  const { hits, query, problem } = useSearch(pupil ? '' : text, texts.offline);
  const pupils = hits.filter(({ kind }) => kind === 'student');
  if (pupil)
    return (
      <p className="dft-row">
        <strong>
          <bdi>{language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name}</bdi>
        </strong>
        <button className="dft-tab" onClick={() => onChoose(undefined)} type="button">
          {texts.office.otherPupil}
        </button>
      </p>
    );
  return (
    <div className="dft-stack dft-stack--tight">
      <label className="dft-stack dft-stack--tight">
        <span>{texts.pupil}</span>
        <input
          autoComplete="off"
          className="dft-input"
          data-testid="pupil-search"
          dir="auto"
          onChange={(event) => setText(event.target.value)}
          placeholder={texts.office.findPupil}
          type="search"
          value={text}
        />
      </label>
      {problem !== undefined && <p role="alert">{problem}</p>}
      <ul className="attendance__list" data-testid="pupil-hits">
        {pupils.map(({ id, title, titleAr, detail, detailAr }) => (
          <li key={id}>
            <button
              className="dft-tab"
              onClick={() => onChoose({ id, name: title, nameAr: titleAr })}
              type="button"
            >
              <bdi>{language === 'ar' ? (titleAr ?? title) : title}</bdi>{' '}
              <bdi className="dft-muted">{language === 'ar' ? (detailAr ?? detail) : detail}</bdi>
            </button>
          </li>
        ))}
        {query !== undefined && pupils.length === 0 && <li className="dft-muted">{texts.office.noPupil}</li>}
      </ul>
    </div>
  );
}
