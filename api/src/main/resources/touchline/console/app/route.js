// Places: every one has an address, and back and forward work.

import { draw } from './draw.js';

/** A proxy may serve the console below a path prefix, which only the address of this file tells. */
const ROOT = new URL('..', import.meta.url).pathname.replace(/\/$/, '');
let ears = [];

/** Where one is: the parts of the path below /console, and what is asked for behind the question mark. */
export function place() {
    const parts = location.pathname.slice(ROOT.length).split('/').filter(part => part !== '');
    return { parts: parts.map(decode), query: new URLSearchParams(location.search) };
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** The address of a place within the console. */
export function to(path, query) {
    const asked = new URLSearchParams();
    Object.entries(query ?? {}).forEach(([name, value]) => {
        if (value) {
            asked.set(name, value);
        }
    });
    return ROOT + path + (asked.size === 0 ? '' : `?${asked}`);
}

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

/** Calls `ear` when one has gone somewhere. */
export function onMove(ear) {
    ears.push(ear);
}

/** Goes there. */
export function go(address) {
    if (address !== location.pathname + location.search) {
        history.pushState(null, '', address);
    }
    moved();
}

function moved() {
    ears.forEach(ear => ear());
}

/** Writes what is asked for into the address without going anywhere: a filter that is being typed makes no history. */
export function ask(name, value) {
    const query = new URLSearchParams(location.search);
    if (value) {
        query.set(name, value);
    } else {
        query.delete(name);
    }
    history.replaceState(null, '', location.pathname + (query.size === 0 ? '' : `?${query}`));
    draw();
}

/** What is asked for under a name. */
export function asked(name, otherwise = '') {
    return new URLSearchParams(location.search).get(name) ?? otherwise;
}

addEventListener('popstate', moved);
addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const isOurs = link !== null && link.origin === location.origin && !link.hasAttribute('download') && !link.relList.contains('external')
        && (link.pathname === ROOT || link.pathname.startsWith(`${ROOT}/`)) && !link.getAttribute('href').startsWith('#');
    if (isOurs && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        go(link.pathname + link.search);
    }
});
