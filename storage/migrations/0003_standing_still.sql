-- A family that stopped half-way, or whose case stands still: where it stopped, and how far its ladder of contacts went.
-- person: the first phone of the family; phone: the one that is written to. kind: halfway, standing.
-- answers: how many answers it had given then: more of them are a new stall. rung: messages sent so far.
-- next_at: when the next one is planned. why: the code of what closed it.
CREATE TABLE ladders (
    id {serial},
    person BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    phone BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    case_id BIGINT,
    answers BIGINT NOT NULL DEFAULT 0,
    anchor_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    rung BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    closed_at BIGINT,
    why TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX one_open_ladder_a_family ON ladders (person) WHERE closed_at IS NULL;
CREATE INDEX ladders_of_person ON ladders (person, id);
CREATE INDEX ladders_of_phone ON ladders (phone);
CREATE INDEX ladders_of_case ON ladders (case_id) WHERE case_id IS NOT NULL;

-- What is on its way for a ladder: dropped when it closes.
CREATE INDEX outbox_of_ladder ON outbox (sequence) WHERE kind = 'nudge';

-- Every different offer that a family was made, by a message of a ladder or when it came back by itself (ladder NULL).
-- why: the code of the rule that chose it; answer: what was picked below it, as a code.
CREATE TABLE nudges (
    id {serial},
    person BIGINT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    ladder BIGINT,
    place TEXT NOT NULL,
    offer TEXT NOT NULL,
    rung BIGINT NOT NULL DEFAULT 0,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    opened_at BIGINT,
    went_on_at BIGINT,
    stopped_at BIGINT,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX no_offer_twice ON nudges (person, offer);

-- Why nothing unasked is written to this phone any more: never, crisis, blocked; empty where it may be.
ALTER TABLE persons ADD COLUMN unasked TEXT NOT NULL DEFAULT '';

-- How often the family moved its call.
ALTER TABLE cases ADD COLUMN moved BIGINT NOT NULL DEFAULT 0;

-- Rounds of changed perspective. coach: who began it, NULL for the family itself; phone: the one that goes through it.
-- line: the coach's own words with it; answers: step by step; reply: the coach's words after it (all three sealed).
-- state: sent, open, done, put_off, stopped, lapsed. passed_on: NULL until the family was asked;
-- reader: whom it named as the one who may read it.
CREATE TABLE rounds (
    id {serial},
    case_id BIGINT NOT NULL,
    technique TEXT NOT NULL,
    coach BIGINT,
    phone BIGINT,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    line {blob},
    answers {blob},
    reply {blob},
    passed_on INTEGER,
    reader BIGINT,
    done_at BIGINT
);
CREATE UNIQUE INDEX one_open_round_a_case ON rounds (case_id) WHERE state IN ('sent', 'open');
CREATE INDEX rounds_of_case ON rounds (case_id, id);
CREATE INDEX rounds_of_phone ON rounds (phone) WHERE phone IS NOT NULL;
