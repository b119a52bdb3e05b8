// The entry point: the session, the screen of the address, and what is drawn.

import { all, announce, get, hear, session, whoAmI } from './api.js';
import { draw, drawWith } from '../shared/draw.js';
import { render } from '../shared/html.js';
import { contact } from './live.js';
import { meetHalted } from './players.js';
import { returnTo } from './route.js';
import { onMove, place } from '../shared/route.js';
import { shell, shutMenu } from './shell.js';
import { Source } from './source.js';
import { logIn } from './screens/log-in.js';
import { account } from './screens/account.js';
import { alerts } from './screens/alerts.js';
import { audit } from './screens/audit.js';
import { calendars } from './screens/calendars.js';
import { cluster } from './screens/cluster.js';
import { corrections } from './screens/corrections.js';
import { customers } from './screens/customers.js';
import { execution } from './screens/execution.js';
import { executions } from './screens/executions.js';
import { drills } from './screens/drills.js';
import { exposure } from './screens/exposure.js';
import { job } from './screens/job.js';
import { jobs } from './screens/jobs.js';
import { market } from './screens/market.js';
import { misfires } from './screens/misfires.js';
import { nowhere } from './screens/nowhere.js';
import { operators } from './screens/operators.js';
import { overview } from './screens/overview.js';
import { past } from './screens/past.js';
import { schedule } from './screens/schedule.js';
import { services } from './screens/services.js';
import { settlements } from './screens/settlements.js';
import { trends } from './screens/trends.js';
import { surveillance } from './screens/surveillance.js';
import { timeline } from './screens/timeline.js';

const MOST_HALTS = 10_000;

const root = document.getElementById('console');

/**
 * The screen at a place. A screen is {title, here, view(), stop()}: `here` is its place in the navigation.
 */
function screenAt(parts) {
    const [first, second, third, fourth, more] = parts;
    if (more !== undefined) {
        return nowhere();
    }
    switch (first) {
        case undefined: return overview();
        case 'jobs': return second === undefined ? jobs() : third === undefined ? nowhere() : fourth === 'schedule' ? schedule(`${second}/${third}`) : fourth === undefined ? job(`${second}/${third}`) : nowhere();
        case 'executions': return second === undefined ? executions() : execution(second);
        case 'timeline': return timeline();
        case 'drills': return drills(second);
        case 'past': return past();
        case 'trends': return trends();
        case 'calendars': return second === undefined ? calendars() : nowhere();
        case 'misfires': return second === undefined ? misfires() : nowhere();
        case 'cluster': return cluster();
        case 'services': return services();
        case 'settlements': return settlements(second);
        case 'market': return market(second);
        case 'corrections': return second === undefined ? corrections() : nowhere();
        case 'customers': return customers(second);
        case 'surveillance': return second === undefined ? surveillance() : nowhere();
        case 'exposure': return exposure(second);
        case 'account': return second === undefined ? account() : nowhere();
        case 'operators': return second === undefined ? operators() : nowhere();
        case 'audit': return audit();
        case 'alerts': return alerts();
        default: return nowhere();
    }
}

let screen = null;
let around = null;
let entry = null;

/** A node of an older version does not know the list. */
function noneIfUnknown(refusal) {
    if (refusal.status === 404) {
        return { items: [] };
    }
    throw refusal;
}

/** Those in force, all of them: the widest halt may be the oldest. */
async function halts() {
    return meetHalted({ items: await all('/v1/ops/halts', {}, MOST_HALTS) });
}

/** What is shown around every screen. */
function openAround() {
    return {
        scheduler: new Source(() => get('/v1/ops/scheduler'), { on: (type, data) => type === 'node' || (type === 'job' && data.job === 'scheduler') || type === 'audit', every: 10_000 }),
        halts: new Source(() => halts().catch(noneIfUnknown), { on: type => type === 'audit', every: 5_000 }),
        alerts: new Source(() => get('/v1/ops/alerts', { state: 'open' }).catch(noneIfUnknown), { on: type => type === 'alert', every: 60_000 }),
    };
}

function open() {
    screen?.stop();
    screen = null;
    if (session === null) {
        Object.values(around ?? {}).forEach(source => source.stop());
        around = null;
        entry ??= logIn();
    } else {
        entry = null;
        around ??= openAround();
        screen = screenAt(place());
        shutMenu();
    }
    paint();
}

function paint() {
    if (entry !== null) {
        document.title = 'Log in · Touchline';
        return render(entry.view(), root);
    }
    if (screen === null) {
        return;
    }
    const open = around.alerts.value?.items.filter(alert => !alert.closedAt) ?? [];
    const badges = {};
    if (open.length > 0) {
        badges.alerts = { count: open.length, words: `${open.length} open`, loud: open.some(alert => alert.severity === 'CRITICAL') ? 'bad' : 'warn' };
    }
    document.title = `${contact.state === 'lost' ? '(lost) ' : ''}${screen.title} · Touchline`;
    render(shell(screen.here, screen.view(), { scheduler: around.scheduler.value, halts: around.halts, badges }), root);
    screen.drawn?.();
}

drawWith(paint);
hear(what => what === 'session' && open());
onMove(() => {
    open();
    scrollTo(0, 0);
    root.querySelector('h1')?.focus({ preventScroll: true });
});
// "3 s ago" has to become "4 s ago".
setInterval(draw, 1_000);

async function begin() {
    try {
        await whoAmI();
    } catch {
        root.querySelector('.before').textContent = 'The server does not answer. Retrying every two seconds.';
        setTimeout(begin, 2_000);
        return;
    }
    root.replaceChildren();
    if (session !== null && place().length === 0) {
        returnTo();
    }
    announce();
}

begin();
