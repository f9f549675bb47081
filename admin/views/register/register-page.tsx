'use client';

import './choose.css';
import './marks.css';
import './register.css';
import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useMemo } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { LeaveModal } from '../../components/leave-modal.tsx';
import { useLeaveGuard } from '../../components/use-leave-guard.ts';
import { ClassBoard } from './class-board.tsx';
import { classNames } from './class-names.ts';
import { ClassPicker } from './class-picker.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { DateSwitch } from './date-switch.tsx';
import { LessonTabs } from './lesson-tabs.tsx';
import { presentCode, withCode } from './marks.ts';
import { OwnLessons } from './own-lessons.tsx';
import { PupilList } from './pupil-list.tsx';
import { ReasonModal } from './reason-modal.tsx';
import type { Failure } from './register-api.ts';
import { SaveBar } from './save-bar.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { clockTime, REGISTER_TEXTS } from './texts.ts';
import { useChoice, useClasses } from './use-choice.ts';
import { useRegister } from './use-register.ts';

export type RegisterPageProps = {
  language: Language;
  canWrite: boolean;
  userId: string;
  today: string;
  timeZone: string;
};

/** The register: choose a class and a date, mark, save. */
export function RegisterPage({ language, canWrite, userId, today, timeZone }: RegisterPageProps) {
  const texts = REGISTER_TEXTS[language];
  const { chosen, choose } = useChoice(today);
  const {
    list,
    problem: listProblem,
    markTaken,
    reload: reloadList,
  } = useClasses(chosen.date, texts.offline);
  const state = useRegister({
    userId,
    ref: chosen.ref,
    date: chosen.date,
    codes: list?.codes,
    offline: texts.offline,
    onSaved: markTaken,
  });
  const { register, marks, conflict, edit, submit } = state;
  const dirty = canWrite && (state.changes > 0 || conflict !== null);
  const { guard, pending, settle } = useLeaveGuard(dirty);
  const codes = useMemo(() => list?.codes ?? [], [list]);
  const entry = list?.classes.find(({ id }) => id === chosen.ref?.id);
  const blocked = conflict !== null && conflict.choices.size < conflict.pupils.length;
  const save = useCallback(() => {
    if (canWrite && !blocked) void submit();
  }, [canWrite, blocked, submit]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyS') {
        event.preventDefault();
        save();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [save]);

  const everybodyPresent = () => {
    const code = presentCode(codes);
    if (!code) return;
    edit((before) => new Map([...before].map(([id, mark]) => [id, withCode(mark, code, codes)])));
  };

  return (
    <div className="register">
      <header className="register__head">
        <h1>{texts.title}</h1>
        <div className="register__choose">
          <ClassPicker
            chosen={entry}
            classes={list?.classes ?? []}
            language={language}
            onChoose={({ kind, id }) => guard(() => choose({ ...chosen, ref: { kind, id, period: 0 } }))}
          />
          <DateSwitch
            date={chosen.date}
            language={language}
            onChoose={(date) => guard(() => choose({ ...chosen, date }))}
            today={list?.today ?? today}
          />
        </div>
      </header>

      {listProblem && <Problem failure={listProblem} onRetry={reloadList} retry={texts.retry} />}
      {state.problem && <Problem failure={state.problem} onRetry={state.reload} retry={texts.retry} />}
      {(!chosen.ref || state.problem?.code === 'register.class_unknown') && list && (
        <OwnLessons
          language={language}
          lessons={list.lessons}
          onChoose={({ id, period }) => choose({ ...chosen, ref: { kind: 'offering', id, period } })}
        />
      )}
      {(!chosen.ref || state.problem?.code === 'register.class_unknown') && list && (
        <ClassBoard
          classes={list.classes}
          language={language}
          onChoose={({ kind, id }) => choose({ ...chosen, ref: { kind, id, period: 0 } })}
        />
      )}
      {chosen.ref && !register && !state.problem && !listProblem && (
        <p aria-busy="true" className="register__loading">
          {texts.loading}
        </p>
      )}

      {register && (
        <>
          <div className="register__tools">
            <h2>
              <bdi>{entry ? classNames(entry, language).title : register.class.title}</bdi>
              <span>{counted(texts.pupils, register.pupils.length, language)}</span>
            </h2>
            {canWrite && !conflict && (
              <Button
                buttonStyle="secondary"
                extraButtonProps={{ 'data-testid': 'register-all-present' }}
                margin={false}
                onClick={everybodyPresent}
                size="medium"
              >
                {texts.allPresent}
              </Button>
            )}
            {canWrite && !conflict && <Shortcuts codes={codes} language={language} />}
          </div>
          <LessonTabs
            language={language}
            lessons={register.lessons}
            onChoose={(period) =>
              guard(() => choose({ ...chosen, ref: { kind: 'offering', id: register.class.id, period } }))
            }
            period={register.class.period}
          />
          {state.restoredAt !== null && !conflict && (
            <p className="register__notice" role="status">
              {fill(texts.restored, { time: clockTime(state.restoredAt, timeZone) })}{' '}
              <button onClick={state.discard} type="button">
                {texts.discard}
              </button>
            </p>
          )}
          {conflict ? (
            <ConflictPanel
              codes={codes}
              conflict={conflict}
              language={language}
              marks={marks}
              onChoose={state.choose}
            />
          ) : (
            <PupilList
              codes={codes}
              date={register.date}
              disabled={!canWrite}
              language={language}
              marks={marks}
              onEdit={edit}
              pupils={register.pupils}
              timeZone={timeZone}
            />
          )}
          <SaveBar
            blocked={blocked}
            canWrite={canWrite}
            changes={state.changes}
            codes={codes}
            language={language}
            marks={marks}
            onSave={save}
            pupils={register.pupils}
            resolving={conflict !== null}
            revision={register.revision}
            save={state.save}
            timeZone={timeZone}
          />
        </>
      )}

      {state.needsReason && (
        <ReasonModal
          language={language}
          onClose={state.forgetReason}
          onSave={async (reason) => {
            await submit(reason);
          }}
        />
      )}

      {pending && (
        <LeaveModal
          testId="register-leave"
          onDiscard={() => {
            settle();
            state.discard();
            pending.run();
          }}
          onSave={async () => {
            settle();
            if (!blocked && (await submit())) pending.run();
          }}
          onStay={settle}
          texts={texts}
        />
      )}
    </div>
  );
}

function Problem({ failure, retry, onRetry }: { failure: Failure; retry: string; onRetry: () => void }) {
  return (
    <div className="register__problem" data-testid="register-problem" role="alert">
      <p>{failure.message}</p>
      <Button buttonStyle="secondary" margin={false} onClick={onRetry} size="small">
        {retry}
      </Button>
    </div>
  );
}
