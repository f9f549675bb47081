'use client';

import { Button } from '@payloadcms/ui';
import { type RefObject, useEffect, useState } from 'react';
import type { ReportChoices } from '../../../core/reports/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { useWork } from '../../components/use-work.ts';
import { CommentEditor } from './comment-editor.tsx';
import { classTitle, Problem, Select } from './parts.tsx';
import type { BankComment, CommentRow } from './report-api.ts';
import type { Place } from './report-cards-client.tsx';
import type { ReportTexts } from './texts.ts';

/** How the page that holds the tab keeps what is not saved: it asks before it shows something else, and may save first. */
export type Unsaved = {
  onDirty: (isDirty: boolean) => void;
  guard: (run: () => void) => void;
  save: RefObject<(() => Promise<void>) | undefined>;
};

type Props = { place: Place; rooms: ReportChoices['classrooms']; texts: ReportTexts; unsaved: Unsaved };

/** What a teacher says of the pupils of a homeroom or a lesson group; saved together, with a word when somebody was faster. */
export function CommentsTab({ place, rooms, texts, unsaved }: Props) {
  const { language, term, choices } = place;
  const year = choices.terms.find(({ id }) => id === term)?.year;
  const offerings = choices.offerings.filter((offering) => offering.year === year);
  const options: [string, string][] = [
    ...rooms.map((room): [string, string] => [
      `classroom ${room.id}`,
      fill(texts.homeroomOf, { title: classTitle(room, language) }),
    ]),
    ...offerings.map((one): [string, string] => [
      `offering ${one.id}`,
      fill(texts.lessonOf, {
        subject: language === 'ar' ? (one.subjectAr ?? one.subject) : one.subject,
        title: one.title,
      }),
    ]),
  ];
  const [group, setGroup] = useState(options[0]?.[0] ?? '');
  const [rows, setRows] = useState<CommentRow[]>();
  const [edited, setEdited] = useState<ReadonlyMap<string, CommentRow>>(new Map());
  const [bank, setBank] = useState<BankComment[]>([]);
  const [isSaved, setSaved] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const [kind = 'classroom', id = ''] = group.split(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: read when another group is chosen
  useEffect(() => {
    if (id === '') return;
    void work(async () => {
      const { pupils } = await callApi<{ pupils: CommentRow[] }>(
        `/report-cards/comments?term=${term}&kind=${kind}&id=${id}`,
      );
      setRows(pupils);
      setEdited(new Map());
      setBank((await callApi<{ comments: BankComment[] }>('/report-cards/bank')).comments);
    });
  }, [group]);

  const save = () =>
    work(async () => {
      const comments = [...edited.values()].map(({ student, en, ar, conduct, revision }) => ({
        student,
        en,
        ar,
        conduct,
        revision,
      }));
      const answer = await callApi<{ pupils: CommentRow[] }>('/report-cards/comments', {
        place: { term, kind, id },
        comments,
      });
      setRows(answer.pupils);
      setEdited(new Map());
      setSaved(true);
    });

  useEffect(() => {
    unsaved.save.current = save;
    unsaved.onDirty(edited.size > 0);
  });
  useEffect(() => () => unsaved.onDirty(false), [unsaved.onDirty]);

  return (
    <section className="dft-stack">
      <Select
        label={texts.of}
        onChange={(next) => unsaved.guard(() => setGroup(next))}
        options={options}
        testId="comment-group"
        value={group}
      />
      <Problem text={problem} />
      {rows?.length === 0 && <p className="dft-notice">{texts.noPupils}</p>}
      <ul className="report-cards__list">
        {(rows ?? []).map((row) => (
          <CommentEditor
            bank={bank.filter((sentence) => sentence.kind === (kind === 'offering' ? 'subject' : 'overall'))}
            isHomeroom={kind === 'classroom'}
            key={row.student}
            language={language}
            onChange={(next) => {
              setSaved(false);
              setEdited(new Map(edited).set(next.student, next));
            }}
            row={edited.get(row.student) ?? row}
            texts={texts}
          />
        ))}
      </ul>
      {rows !== undefined && rows.length > 0 && (
        <div className="dft-row report-cards__save">
          <Button
            disabled={isBusy || edited.size === 0}
            extraButtonProps={{ 'data-testid': 'save-comments' }}
            onClick={() => void save()}
          >
            {texts.save}
          </Button>
          <span role="status">
            {edited.size > 0 ? fill(texts.unsaved, { count: edited.size }) : isSaved ? texts.saved : ''}
          </span>
        </div>
      )}
    </section>
  );
}
