import type {
  CalendarTemplate,
  CalendarYear,
  TemplateHoliday,
  TemplateSchedule,
} from '../../../core/timetable/index.ts';

export type Dates = { startDate: string; endDate: string };

/** What the wizard holds while its steps are filled in. */
export type WizardState = {
  /** The year that exists and is used; undefined makes a new one of the fields below. */
  yearId: string | undefined;
  title: string;
  dates: Dates;
  semesters: Dates[];
  moonOffset: number;
  withRamadan: boolean;
  template: CalendarTemplate | undefined;
  holidays: (TemplateHoliday & { keep: boolean })[];
};

/** The year to begin with: the one that is shown, or else the one of today as schools in Qatar have it. */
export function firstState(year: CalendarYear | undefined, today: string): WizardState {
  const first = Number(today.slice(0, 4)) - (today.slice(5, 7) < '06' ? 1 : 0);
  const dates = year ?? { startDate: `${first}-08-30`, endDate: `${first + 1}-06-24` };
  return {
    yearId: year?.id,
    title: year?.title ?? `${first}–${first + 1}`,
    dates: { startDate: dates.startDate, endDate: dates.endDate },
    semesters: [
      { startDate: `${first}-08-30`, endDate: `${first}-12-19` },
      { startDate: `${first + 1}-01-03`, endDate: `${first + 1}-06-24` },
    ],
    moonOffset: 0,
    withRamadan: true,
    template: undefined,
    holidays: [],
  };
}

/** Takes over suggestions; what people left out or changed by its name stays so. */
export function withTemplate(state: WizardState, template: CalendarTemplate): WizardState {
  const before = new Map(
    state.holidays.map((holiday) => [`${holiday.key}:${holiday.startDate.slice(0, 4)}`, holiday.keep]),
  );
  return {
    ...state,
    // Bells that were changed are not lost when the dates are suggested anew.
    template: state.template
      ? { ...template, ordinary: state.template.ordinary, ramadan: state.template.ramadan }
      : template,
    holidays: template.holidays.map((holiday) => ({
      ...holiday,
      keep: before.get(`${holiday.key}:${holiday.startDate.slice(0, 4)}`) ?? true,
    })),
  };
}

/** A schedule that begins at another time, with every lesson as long as before. */
export function shiftTo(schedule: TemplateSchedule, begins: string): TemplateSchedule {
  const first = schedule.periods[0];
  if (!first || !/^\d\d:\d\d$/.test(begins)) return schedule;
  const by = minutes(begins) - minutes(first.starts);
  const move = (time: string) => clock(minutes(time) + by);
  return {
    ...schedule,
    periods: schedule.periods.map((period) => ({
      ...period,
      starts: move(period.starts),
      ends: move(period.ends),
    })),
  };
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function clock(at: number): string {
  const within = Math.min(Math.max(at, 0), 24 * 60 - 1);
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** What is sent to be tried or written; `semester` is the name of one in the language of the page. */
export function choiceOf(
  state: WizardState,
  semester: (number: number) => string,
  isTrial: boolean,
): unknown {
  const { template, dates } = state;
  if (!template) return undefined;
  return {
    isTrial,
    year: state.yearId
      ? { id: state.yearId }
      : {
          title: state.title,
          ...dates,
          semesters: state.semesters.map((span, index) => ({ title: semester(index + 1), ...span })),
        },
    ordinary: template.ordinary,
    ...(state.withRamadan && template.ramadanSpan
      ? { ramadan: { schedule: template.ramadan, ...template.ramadanSpan } }
      : {}),
    holidays: state.holidays
      .filter(({ keep }) => keep)
      .map(({ title, titleAr, startDate, endDate }) => ({ title, titleAr, startDate, endDate })),
  };
}
