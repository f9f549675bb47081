'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { Excuse } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { NoteField } from '../../components/note-field.tsx';
import { Pager } from '../../components/pager.tsx';
import { ExcuseItem } from './excuse-item.tsx';
import { OfficeExcuse } from './office-excuse.tsx';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';
import { Waiting } from './waiting.tsx';

type ExcusesTabProps = { language: Language; canManage: boolean; today: string };
type Asked = { excuse: Excuse; accept: boolean };

/** Excuses of families: what waits for a decision first. */
export function ExcusesTab({ language, canManage, today }: ExcusesTabProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [page, setPage] = useState(1);
  const { value, problem, reload } = useLoaded<{ excuses: Excuse[]; page: number; pages: number }>(
    `/excuses?page=${page}`,
    texts.offline,
  );
  const [isEntering, setEntering] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [note, setNote] = useState('');
  return (
    <section className="dft-stack">
      <Problem text={problem} />
      {canManage && (
        <div className="dft-row">
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': 'office-excuse-open' }}
            margin={false}
            onClick={() => setEntering(true)}
          >
            {texts.office.open}
          </Button>
        </div>
      )}
      {!value && problem === undefined && <Waiting language={language} />}
      {value?.excuses.length === 0 && <p className="dft-notice">{texts.noExcuses}</p>}
      <ul className="dft-stack attendance__list">
        {value?.excuses.map((excuse) => (
          <ExcuseItem excuse={excuse} key={excuse.id} language={language}>
            {canManage && excuse.status === 'pending' && (
              <div className="dft-row">
                {([true, false] as const).map((accept) => (
                  <Button
                    buttonStyle={accept ? 'primary' : 'secondary'}
                    extraButtonProps={{ 'data-testid': accept ? 'excuse-accept' : 'excuse-decline' }}
                    key={String(accept)}
                    margin={false}
                    onClick={() => {
                      setNote('');
                      setAsked({ excuse, accept });
                    }}
                    size="small"
                  >
                    {accept ? texts.accept : texts.decline}
                  </Button>
                ))}
              </div>
            )}
          </ExcuseItem>
        ))}
      </ul>
      {value && <Pager language={language} onPage={setPage} page={value.page} pages={value.pages} />}
      {isEntering && (
        <OfficeExcuse
          language={language}
          onClose={() => setEntering(false)}
          onEntered={reload}
          today={today}
        />
      )}
      {asked && (
        <AskModal
          button={asked.accept ? texts.accept : texts.decline}
          confirmTestId="excuse-decide"
          onClose={() => setAsked(undefined)}
          onConfirm={async () => {
            const answer = note.trim() === '' ? {} : { note: note.trim() };
            await callApi('/excuses/decide', { id: asked.excuse.id, accept: asked.accept, ...answer });
            reload();
          }}
          texts={{ cancel: texts.cancel, offline: texts.offline }}
          title={asked.accept ? texts.acceptTitle : texts.declineTitle}
        >
          <p>{asked.accept ? texts.acceptText : texts.declineText}</p>
          <NoteField
            className="dft-stack dft-stack--tight"
            label={texts.note}
            onChange={setNote}
            value={note}
          />
        </AskModal>
      )}
    </section>
  );
}
