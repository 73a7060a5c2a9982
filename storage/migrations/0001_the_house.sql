-- Updates already acted on: one row per thing that happened, so that a repeat acts once.
CREATE TABLE seen (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Everybody who ever wrote: families, coaches, leads. The chat is sealed, and found by its keyed mark.
-- state: the dialogue (sealed); case_id: the family's newest case; listed_at: since when on the waiting list.
CREATE TABLE persons (
    id {serial},
    chat_mark {blob} NOT NULL UNIQUE,
    chat {blob} NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    state {blob},
    seen_at BIGINT NOT NULL,
    reachable INTEGER NOT NULL DEFAULT 1,
    consents TEXT NOT NULL DEFAULT '',
    case_id BIGINT,
    listed_at BIGINT,
    name {blob},
    languages TEXT NOT NULL DEFAULT '',
    hours TEXT NOT NULL DEFAULT ''
);
CREATE INDEX persons_on_list ON persons (listed_at) WHERE listed_at IS NOT NULL;
CREATE INDEX persons_of_team ON persons (role) WHERE role <> 'family';

-- Where a named message of ours stands in a chat: the living screen, the card of a case.
CREATE TABLE spots (
    person BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    spot TEXT NOT NULL,
    message BIGINT,
    PRIMARY KEY (person, spot)
);
CREATE INDEX spots_by_name ON spots (spot);

-- Words on their way out. mark: what makes a row happen once; case_id and sequence: the appointment it belongs to.
-- until_at: when it ceases to help; afterwards it is closed unsent.
CREATE TABLE outbox (
    id {serial},
    person BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    spot TEXT NOT NULL,
    content {blob},
    at_most_once INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    mark TEXT UNIQUE,
    kind TEXT NOT NULL DEFAULT '',
    case_id BIGINT,
    sequence BIGINT NOT NULL DEFAULT 0,
    until_at BIGINT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE status = 'waiting';
CREATE INDEX outbox_of_case ON outbox (case_id) WHERE case_id IS NOT NULL;

-- An enquiry handed to the coaches. body: the answers and the family's own words (sealed).
CREATE TABLE cases (
    id {serial},
    family BIGINT,
    language TEXT NOT NULL,
    stage TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    wish TEXT NOT NULL,
    part TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL DEFAULT 0,
    owner BIGINT,
    suggested BIGINT,
    why TEXT NOT NULL DEFAULT '',
    taken_at BIGINT,
    spoken_at BIGINT,
    closed_at BIGINT,
    tries BIGINT NOT NULL DEFAULT 0,
    tried TEXT NOT NULL DEFAULT '',
    consents TEXT NOT NULL DEFAULT '',
    consent_version TEXT NOT NULL DEFAULT '',
    never_call INTEGER NOT NULL DEFAULT 0,
    body {blob}
);
CREATE UNIQUE INDEX one_live_case_a_family ON cases (family)
    WHERE stage IN ('received', 'taken', 'wrong_number');
CREATE INDEX cases_live ON cases (stage, owner);

-- Times that are not free: held while a family finishes, booked once a case is open.
CREATE TABLE bookings (
    id {serial},
    coach BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    wall TEXT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL,
    holder BIGINT,
    case_id BIGINT,
    expires_at BIGINT
);
CREATE UNIQUE INDEX one_call_a_slot ON bookings (coach, starts_at);
CREATE UNIQUE INDEX one_call_a_case ON bookings (case_id) WHERE case_id IS NOT NULL;
CREATE UNIQUE INDEX one_hold_a_person ON bookings (holder) WHERE holder IS NOT NULL;

-- Proof of each yes and each end of it, without a name: found by the chat's keyed mark alone.
CREATE TABLE consents (
    id {serial},
    chat_mark {blob} NOT NULL,
    purpose TEXT NOT NULL,
    given INTEGER NOT NULL,
    text_version TEXT NOT NULL,
    language TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consents_of ON consents (chat_mark);

CREATE TABLE invitations (
    code_mark {blob} PRIMARY KEY,
    role TEXT NOT NULL,
    name {blob} NOT NULL,
    languages TEXT NOT NULL,
    hours TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by BIGINT
);

CREATE TABLE places (
    programme TEXT PRIMARY KEY,
    free BIGINT NOT NULL,
    confirmed_at BIGINT
);

-- Things that happen by themselves at a time; the id makes each happen once.
CREATE TABLE timers (
    id TEXT PRIMARY KEY,
    due_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    case_id BIGINT NOT NULL
);
CREATE INDEX timers_due ON timers (due_at);

-- Counts without a person.
CREATE TABLE counters (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    of_what TEXT NOT NULL,
    language TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, what, of_what, language)
);

-- Proof that something was erased, and nothing of what it was.
CREATE TABLE receipts (
    id {serial},
    at BIGINT NOT NULL
);

-- Updates that failed three times: their id and the kind of fault, never their content.
CREATE TABLE parked (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    fault TEXT NOT NULL
);

-- What the house knows of itself, such as the bot's own name at the channel.
CREATE TABLE house (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- A family's cases: looked up when it is erased, and by the sweep for everybody.
CREATE INDEX cases_of_family ON cases (family) WHERE family IS NOT NULL;

-- What each coach has: read for every screen that offers times.
CREATE INDEX cases_of_owner ON cases (owner, stage, taken_at) WHERE owner IS NOT NULL;

-- Older pictures of a spot, dropped after every letter; and all letters of a person who is erased.
CREATE INDEX outbox_of_person ON outbox (person, spot);
