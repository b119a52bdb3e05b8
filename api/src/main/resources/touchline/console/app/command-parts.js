// Shared by the commands: how long a pause or silence lasts, and the refresh afterwards.

export const HOW_LONG = {
    name: 'until', label: 'For how long', kind: 'choice', value: 'PT1H', required: true,
    help: 'The pause ends by itself.',
    options: [['PT15M', '15 minutes'], ['PT1H', '1 hour'], ['PT4H', '4 hours'], ['PT12H', '12 hours'], ['', 'until resumed']],
};

/** Refreshes the screen, then returns the result. */
export function done(after) {
    return async result => {
        await after?.();
        return result;
    };
}
