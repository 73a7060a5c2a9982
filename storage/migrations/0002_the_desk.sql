-- The chain of hands of a case: opened, offered, taken, passed, given, timed_out, left. why: the code of a reason, never
-- words.
-- coach: whose hands it is about.
CREATE TABLE hands (
    id {serial},
    case_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    coach BIGINT,
    why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX hands_of_case ON hands (case_id, id);

-- What a family was told: "we call you". owner: who keeps it; due_at: when it is broken.
-- state: open, kept, broken, void.
CREATE TABLE promises (
    id {serial},
    case_id BIGINT NOT NULL,
    owner BIGINT,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    closed_at BIGINT
);
CREATE UNIQUE INDEX one_open_promise_a_case ON promises (case_id) WHERE state = 'open';
CREATE INDEX promises_closed ON promises (state, closed_at);

-- Why a case ended as it did, as a code.
ALTER TABLE cases ADD COLUMN reason TEXT NOT NULL DEFAULT '';
-- Since when somebody of the team has last done something for the case, for the list of silent cases.
ALTER TABLE cases ADD COLUMN touched_at BIGINT;

-- What a timer is about is the row of a case, an offer, a talk or a person, as its kind says.
ALTER TABLE timers RENAME COLUMN case_id TO about;
CREATE INDEX timers_about ON timers (about);

-- household: the person whose case this phone shares (a second phone of one family).
ALTER TABLE persons ADD COLUMN household BIGINT;
CREATE INDEX persons_of_household ON persons (household) WHERE household IS NOT NULL;
-- A coach's own way of laying calls: "length=25;buffer=5;notice=120;most=6" in minutes and calls, empty for the programme's.
ALTER TABLE persons ADD COLUMN habits TEXT NOT NULL DEFAULT '';

-- When a coach is not there. why: off, ill.
CREATE TABLE absences (
    id {serial},
    coach BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX absences_of ON absences (coach, ends_at);
CREATE INDEX absences_to_come ON absences (ends_at);

-- Days on which nobody works, beside those of the programme's file. day: 2026-12-24 in the programme's own zone.
CREATE TABLE closings (
    day TEXT PRIMARY KEY
);

-- The waiting list. since_at: when the family joined; order_at: what the line goes by, changed only with a reason in
-- line_log; needs: places; asked_at, silent: the last "still interested?", and how many stayed without an answer;
-- paused: 1 let an offer pass, and is offered none until it says that it still waits; 2 asked for silence: is not asked
-- either; passed: how often others went before.
CREATE TABLE waiting (
    person BIGINT PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    since_at BIGINT NOT NULL,
    order_at BIGINT NOT NULL,
    needs BIGINT NOT NULL DEFAULT 1,
    asked_at BIGINT NOT NULL,
    silent BIGINT NOT NULL DEFAULT 0,
    paused INTEGER NOT NULL DEFAULT 0,
    passed BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX waiting_in_order ON waiting (order_at, person);
CREATE INDEX waiting_to_ask ON waiting (asked_at);
INSERT INTO waiting (person, since_at, order_at, asked_at)
    SELECT id, listed_at, listed_at, listed_at FROM persons WHERE listed_at IS NOT NULL;
DROP INDEX persons_on_list;
ALTER TABLE persons DROP COLUMN listed_at;

-- Places offered to waiting families. state: open, accepted (kept until the coach's outcome), used, declined, lapsed, withdrawn.
CREATE TABLE offers (
    id {serial},
    programme TEXT NOT NULL,
    person BIGINT,
    needs BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL
);
CREATE UNIQUE INDEX one_open_offer_a_family ON offers (person) WHERE state IN ('open', 'accepted') AND person IS NOT NULL;
CREATE INDEX offers_open ON offers (programme, state);
CREATE INDEX offers_of_person ON offers (person, id) WHERE person IS NOT NULL;

-- Every change of the line and of the places, with its reason as a code: what the team is asked about afterwards.
CREATE TABLE line_log (
    id {serial},
    at BIGINT NOT NULL,
    person BIGINT,
    what TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    by_whom BIGINT
);
CREATE INDEX line_log_since ON line_log (at);
CREATE INDEX line_log_of_person ON line_log (person) WHERE person IS NOT NULL;

-- Lines of the phrasebook that were sent, and what the family answered to them.
CREATE TABLE phrases (
    id {serial},
    case_id BIGINT NOT NULL,
    sender BIGINT NOT NULL,
    phrase TEXT NOT NULL,
    at BIGINT NOT NULL,
    clock_at BIGINT,
    answer TEXT
);
CREATE INDEX phrases_of_case ON phrases (case_id);

-- A coach speaks with a family through the bot. place: private (the coach's own chat) or topic (the team's group).
CREATE TABLE talks (
    id {serial},
    case_id BIGINT NOT NULL,
    coach BIGINT NOT NULL,
    place TEXT NOT NULL,
    last_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE UNIQUE INDEX one_talk_a_case ON talks (case_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX one_private_talk_a_coach ON talks (coach) WHERE closed_at IS NULL AND place = 'private';
CREATE INDEX talks_of_case ON talks (case_id);

-- The topic of a case in the team's group. group_id: the group's row in persons.
CREATE TABLE topics (
    case_id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL,
    thread BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_case_a_topic ON topics (group_id, thread);

-- topic: the case in whose topic of the group a letter goes, NULL for none.
ALTER TABLE outbox ADD COLUMN topic BIGINT;
CREATE INDEX outbox_of_topic ON outbox (topic) WHERE topic IS NOT NULL;

-- One-time codes with which a second phone joins its family. person: whose household it joins.
CREATE TABLE phone_codes (
    code_mark {blob} PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used_by BIGINT
);

-- What somebody was invited as and the lead has not confirmed yet; empty for all others.
ALTER TABLE persons ADD COLUMN invited_as TEXT NOT NULL DEFAULT '';

-- Whether this phone asked for silence: nothing of the waiting list is written to it.
ALTER TABLE persons ADD COLUMN hushed INTEGER NOT NULL DEFAULT 0;

-- The list of the day that stands in the chat of somebody of the team. shown: a mark of what it says.
CREATE TABLE mornings (
    person BIGINT PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    shown TEXT NOT NULL
);
