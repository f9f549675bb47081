// The second door of this module: what only background processes use.
export { countEverybody, countingAgain, deriveYears } from './services/count-again.ts';
export { familyMails } from './services/family-mails.ts';
export { countPupils } from './services/follow-thresholds.ts';
export { remindOfRegisters, remindSchool } from './services/remind-registers.ts';
