// The screens of the navigation.

import { may } from './api.js';

/** Screens that the palette finds as well: label, path and where they belong. */
export const MORE_PLACES = [['Missed times', '/misfires', 'jobs'], ['Calendars', '/calendars', 'jobs'], ['Hand-over drills', '/drills', 'cluster']];

/** Name, label, path and key of each, and the role that it needs if that is not viewer. */
const PLACES = [
    ['overview', 'Overview', '', 'o'],
    ['jobs', 'Jobs', '/jobs', 'j'],
    ['executions', 'Runs', '/executions', 'r'],
    ['timeline', 'Timeline', '/timeline', 't'],
    ['trends', 'Trends', '/trends', 'd'],
    ['past', 'History', '/past', 'h'],
    ['market', 'Market', '/market', 'm'],
    ['exposure', 'Exposure', '/exposure', 'x'],
    ['customers', 'Customers', '/customers', 'k'],
    ['surveillance', 'Surveillance', '/surveillance', 'w'],
    ['corrections', 'Corrections', '/corrections', 'z'],
    ['settlements', 'Settlements', '/settlements', 's'],
    ['services', 'Services', '/services', 'v'],
    ['cluster', 'Cluster', '/cluster', 'c'],
    ['alerts', 'Alerts', '/alerts', 'a'],
    ['audit', 'Audit', '/audit', 'u'],
    ['operators', 'Operators', '/operators', 'p', 'admin'],
];

/** The screens that the operator may see. */
export function places() {
    return PLACES.filter(([, , , , role]) => may(role ?? 'viewer'));
}
