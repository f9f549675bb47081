'use client';

import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { OverviewPupil } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

type Props = {
  pupils: OverviewPupil[];
  chosen: ReadonlySet<string>;
  texts: ReportTexts;
  language: Language;
  isBusy: boolean;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onPrint: (card: string, isDraft: boolean) => void;
};

const TONES: Record<string, string> = {
  published: ' dft-badge--good',
  approved: ' dft-badge--good',
  submitted: ' dft-badge--warning',
};

/** The pupils of a class with state, gaps and paper; on a phone each is a block of its own. */
export function CardTable({ pupils, chosen, texts, language, isBusy, onChoose, onPrint }: Props) {
  const withCard = pupils.filter(({ card }) => card !== null);
  const toggle = (student: string) => {
    const next = new Set(chosen);
    if (!next.delete(student)) next.add(student);
    onChoose(next);
  };
  return (
    <>
      <label className="dft-check">
        <input
          checked={withCard.length > 0 && chosen.size === withCard.length}
          data-testid="select-all"
          disabled={withCard.length === 0}
          onChange={(event) =>
            onChoose(new Set(event.target.checked ? withCard.map(({ student }) => student) : []))
          }
          type="checkbox"
        />
        <span>
          {texts.selectAll}
          {chosen.size > 0 && ` (${fill(texts.selected, { count: chosen.size })})`}
        </span>
      </label>
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th scope="col">{texts.pupil}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.missing}</th>
            <th scope="col">{texts.paper}</th>
          </tr>
        </thead>
        <tbody>
          {pupils.map((pupil) => {
            const name = language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name;
            const { card } = pupil;
            const isDraft = card?.state === 'draft' || card?.state === 'submitted';
            return (
              <tr data-state={card?.state ?? 'none'} key={pupil.student}>
                <th scope="row">
                  <label className="dft-check">
                    <input
                      aria-label={fill(texts.selectOne, { name })}
                      checked={chosen.has(pupil.student)}
                      disabled={card === null}
                      onChange={() => toggle(pupil.student)}
                      type="checkbox"
                    />
                    <span>
                      <bdi>{name}</bdi>
                      <br />
                      <bdi className="dft-muted">{pupil.admissionNumber}</bdi>
                    </span>
                  </label>
                </th>
                <td data-label={texts.state}>
                  <State pupil={pupil} texts={texts} />
                </td>
                <td data-empty={card !== null && !isDraft} data-label={texts.missing}>
                  {(card === null || isDraft) && (
                    <Missing blockers={pupil.blockers} language={language} texts={texts} />
                  )}
                </td>
                <td data-empty={card === null} data-label={texts.paper}>
                  {card && (
                    <button
                      className="dft-tab"
                      disabled={isBusy}
                      onClick={() => onPrint(card.id, isDraft)}
                      type="button"
                    >
                      {isDraft ? texts.proof : texts.print}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function State({ pupil: { card, withdrawn }, texts }: { pupil: OverviewPupil; texts: ReportTexts }) {
  const state = card?.state ?? 'none';
  const notes = [
    ...(card && card.version > 1 ? [fill(texts.version, { version: card.version })] : []),
    ...(card === null && withdrawn > 0 ? [fill(texts.withdrawnBefore, { count: withdrawn })] : []),
  ];
  return (
    <span className="report-cards__state">
      <span className={`dft-badge${TONES[state] ?? ''}`}>{texts.states[state]}</span>
      {card?.number && <bdi className="dft-muted dft-number">{card.number}</bdi>}
      {notes.map((note) => (
        <span className="dft-muted" key={note}>
          {note}
        </span>
      ))}
      {card?.state === 'approved' && card.publishOn && (
        <span>
          <Phrase text={texts.scheduled} values={{ date: card.publishOn }} />
        </span>
      )}
      {card?.returnedNote && (
        <span className="report-cards__returned">
          <Phrase text={texts.returned} values={{ note: card.returnedNote }} />
        </span>
      )}
    </span>
  );
}

type MissingProps = { blockers: OverviewPupil['blockers']; language: Language; texts: ReportTexts };

function Missing({ blockers, language, texts }: MissingProps) {
  const { marks, incomplete, comments, homeroomComment } = blockers;
  const list = (names: { en: string; ar: string }[]) =>
    names.map((name) => name[language]).join(language === 'ar' ? '، ' : ', ');
  const isReady = marks.length === 0 && incomplete.length === 0 && comments.length === 0 && !homeroomComment;
  if (isReady) return <span className="dft-muted">{texts.ready}</span>;
  return (
    <ul className="report-cards__missing">
      {marks.length > 0 && (
        <li className="report-cards__blocker">
          <Phrase text={texts.noMarks} values={{ subjects: list(marks) }} />
        </li>
      )}
      {incomplete.length > 0 && (
        <li>
          <Phrase text={texts.incomplete} values={{ subjects: list(incomplete) }} />
        </li>
      )}
      {homeroomComment && <li>{texts.noHomeroom}</li>}
      {comments.length > 0 && <li>{fill(texts.noComments, { count: comments.length })}</li>}
    </ul>
  );
}
