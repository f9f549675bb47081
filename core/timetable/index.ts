export { BellPeriods, BellScheduleSpans, BellSchedules, CalendarDays } from './collections/calendar.ts';
export { Covers, TeacherAbsences } from './collections/cover.ts';
export { Rooms, TimetableEntries } from './collections/timetable.ts';
export { calendarEndpoints } from './endpoints/calendar-endpoints.ts';
export { feedEndpoints } from './endpoints/feed-endpoints.ts';
export { timetableEndpoints } from './endpoints/timetable-endpoints.ts';
export { applyTemplate, type TemplateChoice, type TemplateOutcome } from './services/apply-template.ts';
export {
  type BellSchedule,
  type BellSpan,
  type CalendarPage,
  type CalendarTerm,
  type CalendarYear,
  type NamedDay,
  readCalendar,
  saveDays,
} from './services/calendar.ts';
export {
  type Absence,
  assignCover,
  type CoverPlan,
  coverPlan,
  type OpenLesson,
  type Suggestion,
} from './services/cover.ts';
export {
  changeEntry,
  type InTheWay,
  inTheWay,
  type OwnPupil,
  readChoices,
  readOwnPupils,
  readWeek,
  type TimetableChoices,
  type WeekEntry,
} from './services/entries.ts';
export { type Feed, type FeedKind, listFeeds, makeFeed, readFeed, revokeFeed } from './services/feeds.ts';
export {
  type CalendarTemplate,
  qatarTemplate,
  type TemplateHoliday,
  type TemplatePeriod,
  type TemplateSchedule,
} from './services/qatar-template.ts';
export {
  type DayKind,
  type Lesson,
  type LessonFilter,
  type LessonOn,
  lessonsBetween,
  lessonsOn,
  type SchoolDay,
  schoolDay,
  schoolDays,
} from './services/school-days.ts';
