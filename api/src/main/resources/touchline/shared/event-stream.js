// Server-Sent Events, read with fetch. EventSource can't send a token, and hides the pings of the node, which are comments: a page could not tell a quiet connection from a dead one.

/** Milliseconds without a byte after which a connection is dead. The node sends a ping every 10 s. */
const SILENCE = 25_000;

/**
 * Reads events until the connection ends or fails, `controller` aborts it, or nothing arrives for SILENCE. Then it returns or throws.
 *
 * `answered(answer)`: before the first event; the events are not read if the answer is an error
 * `received(event)`: for each event, with its `id` and `type`, or undefined, and its `data`, or null if it is a comment
 * `drained()`: after the events that arrived together
 */
export async function readEvents(path, headers, controller, { answered, received, drained = () => {} }) {
    let watch;
    const arrived = () => {
        clearTimeout(watch);
        watch = setTimeout(() => controller.abort(), SILENCE);
    };
    arrived();
    try {
        const answer = await fetch(path, { headers: { Accept: 'text/event-stream', ...headers }, signal: controller.signal, cache: 'no-store' });
        if (answer.ok && !answer.headers.get('Content-Type')?.startsWith('text/event-stream')) {
            return; // the page of a proxy
        }
        answered(answer);
        if (!answer.ok) {
            return;
        }
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = '', next; !(next = await reader.read()).done;) {
            arrived();
            const blocks = (text + next.value).split('\n\n');
            text = blocks.pop();
            blocks.map(event).forEach(received);
            drained();
        }
    } finally {
        clearTimeout(watch);
    }
}

function event(block) {
    const field = name => block.split('\n').find(line => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const data = field('data');
    return { id: field('id'), type: field('event'), data: data ? JSON.parse(data) : null };
}
