'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Register } from '../../../core/attendance/index.ts';
import {
  type Choice,
  type Code,
  type Conflict,
  differingPupils,
  findConflict,
  firstMarks,
  type Mark,
  type Marks,
  marksToSend,
  resolveConflict,
  sameMark,
  savedMarks,
} from './marks.ts';
import { type ClassRef, type Failure, fetchRegister, postRegister, theirRegister } from './register-api.ts';
import { overlay, readStash, writeStash } from './stash.ts';

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number; changed: number }
  | { kind: 'failed'; failure: Failure };

/** An open register: what the server has, what this page starts from, and what is marked now. */
type Open = { register: Register; first: Marks; marks: Marks };

type Options = {
  userId: string;
  ref: ClassRef | null;
  date: string;
  codes: readonly Code[] | undefined;
  offline: string;
  onSaved: (ref: ClassRef) => void;
};

const NO_MARKS: Marks = new Map();

/** Loads one register, holds the marks while they are edited, saves them, and settles conflicts. */
export function useRegister({ userId, ref, date, codes, offline, onSaved }: Options) {
  const [open, setOpen] = useState<Open | null>(null);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [save, setSave] = useState<SaveState>({ kind: 'idle' });
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [restoredAt, setRestoredAt] = useState<number | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [needsReason, setNeedsReason] = useState(false);
  const saving = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` loads the same register again.
  useEffect(() => {
    setOpen(null);
    setProblem(null);
    setConflict(null);
    setRestoredAt(null);
    setNeedsReason(false);
    setSave({ kind: 'idle' });
    if (!ref || !codes) return;
    const abort = new AbortController();
    fetchRegister(ref, date, { offline, signal: abort.signal }).then(
      (answer) => {
        if (!answer.ok) return setProblem(answer.failure);
        const first = firstMarks(answer.value, codes);
        const stash = readStash(userId, ref, date);
        const marks = stash ? overlay(first, stash) : first;
        setOpen({ register: answer.value, first, marks });
        if (!stash || differingPupils(answer.value.pupils, first, marks).length === 0) return;
        setRestoredAt(stash.at);
        // Somebody saved while these marks lay aside: each difference has to be decided.
        if (stash.revision !== answer.value.revision)
          setConflict(findConflict(answer.value, NO_MARKS, marks));
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [userId, ref, date, codes, offline, attempt]);

  const changed = useMemo(
    () => (open ? differingPupils(open.register.pupils, open.first, open.marks) : []),
    [open],
  );

  useEffect(() => {
    const shown = open?.register;
    if (
      !open ||
      !ref ||
      shown?.class.id !== ref.id ||
      shown.class.period !== ref.period ||
      shown.date !== date
    )
      return;
    const changes = changed.map((id): [string, Mark] => [
      id,
      open.marks.get(id) ?? { code: null, minutes: null, note: '' },
    ]);
    if (!conflict)
      writeStash(userId, ref, date, { at: Date.now(), revision: open.register.revision, changes });
  }, [open, changed, conflict, ref, date, userId]);

  const edit = useCallback((change: (marks: Marks) => Marks) => {
    setOpen((now) => (now ? { ...now, marks: change(now.marks) } : now));
    setSave((now) => (now.kind === 'saved' ? { kind: 'idle' } : now));
  }, []);

  const submit = useCallback(
    async (reason?: string): Promise<boolean> => {
      if (!open || !ref || saving.current) return false;
      const sent = conflict ? resolveConflict(conflict, open.marks) : open.marks;
      const { revision, pupils } = conflict?.theirs ?? open.register;
      saving.current = true;
      setSave({ kind: 'saving' });
      const marked = { class: ref, date, revision, marks: marksToSend(pupils, sent) };
      const body = reason === undefined ? marked : { ...marked, reason };
      const answer = await postRegister(body, { offline });
      saving.current = false;
      setNeedsReason(!answer.ok && answer.failure.code === 'register.reason_required');
      if (answer.ok) {
        const { register } = answer.value;
        const first = savedMarks(register);
        // What was typed while the request was under way stays.
        setOpen((now) => {
          if (!now || conflict) return { register, first, marks: first };
          const later = [...now.marks].filter(([id, mark]) => first.has(id) && !sameMark(mark, sent.get(id)));
          return { register, first, marks: new Map([...first, ...later]) };
        });
        setConflict(null);
        setRestoredAt(null);
        setSave({ kind: 'saved', at: Date.now(), changed: answer.value.changed });
        onSaved(ref);
        return true;
      }
      const theirs = theirRegister(answer.failure);
      if (!theirs) {
        const isAsked = answer.failure.code === 'register.reason_required';
        setSave(isAsked ? { kind: 'idle' } : { kind: 'failed', failure: answer.failure });
        return false;
      }
      const found = findConflict(theirs, conflict ? NO_MARKS : open.first, sent);
      if (found.pupils.length === 0) {
        const first = savedMarks(theirs);
        setOpen({ register: theirs, first, marks: first });
        setConflict(null);
        setSave({ kind: 'saved', at: Date.now(), changed: 0 });
        onSaved(ref);
        return true;
      }
      setOpen((now) => (now ? { ...now, marks: sent } : now));
      setConflict(found);
      setSave({ kind: 'idle' });
      return false;
    },
    [open, ref, date, conflict, offline, onSaved],
  );

  const choose = useCallback((ids: readonly string[], choice: Choice) => {
    setConflict((now) =>
      now ? { ...now, choices: new Map([...now.choices, ...ids.map((id) => [id, choice] as const)]) } : now,
    );
  }, []);

  /** Forgets what is not saved and shows what the server has. */
  const discard = useCallback(() => {
    if (ref) writeStash(userId, ref, date, { at: 0, revision: 0, changes: [] });
    setAttempt((now) => now + 1);
  }, [userId, ref, date]);

  return {
    register: open?.register ?? null,
    marks: open?.marks ?? NO_MARKS,
    problem,
    save,
    conflict,
    restoredAt,
    changes: changed.length,
    edit,
    submit,
    choose,
    needsReason,
    forgetReason: useCallback(() => setNeedsReason(false), []),
    discard,
    reload: useCallback(() => setAttempt((now) => now + 1), []),
  };
}
