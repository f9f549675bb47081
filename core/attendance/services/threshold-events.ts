/** A pupil reached a step of a threshold; add-ons listen to it. Once a pupil, step, period and day. */
export const THRESHOLD_REACHED = 'attendance.threshold_reached';

/** A threshold or a step was changed: everybody is counted again. Inside the product only. */
export const RULES_CHANGED = 'attendance.rules_changed';

/** The rule of the day was changed: the days of the current years are derived again. Inside the product only. */
export const DAY_RULE_CHANGED = 'attendance.day_rule_changed';

/** The school decided about a family's excuse; add-ons listen to it. */
export const EXCUSE_DECIDED = 'attendance.excuse_decided';
