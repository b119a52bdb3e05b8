// Times, spans, numbers and states in words.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const grouped = new Intl.NumberFormat('en-GB');

/** The operator's own time zone. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A time of today as a clock shows it, any other with its day. */
export function clockTime(at, now = Date.now()) {
    const time = new Date(at);
    return time.toDateString() === new Date(now).toDateString() ? clock.format(time) : `${day.format(time)} ${shortClock.format(time)}`;
}

/** With its day of the week. */
export function dayTime(at) {
    const time = new Date(at);
    return `${weekday.format(time)} ${clock.format(time)}`;
}

/** To the thousandth of a second, as logs have it. */
export function fineTime(at) {
    return `${clock.format(new Date(at))}.${new Date(at).toISOString().slice(20, 23)}`;
}

/** Hours and minutes. */
export function hourMinute(at) {
    return shortClock.format(new Date(at));
}

/** As in 2026-11-23 18:03:12 UTC. */
export function utc(at) {
    return new Date(at).toISOString().replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

/** A length of time, in two units at most. */
export function span(millis) {
    const ms = Math.max(0, Math.round(millis));
    if (ms < 1_000) {
        return `${ms} ms`;
    }
    if (ms < 9_950) {
        return `${(ms / 1_000).toFixed(1)} s`;
    }
    const seconds = Math.round(ms / 1_000);
    if (seconds < 60) {
        return `${seconds} s`;
    }
    const two = (big, bigUnit, small, smallUnit) => `${big} ${bigUnit}${small ? ` ${small} ${smallUnit}` : ''}`;
    if (seconds < 3_600) {
        return two(Math.floor(seconds / 60), 'min', seconds < 600 ? seconds % 60 : 0, 's');
    }
    const minutes = Math.round(seconds / 60);
    return minutes < 1_440
        ? two(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
        : two(Math.floor(minutes / 1_440), 'd', Math.floor((minutes % 1_440) / 60), 'h');
}

/** The same, without fractions of a second: for what is counted while one looks. */
export function wholeSpan(millis) {
    return millis < 9_950 ? `${Math.max(0, Math.floor(millis / 1_000))} s` : span(millis);
}

/** How far a time is from now. */
export function fromNow(at, now) {
    const ahead = Date.parse(at) - now;
    if (Math.abs(ahead) < 1_000) {
        return 'now';
    }
    return ahead > 0 ? `in ${wholeSpan(ahead)}` : `${wholeSpan(-ahead)} ago`;
}

/** As in 12,345. */
export function number(value) {
    return grouped.format(value);
}

/** Coins of the API, with two decimals where they are few. */
export function coins(text) {
    const value = Number(text);
    return (Math.abs(value) >= 1_000 ? grouped.format(Math.round(value)) : value.toFixed(2)).replace('-', '\u2212');
}

/** The same to the last digit, where money moves or somebody asks for it: 1,234.5678, and 12.50 of 12.5000. Two digits or four, so that columns line up. */
export function exactCoins(text) {
    const [, sign, whole, part] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? [];
    return whole === undefined ? String(text) : `${sign && '\u2212'}${grouped.format(BigInt(whole))}.${part.replace(/00$/, '')}`;
}

/** A share of one, as in 99.2 %: never rounded up to all. */
export function percent(share) {
    if (share === null || share === undefined) {
        return '–';
    }
    const hundredths = Math.floor(share * 1_000) / 10;
    return `${share === 1 ? 100 : hundredths.toFixed(1)} %`;
}

/** A change in per cent with its sign. */
export function change(text) {
    const value = Number(text);
    return `${value > 0 ? '+' : value < 0 ? '\u2212' : ''}${String(text).replace(/^-/, '')} %`;
}

/** As in "3 runs". */
export function count(n, one, many = `${one}s`) {
    return `${number(n)} ${n === 1 ? one : many}`;
}

const CLOSED = {
    'store-changed': 'Redis was replaced, and is being compared with the book',
    'rebuild-needed': 'Redis lacks what the book has: rebuild it',
    'store-unavailable': 'Redis is out of reach, or refuses writes',
    'book-behind': 'the book is too far behind: orders and openings are refused',
    halted: 'the whole market is halted',
};

/** Why trading is closed; empty where it is open. */
export function whyClosed(status) {
    return status.trading === 'open' ? '' : CLOSED[status.reason] ?? plain(status.reason);
}

/** How far the book is behind; a dash where nobody knows. */
export function behind(status) {
    return status.outboxLagMs === null ? '–' : span(status.outboxLagMs);
}

/** A word of the API in ours: TIMED_OUT as "timed out". */
export function plain(word) {
    return String(word ?? '').toLowerCase().replaceAll('_', ' ').replaceAll('-', ' ');
}

/** The same with a capital. */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

const TONES = {
    // jobs
    OFF: 'faint', ERROR: 'bad', PAUSED: 'warn', BLOCKED: 'warn', WAITING: 'calm', IDLE: 'faint',
    // runs
    QUEUED: 'calm', RUNNING: 'on', SUCCEEDED: 'calm', FAILED: 'bad', SKIPPED: 'faint', INTERRUPTED: 'warn', TIMED_OUT: 'bad', LOST: 'bad',
    // nodes
    STARTING: 'calm', FIRING: 'calm', DRAINING: 'warn', CLOCK_OFF: 'bad', SILENT: 'bad', STOPPED: 'faint', DEAD: 'bad',
    // services
    ACTIVE: 'calm', STANDBY: 'faint', FAILING: 'bad',
    // alerts
    WARNING: 'warn', CRITICAL: 'bad',
};

/** How loud a state is: calm, faint, on, warn or bad. */
export function tone(state) {
    return TONES[state] ?? 'calm';
}

/** A job's state as it is shown: one whose run has ended this moment is not blocked. */
export function standing(job, now) {
    const isFresh = job.state === 'BLOCKED' && job.nextFireAt !== null && now - Date.parse(job.nextFireAt) < 5_000;
    return isFresh ? 'WAITING' : job.state;
}

/** Outcomes that somebody should look at. */
export const BAD = ['FAILED', 'TIMED_OUT', 'LOST'];

const OPS = {
    pause: 'paused', resume: 'resumed', trigger: 'ran', interrupt: 'interrupted', 'override-schedule': 'rescheduled', 'write-calendar': 'wrote', 'delete-calendar': 'deleted', 'set-calendar': 'set the calendar of', 'remove-calendar': 'removed the calendar of', 'restore-schedule': 'restored the schedule of',
    'find-customer': 'looked for', 'block-customer': 'blocked', 'unblock-customer': 'unblocked', 'end-sessions': 'ended the sessions of', 'request-adjustment': 'requested an adjustment of', 'approve-adjustment': 'approved an adjustment of', 'refuse-adjustment': 'refused an adjustment of',
    halt: 'halted', 'lift-halt': 'lifted the halt of', 'clear-set-aside': 'cleared', 'log-in': 'logged in as', 'create-operator': 'created', 'change-role': 'changed the role of', 'reset-password': 'reset the password of', 'change-password': 'changed the password of',
    'disable-operator': 'disabled', 'enable-operator': 'enabled', 'end-operator-sessions': 'ended the sessions of', 'enable-totp': 'turned on the second factor of', 'disable-totp': 'turned off the second factor of', 'reset-totp': 'reset the second factor of',
    'repair-stuck-trigger': 'repaired', 'put-back-job': 'put back', 'lift-stale-pause': 'lifted the pause of', correct: 'corrected', 'request-correction': 'requested a correction of', 'approve-correction': 'approved a correction of', 'refuse-correction': 'refused a correction of',
    'start-drill': 'started a hand-over drill of', drain: 'drained', undrain: 'let work again', 'restart-service': 'restarted', retry: 'retried', 'silence-alert': 'silenced', 'unsilence-alert': 'unsilenced', 'close-alert': 'closed', 'acknowledge-alert': 'acknowledged', 'assign-alert': 'assigned',
    'node-started': 'started as', 'node-stopped': 'stopped as', 'node-lost': 'gave up', 'node-back': 'came back as',
};

/** What the audit calls an action, as a verb of the past. */
export function deed(action) {
    return OPS[action] ?? plain(action);
}

/** One of what a plural counts. */
function one(name) {
    return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** Counts in words, without those that are nothing. */
export function counts(counted) {
    return Object.entries(counted ?? {}).filter(([, value]) => value !== 0).map(([name, value]) => `${number(value)} ${value === 1 ? one(name) : name}`).join(', ');
}

const EVENTS = { 10: 'VAR', 14: 'goal', 15: 'own goal', 16: 'penalty goal', 17: 'missed penalty', 18: 'substitution', 19: 'yellow card', 20: 'red card', 21: 'second yellow', 57: 'saves', 118: 'rating', 119: 'minutes played', 194: 'clean sheet' };

/** The part of another player in an event. */
export function andWho(type, name) {
    return type === 14 ? `set up by ${name}` : type === 18 ? `for ${name}` : name;
}

/** What happened on the pitch, by the feed's number for it. */
export function eventWords(type, amount = null) {
    switch (amount === null ? 0 : type) {
        case 57: return count(amount, 'save');
        case 118: return `rating ${(amount / 100).toFixed(2)}`;
        case 119: return count(amount, 'minute');
        case 194: return 'clean sheet';
        default: return EVENTS[type] ?? `event ${type}`;
    }
}

const BREAKS = { HT: 'half-time', BREAK: 'a break', PEN_BREAK: 'before the penalties', EXTRA_TIME_BREAK: 'half-time of extra time', INPLAY_PENALTIES: 'penalties' };

const STATES = { NS: 'not started', INPLAY_1ST_HALF: 'first half', INPLAY_2ND_HALF: 'second half', INPLAY_ET: 'extra time', INPLAY_ET_2ND_HALF: 'second half of extra time', FT: 'full time', AET: 'full time after extra time', FT_PEN: 'full time after penalties', ...BREAKS, TBA: 'time to be announced' };

/** The feed's state of a match. */
export function stateWords(state) {
    return STATES[state] ?? plain(state);
}

/** How far a match is: its minute, or the break it is in. */
export function clockOf(one, isLong = false) {
    return one.minute === null ? BREAKS[one.state] ?? 'live' : isLong ? `after ${count(one.minute, 'minute')}` : `${one.minute}′`;
}

const plainLetters = { æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ß: 'ss', ς: 'σ' };

/** A text as it is compared with what somebody looks for: case, accents, ligatures, apostrophes and hyphens don't matter. SearchText.java does the same. */
export function searchable(text) {
    return String(text ?? '').normalize('NFKD').replace(/\p{M}+/gu, '').toUpperCase().toLowerCase()
        .replace(/[æœøłđðþħıßς]/g, letter => plainLetters[letter])
        .replace(/[\p{Pd}'`´‘’‛ʻʼ]+/gu, '').replace(/\s+/g, ' ');
}
