import { useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Modal } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { DecideForm } from './decide-form.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import type { ClassRow, Preview, PupilRow } from './types.ts';

type Props = {
  preview: Preview;
  row: ClassRow;
  language: Language;
  onClose: () => void;
  onChanged: () => Promise<void>;
};

/** The pupils of a class with what is decided for each, and the form that decides for those who are chosen. */
export function ClassPupils({ preview, row, language, onClose, onChanged }: Props) {
  const texts = YEAR_END_TEXTS[language];
  const isArabic = language === 'ar';
  const isDraft = preview.run.status === 'draft';
  const [pupils, setPupils] = useState<PupilRow[]>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { isBusy, problem, work } = useWork(texts.offline);
  const load = async () => {
    const query = new URLSearchParams({ run: preview.run.id, ...(row.id === null ? {} : { class: row.id }) });
    setPupils((await callApi<{ pupils: PupilRow[] }>(`/year-end/pupils?${query}`)).pupils);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for the class that was opened
  useEffect(() => void work(load), [row.id]);
  const toggle = (id: string) =>
    setChosen((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const isAll = pupils !== undefined && pupils.length > 0 && chosen.size === pupils.length;

  return (
    <Modal
      onClose={onClose}
      size="wide"
      testId="class-pupils"
      title={<bdi>{(isArabic ? (row.titleAr ?? row.title) : row.title) ?? texts.preview.noClass}</bdi>}
    >
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      {pupils?.length === 0 && <p>{texts.pupils.none}</p>}
      {isDraft && pupils && pupils.length > 0 && (
        <label className="dft-check">
          <input
            checked={isAll}
            data-testid="choose-all"
            onChange={() => setChosen(isAll ? new Set() : new Set(pupils.map(({ id }) => id)))}
            type="checkbox"
          />
          {texts.pupils.all}
        </label>
      )}
      <ul className="year-end__pupils">
        {pupils?.map((pupil) => {
          const name = isArabic ? (pupil.nameAr ?? pupil.name) : pupil.name;
          const toClass = isArabic ? (pupil.toClassAr ?? pupil.toClass) : pupil.toClass;
          return (
            <li key={pupil.id}>
              <span className="dft-check">
                {isDraft && (
                  <input
                    aria-label={fill(texts.pupils.choose, { name })}
                    checked={chosen.has(pupil.id)}
                    id={`choose-${pupil.id}`}
                    onChange={() => toggle(pupil.id)}
                    type="checkbox"
                  />
                )}
                <label htmlFor={`choose-${pupil.id}`}>
                  <bdi>{name}</bdi> <bdi className="dft-muted">{pupil.admissionNumber}</bdi>
                </label>
              </span>
              <span className="year-end__decision">
                <span className="dft-badge" data-outcome={pupil.outcome}>
                  {texts.outcomes[pupil.outcome]}
                </span>
                {toClass && <bdi>{toClass}</bdi>}
                <span className="dft-muted">{texts.reasons[pupil.reason]}</span>
                {pupil.exitReason && <bdi className="dft-muted">{pupil.exitReason}</bdi>}
              </span>
            </li>
          );
        })}
      </ul>
      {isDraft && (
        <DecideForm
          chosen={[...chosen]}
          isBusy={isBusy}
          language={language}
          nextClasses={preview.nextClasses}
          onClose={onClose}
          onDecide={(wish) =>
            work(async () => {
              await callApi('/year-end/decide', { run: preview.run.id, students: [...chosen], ...wish });
              setChosen(new Set());
              await load();
              await onChanged();
            })
          }
        />
      )}
    </Modal>
  );
}
