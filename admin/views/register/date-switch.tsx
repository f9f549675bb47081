'use client';

import { useEffect, useId, useState } from 'react';
import { addDays } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { isWeekend } from '../../components/display.ts';
import { formatDate } from '../../components/format.ts';
import { REGISTER_TEXTS } from './texts.ts';

type DateSwitchProps = {
  date: string;
  today: string;
  language: Language;
  onChoose: (date: string) => void;
};

/** The date of the register: typed, picked, or one school day on or back, past the weekend; never after the school's today. */
export function DateSwitch({ date, today, language, onChoose }: DateSwitchProps) {
  const texts = REGISTER_TEXTS[language];
  const id = useId();
  const nextDay = schoolDay(date, 1);
  // A date typed before the page is alive would be lost, and the marks would go to another day.
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <div className="date-switch">
      <label htmlFor={id}>
        {texts.date}
        <span className="date-switch__long">{formatDate(date, language)}</span>
      </label>
      <div className="date-switch__row">
        <button
          aria-label={texts.previousDay}
          className="date-switch__step"
          data-testid="register-previous-day"
          onClick={() => onChoose(schoolDay(date, -1))}
          title={texts.previousDay}
          type="button"
        >
          <Chevron />
        </button>
        <input
          data-testid="register-date"
          disabled={!isReady}
          id={id}
          max={today}
          onChange={(event) => {
            const { value } = event.target;
            if (/^[12]\d{3}-\d\d-\d\d$/.test(value)) onChoose(value > today ? today : value);
          }}
          type="date"
          value={date}
        />
        <button
          aria-label={texts.nextDay}
          className="date-switch__step date-switch__step--next"
          data-testid="register-next-day"
          disabled={date >= today || nextDay > today}
          onClick={() => onChoose(nextDay)}
          title={texts.nextDay}
          type="button"
        >
          <Chevron />
        </button>
        <button
          className="date-switch__today"
          disabled={date === today}
          onClick={() => onChoose(today)}
          type="button"
        >
          {texts.today}
        </button>
      </div>
    </div>
  );
}

function Chevron() {
  return (
    <svg aria-hidden="true" className="date-switch__chevron" height="14" viewBox="0 0 14 14" width="14">
      <path d="M9 2 4 7l5 5" fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth="1.8" />
    </svg>
  );
}

// A school whose weekend were the whole week would never get anywhere.
function schoolDay(from: string, step: 1 | -1): string {
  let day = addDays(from, step);
  for (let tries = 0; tries < 6 && isWeekend(day); tries += 1) day = addDays(day, step);
  return day;
}
