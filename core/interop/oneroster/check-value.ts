import type { ProblemCode } from './problems.ts';
import type { ColumnSpec, ProblemParams } from './types.ts';

/** How a value check reports: at this value, or once for the column. */
export type ValueReporter = {
  readonly add: (code: ProblemCode, column: string, value: string | null, params?: ProblemParams) => void;
  readonly once: (code: ProblemCode, column: string, value: string | null, params?: ProblemParams) => void;
};

const MAX_ID = 255;
const MAX_TEXT = 8000;
// Controls of ASCII except tab and the line ends, and those of Latin-1, which appear when text was decoded wrongly.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_PREFIX = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;
const LOOSE_DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/;

/**
 * Checks one cell and returns it in one spelling: trimmed, booleans in small letters, dates YYYY-MM-DD.
 * A faulty value is reported and returned as ''. Required-ness is not judged here. Passwords are checked for
 * nothing and returned as '': they are never kept in memory longer than their cell.
 */
export function checkValue(column: ColumnSpec, cell: string, report: ValueReporter): string {
  if (cell === '') return '';
  if (column.type === 'secret') {
    report.once('oneroster.password-ignored', column.name, null);
    return '';
  }
  const value = cleanText(column, cell, report);
  if (value === '') return '';
  const limit = column.type === 'guid' && column.list !== true ? MAX_ID : MAX_TEXT;
  if (value.length > limit) {
    report.add('oneroster.value-too-long', column.name, value, { length: value.length, limit });
    return '';
  }
  if (column.list !== true) return checkItem(column, value, report);
  if (column.type === 'string') return value;
  return splitList(value)
    .map((item) => checkItem(column, item, report))
    .join(',');
}

/** The items of a comma-joined cell, trimmed, blanks left out. */
export function splitList(value: string | undefined): string[] {
  if (value === undefined || value === '') return [];
  if (!value.includes(',')) return [value];
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Spaces, line breaks, lost letters and control characters; '' when the value cannot be used. */
export function cleanText(column: Pick<ColumnSpec, 'name'>, cell: string, report: ValueReporter): string {
  const match = CONTROL.exec(cell);
  if (match !== null) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    report.add('oneroster.control-character', column.name, null, { character: `U+${code}` });
    return '';
  }
  let value = cell;
  if (value.includes('\n') || value.includes('\r')) {
    value = value
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' ');
    report.once('oneroster.line-break', column.name, null);
  }
  if (value.includes('\uFFFD')) report.once('oneroster.replacement-character', column.name, value);
  const trimmed = value.trim();
  if (trimmed.length !== value.length) report.once('oneroster.surrounding-space', column.name, value);
  return trimmed;
}

function checkItem(column: ColumnSpec, value: string, report: ValueReporter): string {
  switch (column.type) {
    case 'boolean':
      return checkBoolean(column, value, report);
    case 'enum':
      return checkEnum(column, value, report);
    case 'date':
      return checkDate(column, value, report);
    case 'dateTime':
      return checkDateTime(column, value, report);
    case 'int':
      return checkPattern(column, value, report, /^[+-]?\d+$/, 'oneroster.integer');
    case 'float':
      return checkPattern(
        column,
        value,
        report,
        /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/,
        'oneroster.number',
      );
    case 'year':
      return checkPattern(column, value, report, /^[12]\d{3}$/, 'oneroster.year');
    case 'email':
      if (EMAIL.test(value)) return value;
      report.once('oneroster.email', column.name, value);
      return '';
    case 'userIds':
      if (/^\{[^{}:]+:[^{}]+\}(\s*,\s*\{[^{}:]+:[^{}]+\})*$/.test(value)) return value;
      report.once('oneroster.user-ids', column.name, value, { example: '{LDAP:12},{SSO:34}' });
      return '';
    default:
      if (column.type === 'guid' && value.length > MAX_ID) {
        report.add('oneroster.value-too-long', column.name, value, { length: value.length, limit: MAX_ID });
        return '';
      }
      return value;
  }
}

function checkBoolean(column: ColumnSpec, value: string, report: ValueReporter): string {
  if (value === 'true' || value === 'false') return value;
  const lower = value.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    report.once('oneroster.boolean-case', column.name, value);
    return lower;
  }
  report.add('oneroster.boolean', column.name, value);
  return '';
}

function checkEnum(column: ColumnSpec, value: string, report: ValueReporter): string {
  const values = column.values ?? [];
  if (values.includes(value)) return value;
  if (column.extensible === true && /^ext:[a-zA-Z0-9.\-_]+$/.test(value)) return value;
  const allowed = [...values, ...(column.extensible === true ? ['ext:...'] : [])].join(', ');
  report.add('oneroster.enum', column.name, value, { allowed });
  return '';
}

function checkDate(column: ColumnSpec, value: string, report: ValueReporter): string {
  if (isDate(value)) return value;
  const withTime = DATE_PREFIX.exec(value)?.[1];
  if (withTime !== undefined && isDate(withTime)) {
    report.once('oneroster.date-with-time', column.name, value);
    return withTime;
  }
  report.add(isAmbiguous(value) ? 'oneroster.date-ambiguous' : 'oneroster.date', column.name, value);
  return '';
}

function checkDateTime(column: ColumnSpec, value: string, report: ValueReporter): string {
  const isReal = isDate(value.slice(0, 10));
  if (isReal && DATE_TIME.test(value)) return value;
  if (isReal && LOOSE_DATE_TIME.test(value)) {
    report.once('oneroster.date-time-form', column.name, value);
    return value;
  }
  report.add(isAmbiguous(value) ? 'oneroster.date-ambiguous' : 'oneroster.date-time', column.name, value);
  return '';
}

function checkPattern(
  column: ColumnSpec,
  value: string,
  report: ValueReporter,
  pattern: RegExp,
  code: ProblemCode,
): string {
  if (pattern.test(value)) return value;
  report.add(code, column.name, value);
  return '';
}

function isDate(value: string): boolean {
  const match = DATE.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 4/2/2005: both numbers could be the month. 25/2/2005 cannot be misread, it is only written wrongly. */
function isAmbiguous(value: string): boolean {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/.exec(value);
  if (match === null) return false;
  const [first, second] = [Number(match[1]), Number(match[2])];
  return first >= 1 && second >= 1 && first <= 12 && second <= 12 && first !== second;
}
