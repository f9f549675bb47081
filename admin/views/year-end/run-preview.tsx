import { useState } from 'react';
import { formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { BlockerList } from './blocker-list.tsx';
import { ClassPupils } from './class-pupils.tsx';
import { CommitCard } from './commit-card.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import { type ClassRow, OUTCOMES, type Preview } from './types.ts';

type Props = { preview: Preview; language: Language; timeZone: string; onChanged: () => Promise<void> };

/** Class by class what will happen, what is in the way, and the button. */
export function RunPreview({ preview, language, timeZone, onChanged }: Props) {
  const { preview: texts, outcomes } = YEAR_END_TEXTS[language];
  const [open, setOpen] = useState<ClassRow>();
  const [accepted, setAccepted] = useState<string[]>([]);
  const { run, classes, blockers } = preview;
  const isDraft = run.status === 'draft';
  const number = (value: number) => (
    <span className={value === 0 ? 'dft-zero' : undefined}>{formatNumber(value, language)}</span>
  );
  const nameOf = (row: ClassRow) => (language === 'ar' ? (row.titleAr ?? row.title) : row.title);
  const sum = (key: 'pupils' | (typeof OUTCOMES)[number]) =>
    classes.reduce((total, row) => total + row[key], 0);
  return (
    <>
      <section className="dft-card dft-stack">
        <h2>{texts.title}</h2>
        {isDraft && <p className="dft-muted">{texts.intro}</p>}
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack year-end__classes" data-testid="year-end-classes">
            <thead>
              <tr>
                <th scope="col">{texts.class}</th>
                <th className="dft-number" scope="col">
                  {texts.pupils}
                </th>
                {OUTCOMES.map((outcome) => (
                  <th className="dft-number" key={outcome} scope="col">
                    {outcomes[outcome]}
                  </th>
                ))}
                <th scope="col">{texts.next}</th>
                <th scope="col">
                  <span className="dft-hidden">{texts.open}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {classes.map((row) => (
                <tr key={row.id ?? 'none'}>
                  <th scope="row">
                    <bdi>{nameOf(row) ?? texts.noClass}</bdi>
                  </th>
                  <td className="dft-number" data-label={texts.pupils}>
                    {number(row.pupils)}
                  </td>
                  {OUTCOMES.map((outcome) => (
                    <td
                      className="dft-number"
                      data-empty={row[outcome] === 0}
                      data-label={outcomes[outcome]}
                      key={outcome}
                    >
                      {number(row[outcome])}
                    </td>
                  ))}
                  <td data-empty={row.toTitles === null} data-label={texts.next}>
                    <bdi>{language === 'ar' ? (row.toTitlesAr ?? row.toTitles) : row.toTitles}</bdi>
                  </td>
                  <td>
                    <button
                      className="dft-tab"
                      data-testid={`open-${row.title ?? 'none'}`}
                      onClick={() => setOpen(row)}
                      type="button"
                    >
                      {texts.open}
                    </button>
                  </td>
                </tr>
              ))}
              <tr>
                <th scope="row">{texts.total}</th>
                <td className="dft-number" data-label={texts.pupils}>
                  {number(sum('pupils'))}
                </td>
                {OUTCOMES.map((outcome) => (
                  <td
                    className="dft-number"
                    data-empty={sum(outcome) === 0}
                    data-label={outcomes[outcome]}
                    key={outcome}
                  >
                    {number(sum(outcome))}
                  </td>
                ))}
                <td data-empty={true} />
                <td data-empty={true} />
              </tr>
            </tbody>
          </table>
        </div>
      </section>
      {isDraft && (
        <BlockerList accepted={accepted} blockers={blockers} language={language} onAccept={setAccepted} />
      )}
      <CommitCard
        accepted={accepted}
        isFree={blockers.every(({ asks, code }) => asks && accepted.includes(code))}
        language={language}
        onChanged={onChanged}
        pupils={sum('promote') + sum('repeat')}
        run={run}
        timeZone={timeZone}
      />
      {open && (
        <ClassPupils
          language={language}
          onChanged={onChanged}
          onClose={() => setOpen(undefined)}
          preview={preview}
          row={open}
        />
      )}
    </>
  );
}
