// The API, readable: one page made from /openapi.json alone.

import { html, nothing, render, repeat } from '../../console/shared/html.js';
import { theme, toggleTheme } from '../../console/shared/theme.js';
import { example, ROOT } from './example.js';
import { fields } from './schema.js';
import { canTry, tryOut } from './try.js';
import { words } from './words.js';

const place = document.getElementById('docs');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

let api = null;
let calls = [];
let wanted = '';
let menu = false;

/** Every operation with what a search looks in. */
function read(document) {
    return Object.entries(document.paths).flatMap(([path, methods]) => METHODS
        .filter(method => methods[method])
        .map(method => {
            const operation = methods[method];
            const problems = Object.values(operation.responses).flatMap(response => response['x-problems'] ?? []);
            return {
                method: method.toUpperCase(), path, operation, id: operation.operationId, tag: operation.tags[0],
                text: [method, path, operation.summary, operation.description, operation.tags[0], ...problems].join(' ').toLowerCase(),
            };
        }));
}

const found = () => {
    const parts = wanted.toLowerCase().split(/\s+/).filter(part => part);
    return calls.filter(call => parts.every(part => call.text.includes(part)));
};

const byTag = some => api.tags
    .map(tag => ({ ...tag, calls: some.filter(call => call.tag === tag.name) }))
    .filter(tag => tag.calls.length > 0);

const anchor = name => `tag-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`;

const method = call => html`<span class="method ${call.method.toLowerCase()}">${call.method}</span>`;

function navigation(tags) {
    return html`<nav id="menu" class=${menu ? 'open' : ''} aria-label="Calls" @click=${event => { if (event.target.closest('a')) { menu = false; draw(); } }}>
        ${tags.map(tag => html`
            <h2><a href="#${anchor(tag.name)}">${tag.name}</a></h2>
            <ul>${tag.calls.map(call => html`<li><a href="#${call.id}">${method(call)}<span>${call.operation.summary}</span></a></li>`)}</ul>`)}
        <h2><a href="#problems">Problems</a></h2>
    </nav>`;
}

function whoMay(operation) {
    const names = operation.security.map(one => Object.keys(one)[0] ?? 'nobody');
    if (names.length === 0) {
        return 'anyone';
    }
    if (names.includes('nobody')) {
        return 'anyone; with a token, more';
    }
    return names.includes('trader') ? 'traders, by token' : 'operators, by session or HTTP Basic';
}

function parameters(some) {
    return html`<h4>Parameters</h4>
        <dl class="fields">${some.map(one => html`
            <dt><code>${one.name}</code> <span class="type">${one.in}</span>${one.required ? html` <span class="must">required</span>` : nothing}</dt>
            <dd>${words(one.description ?? '')} ${fields(one.schema, api)}</dd>`)}</dl>`;
}

function body(content) {
    const schema = content?.['application/json']?.schema;
    return schema ? html`<h4>Body</h4>${fields(schema, api)}` : nothing;
}

function response([status, response]) {
    const content = Object.entries(response.content ?? {})[0];
    const problems = response['x-problems'];
    const number = html`<b class="status s${status[0]}">${status}</b>`;
    if (problems) {
        return html`<li class="problems">${number} ${problems.map((slug, n) => html`${n > 0 ? ', ' : ''}<a href="#problem-${slug}"><code>${slug}</code></a>`)}</li>`;
    }
    return html`<li>${content
        ? html`<details>
            <summary>${number} ${words(response.description)}</summary>
            <p class="type">${content[0]}</p>${content[1]['x-events'] ? events(content[1]['x-events']) : fields(content[1].schema, api)}
        </details>`
        : html`${number} ${words(response.description)}`}</li>`;
}

function events(some) {
    return Object.entries(some).map(([name, schema]) => html`<h5><code>event: ${name}</code></h5>${fields(schema, api)}`);
}

function article(call) {
    const { operation } = call;
    const examples = operation['x-examples'] ?? [];
    return html`<article id=${call.id} aria-labelledby="${call.id}-h">
        <h3 id="${call.id}-h"><a href="#${call.id}">${method(call)} <code>${call.path.split('/').map((part, n) => html`${n > 0 ? html`/<wbr>` : ''}${part}`)}</code></a></h3>
        <p class="summary">${operation.summary}</p>
        <p class="who">For ${whoMay(operation)}.</p>
        ${operation.description ? html`<div class="text">${paragraphs(operation.description)}</div>` : nothing}
        <div class="sides">
            <div>
                ${operation.parameters ? parameters(operation.parameters) : nothing}
                ${body(operation.requestBody?.content)}
                <h4>Answers</h4>
                <ul class="answers">${Object.entries(operation.responses).map(response)}</ul>
                ${canTry(call) ? tryOut(call, draw) : nothing}
            </div>
            ${examples.length > 0 ? html`<div class="examples">
                <h4>Examples</h4>
                ${examples.map((one, n) => example(one, n === 0))}
            </div>` : nothing}
        </div>
    </article>`;
}

const paragraphs = text => text.trim().split('\n\n').map(one => html`<p>${words(one)}</p>`);

const values = (field, some) => some
    ? html`<dl class="values">${Object.entries(some).map(([name, what]) => html`<dt><code>${field}: ${name}</code></dt><dd>${words(what)}</dd>`)}</dl>`
    : nothing;

function problems() {
    return html`<section aria-labelledby="problems">
        <h2 id="problems">Problems</h2>
        <p>Errors are <code>application/problem+json</code> (RFC 9457): <code>type</code> is one of these, and stable; <code>title</code> and <code>detail</code> are for people.</p>
        <div class="scrolls" tabindex="0" role="region" aria-label="Every type of problem"><table>
            <thead><tr><th scope="col">type</th><th scope="col">status</th><th scope="col">what it is, and what to do</th></tr></thead>
            <tbody>${Object.entries(api['x-problems']).map(([slug, one]) => html`
                <tr id="problem-${slug}"><th scope="row"><a href="#problem-${slug}"><code>${slug}</code></a></th><td>${one.status || 'any'}</td><td>${words(one.what)}${values('reason', one.reasons)}${values('limit', one.limits)}</td></tr>`)}</tbody>
        </table></div>
    </section>`;
}

function page() {
    const some = found();
    const tags = byTag(some);
    return html`
        <a class="skip" href="#main">To the calls</a>
        <header>
            <button class="menu" aria-expanded=${menu} aria-controls="menu" @click=${() => { menu = !menu; draw(); }}>Calls</button>
            <h1>Touchline <span>API</span></h1>
            <input type="search" aria-label="Search the calls" placeholder="Search, as in: position 409  ( / )" .value=${wanted}
                @input=${event => { wanted = event.target.value; draw(); }}>
            <a href=${`${ROOT}/openapi.json`}>openapi.json</a>
            <button @click=${() => { toggleTheme(); draw(); }}>${theme() === 'dark' ? 'Light' : 'Dark'}</button>
        </header>
        <div class="columns">
            ${navigation(tags)}
            <main id="main" tabindex="-1">
                ${wanted ? nothing : html`<section class="intro text">${paragraphs(api.info.description)}<p class="type">OpenAPI ${api.openapi} · version ${api.info.version}</p></section>`}
                <p role="status" class=${wanted ? 'count' : 'quiet'}>${wanted ? `${some.length} of ${calls.length} calls` : ''}</p>
                ${repeat(tags, tag => tag.name, tag => html`<section aria-labelledby=${anchor(tag.name)}>
                    <h2 id=${anchor(tag.name)}>${tag.name}</h2>
                    <p>${words(tag.description ?? '')}</p>
                    ${repeat(tag.calls, call => call.id, article)}
                </section>`)}
                ${problems()}
            </main>
        </div>`;
}

function draw() {
    render(page(), place);
}

function goToAnchor() {
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.closest('input')) {
        event.preventDefault();
        document.querySelector('input[type=search]').focus();
    }
});

try {
    const answer = await fetch(`${ROOT}/openapi.json`);
    api = await answer.json();
    calls = read(api);
    place.replaceChildren();
    draw();
    if (location.hash) {
        goToAnchor();
    }
} catch {
    render(html`<p class="before" role="alert">The document can't be loaded. <a href=${`${ROOT}/docs`}>Try again</a></p>`, place);
}
