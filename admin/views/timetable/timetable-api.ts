import type {
  CoverPlan,
  Feed,
  InTheWay,
  Lesson,
  SchoolDay,
  WeekEntry,
} from '../../../core/timetable/index.ts';
import { callApi } from '../../components/call-api.ts';

/** Whose timetable is shown. */
export type Whose = { kind: 'class' | 'teacher' | 'room'; id: string };

export type DayPage = { day: SchoolDay; lessons: Lesson[] };

/** What is wanted of a lesson; an empty text stands for nobody and nowhere. */
export type Draft = {
  /** The lesson that is changed; undefined for a new one. */
  id: string | undefined;
  offering: string;
  teacher: string;
  room: string;
  weekday: number;
  period: number;
  from: string;
};

const query = (values: Record<string, string | undefined>) =>
  new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  ).toString();

export const fetchWeek = async (whose: Whose, date: string): Promise<WeekEntry[]> =>
  (await callApi<{ entries: WeekEntry[] }>(`/timetable/week?${query({ ...whose, date })}`)).entries;

export const fetchDay = (whose: Whose | undefined, date: string): Promise<DayPage> =>
  callApi<DayPage>(`/timetable/day?${query({ ...whose, date })}`);

export const fetchTaken = async (draft: Draft): Promise<InTheWay[]> => {
  const wish = {
    ...{ classOffering: draft.offering, teacher: draft.teacher, room: draft.room },
    ...{ except: draft.id, from: draft.from },
  };
  return (await callApi<{ lessons: InTheWay[] }>(`/timetable/in-the-way?${query(wish)}`)).lessons;
};

/** Adds or changes a lesson. Throws ApiProblem with the sentence of the clash. */
export async function saveLesson(draft: Draft): Promise<void> {
  const { id, offering, weekday, period, from } = draft;
  const [teacher, room] = [draft.teacher || null, draft.room || null];
  if (id !== undefined) await callApi('/timetable/change', { id, from, weekday, period, teacher, room });
  else
    await callApi('/timetable-entries?depth=0', {
      ...{ classOffering: offering, weekday, periodNumber: period, teacher, room, startDate: from },
    });
}

export const removeLesson = (id: string, from: string) => callApi('/timetable/remove', { id, from });

export const fetchCover = (date: string) => callApi<CoverPlan>(`/timetable/cover?${query({ date })}`);

export const giveCover = (entry: string, date: string, teacher: string | null) =>
  callApi<CoverPlan>('/timetable/cover', { entry, date, teacher });

export type NewAbsence = { teacher: string; startDate: string; endDate: string; note: string };

export const reportAbsence = (absence: NewAbsence) => callApi('/teacher-absences?depth=0', absence);

export const fetchFeeds = async () => (await callApi<{ feeds: Feed[] }>('/calendar/feeds')).feeds;

export const makeFeed = (kind: Feed['kind'], id: string, language: 'en' | 'ar') =>
  callApi<{ id: string; address: string }>('/calendar/feeds', { kind, id, language });

export const endFeed = (id: string) => callApi('/calendar/feeds/revoke', { id });
