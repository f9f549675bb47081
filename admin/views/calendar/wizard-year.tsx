import type { CalendarYear } from '../../../core/timetable/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { CALENDAR_TEXTS } from './texts.ts';
import type { Dates, WizardState } from './wizard-state.ts';

type Props = {
  state: WizardState;
  year: CalendarYear | undefined;
  language: Language;
  change: (part: Partial<WizardState>) => void;
};

/** The first step: the year that is there, or a new one with two semesters. */
export function YearStep({ state, year, language, change }: Props) {
  const texts = CALENDAR_TEXTS[language];
  return (
    <>
      {year && (
        <fieldset className="calendar-wizard__choice">
          <legend className="dft-hidden">{texts.year}</legend>
          <label className="dft-check">
            <input
              checked={state.yearId !== undefined}
              name="year"
              onChange={() =>
                change({ yearId: year.id, dates: { startDate: year.startDate, endDate: year.endDate } })
              }
              type="radio"
            />
            <span>
              {texts.useYear}: <bdi>{year.title}</bdi>{' '}
              <span className="dft-muted dft-ltr">
                {year.startDate} – {year.endDate}
              </span>
            </span>
          </label>
          <label className="dft-check">
            <input
              checked={state.yearId === undefined}
              name="year"
              onChange={() => change({ yearId: undefined })}
              type="radio"
            />
            {texts.newYear}
          </label>
        </fieldset>
      )}
      {state.yearId === undefined && (
        <>
          <label>
            {texts.yearTitle}
            <input
              className="dft-input"
              data-testid="wizard-year-title"
              maxLength={255}
              onChange={(event) => change({ title: event.target.value })}
              required
              value={state.title}
            />
          </label>
          <DatePair
            dates={state.dates}
            language={language}
            onChange={(dates) => change({ dates })}
            testId="wizard-year"
          />
          {state.semesters.map((span, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a semester is its number.
            <fieldset className="calendar-wizard__choice" key={index}>
              <legend>{fill(texts.semester, { number: index + 1 })}</legend>
              <DatePair
                dates={span}
                language={language}
                onChange={(dates) =>
                  change({
                    semesters: state.semesters.map((other, place) => (place === index ? dates : other)),
                  })
                }
                testId={`wizard-semester-${index + 1}`}
              />
            </fieldset>
          ))}
        </>
      )}
    </>
  );
}

type PairProps = { dates: Dates; language: Language; testId: string; onChange: (dates: Dates) => void };

/** A first and a last day. */
export function DatePair({ dates, language, testId, onChange }: PairProps) {
  const texts = CALENDAR_TEXTS[language];
  return (
    <div className="calendar__pair">
      <label>
        {texts.firstDay}
        <input
          className="dft-input"
          data-testid={`${testId}-from`}
          onChange={(event) => onChange({ ...dates, startDate: event.target.value })}
          required
          type="date"
          value={dates.startDate}
        />
      </label>
      <label>
        {texts.lastDay}
        <input
          className="dft-input"
          data-testid={`${testId}-until`}
          min={dates.startDate}
          onChange={(event) => onChange({ ...dates, endDate: event.target.value })}
          required
          type="date"
          value={dates.endDate}
        />
      </label>
    </div>
  );
}
