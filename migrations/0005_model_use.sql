-- What a bot's language models used on each day (UTC), counted as traces are stored, so that a daily limit needs no sum
-- over them.
create table model_use (
  bot_id text not null references bots (id) on delete cascade,
  day text not null,
  tokens bigint not null,
  cost double precision not null,
  primary key (bot_id, day)
);
