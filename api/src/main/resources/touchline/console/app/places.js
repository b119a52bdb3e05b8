// The screens of the navigation.

/** Name, label, path and key of each. */
export const PLACES = [
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
];
