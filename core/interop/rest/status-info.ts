import { type AppError, errorMessage, type Language } from '../../kernel/index.ts';

type CodeMinor =
  | 'invalid_filter_field'
  | 'invalid_selection_field'
  | 'invaliddata'
  | 'unauthorisedrequest'
  | 'internal_server_error'
  | 'server_busy'
  | 'deletefailure'
  | 'unknownobject'
  | 'forbidden'
  | 'invalid_sort_field';

const BY_CODE: Record<string, CodeMinor> = {
  'oneroster.filter_field_unknown': 'invalid_filter_field',
  'oneroster.filter_invalid': 'invalid_filter_field',
  'oneroster.selection_field_unknown': 'invalid_selection_field',
  'oneroster.sort_field_unknown': 'invalid_sort_field',
  'oneroster.delete_refused': 'deletefailure',
};

/** The body of an error in the form of the standard, `imsx_StatusInfo`. Its words name no table and no SQL. */
export type StatusInfo = {
  imsx_codeMajor: 'failure';
  imsx_severity: 'error';
  imsx_description: string;
  imsx_CodeMinor: {
    imsx_codeMinorField: { imsx_codeMinorFieldName: string; imsx_codeMinorFieldValue: CodeMinor }[];
  };
};

/** An error of the product as a client of OneRoster reads it. */
export function statusInfo(error: AppError, language: Language): StatusInfo {
  return {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: errorMessage(error.code, language, error.details),
    imsx_CodeMinor: {
      imsx_codeMinorField: [
        { imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: codeMinor(error) },
      ],
    },
  };
}

/** True for an address whose errors have the form of the standard. */
export function isOneRosterAddress(address: string): boolean {
  return address.startsWith('/ims/oneroster/');
}

function codeMinor({ code, status }: AppError): CodeMinor {
  const known = BY_CODE[code];
  if (known) return known;
  if (status === 401) return 'unauthorisedrequest';
  if (status === 404) return 'unknownobject';
  if (status === 403 || status === 405 || status === 421 || status === 423) return 'forbidden';
  if (status === 429 || status === 503) return 'server_busy';
  return status >= 500 ? 'internal_server_error' : 'invaliddata';
}
