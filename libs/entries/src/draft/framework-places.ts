/** How many entries a framework takes; the database has as many places in each. */
export const FRAMEWORK_PLACES = 3;
