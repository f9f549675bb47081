import type { CollectionConfig } from 'payload';
import { dateField, numberField, relationField, tenantCollection, textField } from '../../tenancy/index.ts';
import { fillEntry } from '../services/entry-hooks.ts';
import { TIMETABLE_GROUP } from './calendar.ts';

/** A place where lessons are held. */
export const Rooms: CollectionConfig = tenantCollection({
  group: TIMETABLE_GROUP,
  resource: 'structure',
  slug: 'rooms',
  singular: ['Room', 'قاعة'],
  plural: ['Rooms', 'القاعات'],
  uniques: [['code']],
  defaultSort: ['code', 'id'],
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['code', 'title', 'titleAr', 'capacity'],
    listSearchableFields: ['code', 'title', 'titleAr'],
  },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 40 }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    numberField('capacity', ['Capacity', 'السعة'], { min: 0, max: 2000 }),
  ],
});

/**
 * A lesson that comes back each week. The database refuses one whose teacher, room or pupils are already busy in the
 * same period; what people leave out is filled from the lesson group.
 */
export const TimetableEntries: CollectionConfig = tenantCollection({
  group: TIMETABLE_GROUP,
  resource: 'structure',
  slug: 'timetable-entries',
  singular: ['Lesson in the timetable', 'حصة في الجدول'],
  plural: ['Lessons in the timetable', 'حصص الجدول'],
  indexes: [['weekday', 'periodNumber']],
  defaultSort: ['weekday', 'periodNumber', 'id'],
  admin: {
    useAsTitle: 'id',
    defaultColumns: ['classOffering', 'weekday', 'periodNumber', 'teacher', 'room', 'startDate', 'endDate'],
  },
  hooks: { beforeValidate: [fillEntry] },
  fields: [
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings', {
      required: true,
    }),
    numberField('weekday', ['Weekday (0 is Sunday)', 'يوم الأسبوع (0 هو الأحد)'], {
      required: true,
      min: 0,
      max: 6,
    }),
    numberField('periodNumber', ['Period', 'الحصة'], { required: true, min: 1, max: 20 }),
    relationField('room', ['Room', 'القاعة'], 'rooms'),
    relationField('teacher', ['Teacher', 'المعلم'], 'teachers'),
    dateField('startDate', ['From', 'من'], { required: true }),
    dateField('endDate', ['Until', 'حتى'], { required: true }),
  ],
});
