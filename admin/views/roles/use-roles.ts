'use client';

import { useCallback, useState } from 'react';
import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import { ApiProblem, callApi, problemSentence } from '../../components/call-api.ts';
import { changesOf, countChanges, type Draft, type Wanted, wish } from './changes.ts';
import type { RolesTexts } from './texts.ts';

type Answer = Matrix & { created?: string };

/** Roles that somebody else changed: as the editor saw them, and as they are now (undefined: deleted). */
export type Conflict = { before: MatrixRole; now: MatrixRole | undefined }[];

/** The matrix in the browser: the stored roles, the unsaved wishes on top of them, and what the server says. */
export function useRoles(start: Matrix, texts: RolesTexts) {
  const [matrix, setMatrix] = useState(start);
  const [draft, setDraft] = useState<Draft>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [saved, setSaved] = useState(false);
  const [conflict, setConflict] = useState<Conflict>([]);

  const edit = useCallback((id: string, wanted: Partial<Wanted>) => {
    setSaved(false);
    setDraft((before) => wish(before, id, wanted));
  }, []);

  /** Sends one request; the answer is the whole matrix, with the id of a role that was made. Undefined when it was refused. */
  const send = useCallback(
    async (path: string, body: unknown): Promise<Answer | undefined> => {
      setBusy(true);
      setProblem(undefined);
      setSaved(false);
      try {
        const answer = await callApi<Answer>(path, body);
        setMatrix(answer);
        setConflict([]);
        return answer;
      } catch (error) {
        setProblem(problemSentence(error, texts.offline));
        if (error instanceof ApiProblem && error.code === 'roles.conflict') {
          const now = await callApi<Matrix>('/roles-matrix').catch(() => undefined);
          if (now) {
            setProblem(undefined);
            setConflict(changedRoles(matrix.roles, now.roles));
            setMatrix(now);
          }
        }
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [matrix, texts.offline],
  );

  const save = useCallback(async (): Promise<boolean> => {
    const roles = changesOf(matrix.roles, draft);
    if (roles.length === 0) return true;
    const taken = (await send('/roles-matrix', { roles })) !== undefined;
    if (taken) {
      setDraft({});
      setSaved(true);
    }
    return taken;
  }, [draft, matrix.roles, send]);

  const discard = useCallback(() => {
    setDraft({});
    setProblem(undefined);
    setConflict([]);
  }, []);

  const changes = countChanges(matrix.roles, draft);
  return { matrix, draft, busy, problem, saved, conflict, changes, edit, send, save, discard };
}

function changedRoles(before: readonly MatrixRole[], now: readonly MatrixRole[]): Conflict {
  return before.flatMap((role) => {
    const current = now.find(({ id }) => id === role.id);
    return current?.revision === role.revision ? [] : [{ before: role, now: current }];
  });
}
