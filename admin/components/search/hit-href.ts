import type { SearchHit } from '../../../core/search/browser.ts';

const COLLECTIONS: Partial<Record<SearchHit['kind'], string>> = {
  student: 'students',
  guardian: 'guardians',
  teacher: 'teachers',
  class: 'classrooms',
  lessonGroup: 'class-offerings',
  subject: 'subjects',
  invoice: 'invoices',
  announcement: 'announcements',
};

/** Where a hit is opened: its record, or the page of add-ons for a file that one of them keeps. */
export function hitHref({ kind, id }: Pick<SearchHit, 'kind' | 'id'>): string {
  const collection = COLLECTIONS[kind];
  return collection ? `/admin/collections/${collection}/${id}` : '/admin/add-ons';
}
