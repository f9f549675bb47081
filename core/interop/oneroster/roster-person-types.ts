export type RosterSex = 'male' | 'female' | 'unspecified' | 'other';

/** What users.csv says of any person. `phone` is E.164 or null; `phoneRaw` is what the file said. */
export type RosterPerson = {
  readonly sourcedId: string;
  readonly username: string | null;
  readonly identifier: string | null;
  readonly givenName: string;
  readonly middleName: string | null;
  readonly familyName: string;
  readonly preferredGivenName: string | null;
  readonly preferredMiddleName: string | null;
  readonly preferredFamilyName: string | null;
  readonly givenNameAr: string | null;
  readonly middleNameAr: string | null;
  readonly familyNameAr: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneRaw: string | null;
  readonly sms: string | null;
  readonly smsRaw: string | null;
  readonly sex: RosterSex | null;
  readonly birthDate: string | null;
  readonly language: 'en' | 'ar' | null;
  readonly isEnabled: boolean;
  readonly orgSourcedIds: readonly string[];
  readonly primaryOrgSourcedId: string | null;
  readonly userMasterIdentifier: string | null;
  /** What the source had before the number was brought to one form; only in Daftar's own packages. */
  readonly phoneAsGiven?: string | undefined;
};

export type RosterStudent = RosterPerson & {
  /** identifier, else username, else sourcedId; unique among the pupils of the package. */
  readonly admissionNumber: string;
  readonly gradeCode: string | null;
  /** Finer than `isEnabled`; only in Daftar's own packages. */
  readonly status?: 'active' | 'inactive' | 'left' | 'graduated' | undefined;
};

export type RosterTeacher = RosterPerson & { readonly staffNumber: string };

export type RosterStaff = RosterPerson & {
  readonly staffNumber: string;
  /** Roles other than teacher, in the words of OneRoster, e.g. principal or ext:clerk. */
  readonly roles: readonly {
    readonly role: string;
    readonly orgSourcedId: string;
    readonly isPrimary: boolean;
  }[];
  /** The same person is in `teachers` as well. */
  readonly isTeacher: boolean;
};

/** `phone` is the number for messages: sms when usable, else phone. */
export type RosterGuardian = RosterPerson;

export type GuardianRelation = 'father' | 'mother' | 'parent' | 'guardian' | 'relative' | 'other';

export type RosterStudentGuardian = {
  readonly studentSourcedId: string;
  readonly guardianSourcedId: string;
  readonly relation: GuardianRelation;
  /** 1 = first to be contacted. */
  readonly contactOrder: number;
  /** What the guardian may see and receive; only in Daftar's own packages. */
  readonly details?: GuardianLinkDetails | undefined;
};

export type GuardianLinkDetails = {
  readonly relation: GuardianRelation;
  readonly records: boolean | null;
  readonly sms: boolean | null;
  readonly email: boolean | null;
  readonly call: boolean | null;
};
