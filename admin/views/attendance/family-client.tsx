'use client';

import './attendance.css';
import { useState } from 'react';
import type { Excuse } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { Pager } from '../../components/pager.tsx';
import { ExcuseForm } from './excuse-form.tsx';
import { ExcuseItem } from './excuse-item.tsx';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';

export type Child = { id: string; name: string; nameAr: string | null };

/** What a family sees: a form to excuse a child, and what became of earlier excuses. */
export function FamilyClient({
  language,
  today,
  canSubmit,
}: {
  language: Language;
  today: string;
  canSubmit: boolean;
}) {
  const texts = ATTENDANCE_TEXTS[language];
  const [page, setPage] = useState(1);
  const { value, problem, reload } = useLoaded<{
    excuses: Excuse[];
    children: Child[];
    page: number;
    pages: number;
  }>(`/excuses?page=${page}`, texts.offline);
  return (
    <div className="dft-stack">
      <Problem text={problem} />
      {canSubmit && value && value.children.length > 0 && (
        <ExcuseForm language={language} onSent={reload} pupils={value.children} today={today} />
      )}
      {value?.excuses.length === 0 && <p className="dft-notice">{texts.noOwnExcuses}</p>}
      <ul className="dft-stack attendance__list">
        {value?.excuses.map((excuse) => (
          <ExcuseItem excuse={excuse} key={excuse.id} language={language} />
        ))}
      </ul>
      {value && <Pager language={language} onPage={setPage} page={value.page} pages={value.pages} />}
    </div>
  );
}
