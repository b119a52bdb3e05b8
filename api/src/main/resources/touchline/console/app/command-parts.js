// Shared by the commands: how long a pause or silence lasts, and the refresh afterwards.

export const HOW_LONG = {
    name: 'until', label: 'For how long', kind: 'choice', value: 'PT1H', required: true,
    help: 'The pause ends by itself.',
    options: [['PT15M', '15 minutes'], ['PT1H', '1 hour'], ['PT4H', '4 hours'], ['PT12H', '12 hours'], ['other', 'other …'], ['', 'until resumed']],
};

/** A duration in the operator's own words, for the option “other”. */
export const HOW_LONG_EXACTLY = {
    name: 'exactly', label: 'How long', kind: 'text', value: '', required: false, shownIf: values => values.until === 'other',
    help: 'As in 20 s, 5 min or 1 h 30 min',
};

/** The end that was chosen or written; undefined for none. */
export function until(values) {
    return (values.until === 'other' ? values.exactly.trim() || 'other' : values.until) || undefined;
}

/** Refreshes the screen, then returns the result. */
export function done(after) {
    return async result => {
        await after?.();
        return result;
    };
}
