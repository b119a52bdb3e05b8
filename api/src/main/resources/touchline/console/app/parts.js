// Building blocks of the screens: times, states, cards, facts, placeholders and errors.

import { now } from './api.js';
import { html, nothing } from '../shared/html.js';
import { icon } from './icons.js';
import { contact } from './live.js';
import { toJob, toRun } from './route.js';
import { to } from '../shared/route.js';
import { capital, clockTime, dayTime, fromNow, plain, tone, utc } from './words.js';

/** A time as a clock shows it here; UTC on hover. */
export function time(at) {
    return at ? html`<time class="num" datetime=${at} title=${utc(at)}>${clockTime(at, now())}</time>` : html`<span class="faint">–</span>`;
}

/** A time with its day. */
export function wholeTime(at) {
    return at ? html`<time class="num" datetime=${at} title=${utc(at)}>${dayTime(at)}</time>` : html`<span class="faint">–</span>`;
}

/** How far from now; the time itself and UTC on hover. */
export function relative(at) {
    return at
        ? html`<time class="num" datetime=${at} title=${`${dayTime(at)} here, ${utc(at)}`}>${fromNow(at, now())}</time>`
        : html`<span class="faint">–</span>`;
}

/** When a job fires next; one whose time has just come is not called late. */
export function due(job, at) {
    const isDue = job.nextFireAt !== null && at - Date.parse(job.nextFireAt) > 0 && at - Date.parse(job.nextFireAt) < 5_000;
    return isDue ? html`<time class="num" datetime=${job.nextFireAt} title=${`${dayTime(job.nextFireAt)} here, ${utc(job.nextFireAt)}`}>now</time>` : relative(job.nextFireAt);
}

/** A state in a word, as loud as it deserves. */
export function state(word, text = plain(word)) {
    return html`<span class="state ${tone(word)}">${text}</span>`;
}

/** A label beside a name. */
export function tag(text, title = nothing, loud = '') {
    return html`<span class="tag ${loud}" title=${title}>${text}</span>`;
}

/** A link to a job. */
export function jobLink(job) {
    return html`<a class="name" href=${toJob(job)}>${job}</a>`;
}

/** A link to a run. */
export function runLink(id, text = `#${id}`) {
    return html`<a class="num" href=${toRun(id)}>${text}</a>`;
}

/** A node, by the part of its name that tells it from others. */
export function nodeLink(node) {
    return node ? html`<a class="node" href=${to('/cluster', { node })} title=${node}>${shortNode(node)}</a>` : html`<span class="faint">–</span>`;
}

/** A node's name, shortened at its middle. */
export function shortNode(node) {
    return node.length <= 22 ? node : `${node.slice(0, 9)}…${node.slice(-10)}`;
}

/** A button that does something. */
export function button(text, act, { shape = null, kind = '', label = null, disabled = false, id = nothing, pressed = null } = {}) {
    return html`<button type="button" id=${id} class="button ${kind}" aria-label=${label ?? nothing} title=${label ?? nothing}
        aria-pressed=${pressed === null ? nothing : String(pressed)} ?disabled=${disabled} @click=${act}>${shape ? icon(shape) : nothing}${text ? html`<span>${text}</span>` : nothing}</button>`;
}

/** The head of a screen: heading, subtitle and commands. */
export function head(title, { sub = nothing, commands = nothing, before = nothing } = {}) {
    return html`<header class="head">
        <div class="head-words">${before}<h1 tabindex="-1">${title}</h1>${sub === nothing ? nothing : html`<p class="sub">${sub}</p>`}</div>
        ${commands === nothing ? nothing : html`<div class="commands">${commands}</div>`}
    </header>`;
}

/** A part of a screen under a heading of its own. */
export function section(title, content, { aside = nothing, kind = '', id = null } = {}) {
    return html`<section class="part ${kind}" aria-label=${title} id=${id ?? nothing}>
        <div class="part-head"><h2>${title}</h2>${aside === nothing ? nothing : html`<div class="aside">${aside}</div>`}</div>
        ${content}
    </section>`;
}

/** Facts, each under its name; one of the kind `wide` has a line of its own. */
export function facts(pairs) {
    return html`<dl class="facts">${pairs.filter(Boolean).map(([name, value, kind = '']) => html`<div class=${kind}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A number with what it counts. */
export function figure(value, name, { loud = '', href = null, unit = '' } = {}) {
    const inside = html`<span class="figure-value num ${loud}">${value}${unit ? html`<small>${unit}</small>` : nothing}</span><span class="figure-name">${name}</span>`;
    return href ? html`<a class="figure" href=${href}>${inside}</a>` : html`<div class="figure">${inside}</div>`;
}

/** A placeholder for an empty list. */
export function empty(words, more = nothing) {
    return html`<div class="empty"><p>${words}</p>${more === nothing ? nothing : html`<p class="soft">${more}</p>`}</div>`;
}

/** A placeholder for data that could not be loaded. */
export function failed(error, again = null) {
    const missing = error.status === 404;
    return html`<div class="empty failed" role="alert">
        <p>${missing ? 'Not found.' : error.isOutage ? 'This could not be loaded.' : error.message}</p>
        <p class="soft">${missing
            ? 'It may have been removed. During a deployment another node may know it.'
            : error.isOutage ? `${error.message} Retrying.` : nothing}</p>
        ${again && !missing ? button('Retry', again) : nothing}
    </div>`;
}

/** Says that what follows is old: as of when, and why. Where the whole server is silent a bar says so. */
export function old(error, at) {
    return error === null || contact.state === 'lost' ? nothing
        : html`<p class="note warn" role="status">As of <span class="num">${at === null ? 'before' : clockTime(at, now())}</span>: this can’t be read again. ${error.message}</p>`;
}

/** Shows what was read; what was read for another filter is dimmed and can't be used. */
export function ofFilter(isOfIt, view) {
    return isOfIt ? view : html`<div class="of-another" aria-busy="true" inert>${view}</div>`;
}

/**
 * Renders the value of a source, its error, or a skeleton while it loads. An old value is better than none, but is shown as old. That of another query is dimmed and can't be used while
 * this one is read; if it can't be read, the error replaces it.
 */
export function from(source, view) {
    if (source.value !== null && !source.isOfQuery && source.error === null) {
        return ofFilter(false, view(source.value));
    }
    if (source.value !== null && source.isOfQuery) {
        return source.isStale ? html`${old(source.error, source.readAt)}${view(source.value)}` : view(source.value);
    }
    return source.error ? failed(source.error, () => source.read()) : html`<div class="waiting" aria-hidden="true"><i></i><i></i><i></i></div>`;
}

/** A list of labelled values to choose one from. */
export function choice(label, value, options, pick, { id } = {}) {
    return html`<label class="field small"><span>${label}</span><select id=${id ?? nothing} @change=${event => pick(event.target.value)}>
        ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select></label>`;
}

/** How something was caused, in words. */
export function cause(run) {
    const words = { SCHEDULE: 'schedule', REQUEST: 'request of the market', OPERATOR: `requested by ${run.triggeredBy ?? 'an operator'}`, CATCH_UP: 'catch-up of a missed time' };
    return words[run.cause] ?? plain(run.cause);
}

/** A sentence's beginning. */
export { capital };
