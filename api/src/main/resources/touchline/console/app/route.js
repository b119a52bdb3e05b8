// Places of the console: jobs, runs, and the way back from another site.

import { ROOT, to } from '../shared/route.js';

/** Remembers the place for the way back from another site, in this tab. */
export function remember() {
    sessionStorage.setItem('touchline-place', location.pathname + location.search);
}

/** Returns to the remembered place, if there is one, without an entry in the history. */
export function returnTo() {
    const address = sessionStorage.getItem('touchline-place') ?? ROOT + '/';
    sessionStorage.removeItem('touchline-place');
    history.replaceState(null, '', address);
}

/** The place of a job. */
export function toJob(job, rest = '') {
    return to(`/jobs/${job}${rest}`);
}

/** The place of a run. */
export function toRun(id) {
    return to(`/executions/${id}`);
}
