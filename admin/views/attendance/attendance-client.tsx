'use client';

import './attendance.css';
import { useSearchParams } from 'next/navigation.js';
import type { Language } from '../../../core/kernel/index.ts';
import { ExcusesTab } from './excuses-tab.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { MissingTab } from './missing-tab.tsx';
import { RuleTab } from './rule-tab.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { WarningsTab } from './warnings-tab.tsx';

export type AttendanceClientProps = {
  language: Language;
  today: string;
  timeZone: string;
  firstWeekday: number;
  weekendDays: number[];
  canManage: boolean;
  canEditThresholds: boolean;
};

const TABS = ['missing', 'excuses', 'warnings', 'figures', 'rule'] as const;

/** The tabs of the page; the address says which one is open. */
export function AttendanceClient(props: AttendanceClientProps) {
  const texts = ATTENDANCE_TEXTS[props.language];
  const asked = useSearchParams().get('tab');
  const open = TABS.find((tab) => tab === asked) ?? 'missing';
  return (
    <div className="dft-stack">
      <nav className="dft-tabs">
        {TABS.map((tab) => (
          <a
            aria-current={tab === open ? 'page' : undefined}
            className="dft-tab"
            data-testid={`attendance-tab-${tab}`}
            href={`/admin/attendance?tab=${tab}`}
            key={tab}
          >
            {texts.tabs[tab]}
          </a>
        ))}
      </nav>
      {open === 'missing' && <MissingTab {...props} />}
      {open === 'excuses' && <ExcusesTab {...props} />}
      {open === 'warnings' && <WarningsTab {...props} />}
      {open === 'figures' && <FiguresTab {...props} />}
      {open === 'rule' && <RuleTab {...props} />}
    </div>
  );
}
