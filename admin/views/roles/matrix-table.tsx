'use client';

import { Fragment, type KeyboardEvent, useState } from 'react';
import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import type { Language } from '../../components/language.ts';
import { type Draft, wantedRole } from './changes.ts';
import { roleName } from './names.ts';
import { RoleHead, type RoleHeadActions } from './role-head.tsx';
import type { RolesTexts } from './texts.ts';

type MatrixTableProps = RoleHeadActions & {
  matrix: Matrix;
  draft: Draft;
  language: Language;
  texts: RolesTexts;
  /** The role a phone shows; a wide screen shows all. */
  chosen: string;
  onToggle: (role: MatrixRole, code: string, on: boolean) => void;
};

const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Roles as columns, permissions in groups as rows. One stop of the tab key; arrows move from box to box. */
export function MatrixTable(props: MatrixTableProps) {
  const { matrix, draft, language, texts, chosen, onToggle } = props;
  const codes = matrix.groups.flatMap(({ permissions }) => permissions.map(({ code }) => code));
  const [stop, setStop] = useState({ row: 0, column: 0 });
  const word = language === 'ar' ? 1 : 0;

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key];
    const box = event.target instanceof HTMLInputElement ? event.target : null;
    if (!step || box?.dataset.row === undefined) return;
    event.preventDefault();
    const sideways = language === 'ar' ? -step[1] : step[1];
    const row = Math.min(Math.max(Number(box.dataset.row) + step[0], 0), codes.length - 1);
    const column = Math.min(Math.max(Number(box.dataset.column) + sideways, 0), matrix.roles.length - 1);
    setStop({ row, column });
    event.currentTarget
      .querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`)
      ?.focus();
  };

  return (
    <table className="roles__table" data-testid="roles-matrix" onKeyDown={onKeyDown}>
      <thead>
        <tr className="roles__heads">
          <th className="roles__corner" scope="col">
            {texts.permission}
          </th>
          {matrix.roles.map((role) => (
            <RoleHead
              {...props}
              hidden={role.id !== chosen}
              key={role.id}
              role={wantedRole(role, draft)}
              stored={role}
            />
          ))}
        </tr>
      </thead>
      {matrix.groups.map((group) => (
        <tbody key={group.code}>
          <tr className="roles__group">
            <th className="roles__title" colSpan={matrix.roles.length + 1} scope="rowgroup">
              <span>{group.name[word]}</span>
            </th>
          </tr>
          {group.permissions.map(({ code, description }) => (
            <tr className="roles__row" data-code={code} key={code}>
              <th className="roles__name" scope="row">
                <span>{description[word]}</span>
                <code dir="ltr">{code}</code>
              </th>
              {matrix.roles.map((role, column) => {
                const row = codes.indexOf(code);
                return (
                  <Fragment key={role.id}>
                    <Cell
                      {...{ code, column, row, role, texts, onToggle }}
                      hidden={role.id !== chosen}
                      isLocked={!matrix.own.canWrite || !matrix.own.codes.includes(code)}
                      isStop={stop.row === row && stop.column === column}
                      label={`${description[word]} · ${roleName(role, language)}`}
                      on={wantedRole(role, draft).permissions.includes(code)}
                      onFocus={() => setStop({ row, column })}
                      showsWhy={matrix.own.canWrite}
                    />
                  </Fragment>
                );
              })}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

type CellProps = Pick<MatrixTableProps, 'texts' | 'onToggle'> & {
  role: MatrixRole;
  code: string;
  row: number;
  column: number;
  on: boolean;
  label: string;
  hidden: boolean;
  isLocked: boolean;
  isStop: boolean;
  showsWhy: boolean;
  onFocus: () => void;
};

function Cell(props: CellProps) {
  const { role, code, row, column, on, label, hidden, isLocked, isStop, showsWhy, texts, onToggle, onFocus } =
    props;
  const was = role.permissions.includes(code);
  const change = on === was ? '' : on ? ' roles__cell--given' : ' roles__cell--taken';
  const state = on === was ? '' : ` (${on ? texts.given : texts.taken})`;
  return (
    <td
      className={`roles__cell${change}${hidden ? ' roles__other' : ''}${isLocked ? ' roles__cell--locked' : ''}`}
    >
      <label title={isLocked && showsWhy ? texts.locked : undefined}>
        <input
          aria-disabled={isLocked}
          aria-label={`${label}${state}`}
          checked={on}
          data-column={column}
          data-row={row}
          data-testid={`roles-${role.code}-${code}`}
          onChange={(event) => !isLocked && onToggle(role, code, event.target.checked)}
          onFocus={onFocus}
          tabIndex={isStop ? 0 : -1}
          type="checkbox"
        />
      </label>
    </td>
  );
}
