// Places of the trading page and the console: each has an address, and back and forward work.

import { draw } from './draw.js';

/** A proxy may serve the page below a path prefix, which only the address of this file tells. */
export const ROOT = new URL('..', import.meta.url).pathname.replace(/\/$/, '');
const listeners = [];

/** The parts of the path below the page. */
export function place() {
    return location.pathname.slice(ROOT.length).split('/').filter(part => part !== '').map(decode);
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** The address of a place. */
export function to(path, query) {
    const all = new URLSearchParams();
    Object.entries(query ?? {}).forEach(([name, value]) => {
        if (value) {
            all.set(name, value);
        }
    });
    return ROOT + path + (all.size === 0 ? '' : `?${all}`);
}

/** Calls `listener` after each move to another place. */
export function onMove(listener) {
    listeners.push(listener);
}

/** Goes to an address. */
export function go(address) {
    if (address !== location.pathname + location.search) {
        history.pushState(null, '', address);
    }
    moved();
}

/** Goes to an address without a step for the back button. */
export function replace(address) {
    history.replaceState(null, '', address);
    moved();
}

function moved() {
    listeners.forEach(listener => listener());
}

/** Writes a choice into the address without going anywhere: a filter that is being typed makes no history. */
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

/** A choice of the address. */
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
