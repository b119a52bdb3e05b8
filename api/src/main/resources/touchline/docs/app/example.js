// A request as one would type it, and what it is answered.

import { html, nothing } from '../../console/shared/html.js';

/** Where the node answers: below a path prefix, if a proxy serves it below one. */
export const ROOT = new URL('../..', import.meta.url).href.replace(/\/$/, '');

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

/** The command. */
export function curl(one, root = ROOT) {
    const body = one.raw ?? (one.body === undefined ? null : JSON.stringify(one.body));
    const parts = ['curl -s'];
    if (one.status < 400 && one.answer === undefined) {
        parts[0] += 'i';
    }
    if (one.method !== (body === null ? 'GET' : 'POST')) {
        parts.push(`-X ${one.method}`);
    }
    if (one.authorized) {
        parts.push('-H "Authorization: Bearer $TOKEN"');
    }
    if (one.operator) {
        parts.push('-u "$OPERATOR:$PASSWORD"');
    }
    if (body !== null) {
        parts.push("-H 'Content-Type: application/json'");
    }
    for (const [name, value] of Object.entries(one.headers ?? {})) {
        parts.push(`-H ${quoted(`${name}: ${value}`)}`);
    }
    if (body !== null) {
        parts.push(`-d ${quoted(body)}`);
    }
    parts.push(quoted(root + one.path));
    return parts.join(' \\\n  ');
}

async function copy(event, text) {
    const button = event.target;
    try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
    } catch {
        button.textContent = 'Select and copy it';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

/** One of them; the first stands open. */
export function example(one, first) {
    const command = curl(one);
    return html`<details class="example" ?open=${first}>
        <summary><b class="status s${String(one.status)[0]}">${one.status}</b> ${one.summary}</summary>
        <div class="command"><pre tabindex="0">${command}</pre><button @click=${event => copy(event, command)}>Copy</button></div>
        ${one.answer === undefined ? nothing : html`<pre tabindex="0" class="answer">${typeof one.answer === 'string' ? one.answer : JSON.stringify(one.answer, null, 2)}</pre>`}
    </details>`;
}
