import type { TemplateHoliday, TemplateOutcome } from '../../../core/timetable/index.ts';
import { counted, fill, formatDate, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { CALENDAR_TEXTS } from './texts.ts';
import type { WizardState } from './wizard-state.ts';

type Props = {
  state: WizardState;
  outcome: TemplateOutcome | undefined;
  language: Language;
  change: (part: Partial<WizardState>) => void;
};

/** The last step: which holidays stay and on which dates, and what the year is then. */
export function HolidaysStep({ state, outcome, language, change }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const set = (index: number, part: Partial<TemplateHoliday & { keep: boolean }>) =>
    change({
      holidays: state.holidays.map((holiday, place) => (place === index ? { ...holiday, ...part } : holiday)),
    });
  return (
    <>
      <p className="dft-muted">{texts.holidaysHint}</p>
      <ul className="calendar-wizard__holidays">
        {state.holidays.map((holiday, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: suggestions keep their places while they are changed.
          <li key={index}>
            <label className="dft-check">
              <input
                checked={holiday.keep}
                data-testid={`holiday-${holiday.key}`}
                onChange={(event) => set(index, { keep: event.target.checked })}
                type="checkbox"
              />
              {language === 'ar' ? holiday.titleAr : holiday.title}
            </label>
            <input
              aria-label={`${holiday.title}: ${texts.firstDay}`}
              className="dft-input"
              disabled={!holiday.keep}
              onChange={(event) =>
                isDate(event.target.value) && set(index, { startDate: event.target.value })
              }
              required
              type="date"
              value={holiday.startDate}
            />
            <input
              aria-label={`${holiday.title}: ${texts.lastDay}`}
              className="dft-input"
              disabled={!holiday.keep}
              min={holiday.startDate}
              onChange={(event) => isDate(event.target.value) && set(index, { endDate: event.target.value })}
              required
              type="date"
              value={holiday.endDate}
            />
          </li>
        ))}
      </ul>
      {outcome && (
        <section className="dft-stack dft-stack--tight" data-testid="wizard-preview">
          <h3>{texts.preview}</h3>
          <p>
            <strong>
              {fill(texts.previewLine, {
                schoolDays: formatNumber(outcome.schoolDays, language),
                holidays: formatNumber(outcome.holidays, language),
              })}
            </strong>
          </p>
          {outcome.keptDays > 0 && <p>{counted(texts.kept, outcome.keptDays, language)}</p>}
          {state.withRamadan && state.template?.ramadanSpan && !outcome.ramadanAdded && (
            <p>{texts.ramadanKept}</p>
          )}
          <ul className="calendar-wizard__months">
            {outcome.months.map(({ month, schoolDays }) => (
              <li key={month}>
                <span>{formatDate(`${month}-01`, language, { month: 'short' })}</span>
                <strong>{formatNumber(schoolDays, language)}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function isDate(value: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(value);
}
