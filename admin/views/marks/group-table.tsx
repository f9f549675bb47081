'use client';

import type { SheetList } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import { titleOf } from './group-title.ts';
import { MARK_TEXTS } from './texts.ts';

type Group = SheetList['groups'][number];
type GroupTableProps = {
  groups: Group[];
  term: string;
  language: Language;
  /** Missing for those who cannot choose. */
  choice?: { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void };
  onOpen: (offering: string) => void;
};

/** Lesson groups with their assessments and the state of their marks in a term. */
export function GroupTable({ groups, term, language, choice, onOpen }: GroupTableProps) {
  const texts = MARK_TEXTS[language];
  if (groups.length === 0) return <p className="dft-muted">{texts.noMatch}</p>;
  const canTake = (group: Group) => (group.sheets[term]?.assessments ?? 0) > 0;
  const takeable = groups.filter(canTake).map(({ id }) => id);
  const toggle = (id: string) => {
    const next = new Set(choice?.chosen);
    if (!next.delete(id)) next.add(id);
    choice?.onChange(next);
  };
  return (
    <div className="dft-card dft-table-wrap">
      <table className="dft-table">
        <thead>
          <tr>
            {choice && (
              <th className="marks-overview__check" scope="col">
                <input
                  aria-label={texts.selectAll}
                  checked={takeable.length > 0 && takeable.every((id) => choice.chosen.has(id))}
                  onChange={(event) => choice.onChange(new Set(event.target.checked ? takeable : []))}
                  type="checkbox"
                />
              </th>
            )}
            <th scope="col">{texts.group}</th>
            <th className="dft-number" scope="col">
              {texts.assessments}
            </th>
            <th scope="col">{texts.state}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const sheet = group.sheets[term];
            const title = titleOf(group, language);
            const subject = language === 'ar' ? (group.subjectAr ?? group.subject) : group.subject;
            return (
              <tr data-offering={group.id} key={group.id}>
                {choice && (
                  <td>
                    <input
                      aria-label={fill(texts.select, { title })}
                      checked={choice.chosen.has(group.id)}
                      disabled={!canTake(group)}
                      onChange={() => toggle(group.id)}
                      type="checkbox"
                    />
                  </td>
                )}
                <th scope="row">
                  <button className="marks-overview__open" onClick={() => onOpen(group.id)} type="button">
                    <bdi>{title}</bdi>
                  </button>{' '}
                  <bdi className="dft-muted">{subject}</bdi>
                </th>
                <td className="dft-number">{sheet?.assessments ?? 0}</td>
                <td>
                  {sheet && (
                    <span className={`dft-badge${sheet.state === 'published' ? ' dft-badge--good' : ''}`}>
                      {texts.states[sheet.state]}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
