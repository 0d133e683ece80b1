-- What somebody interrupted stays, and the turn may be taken up again when the conversation is given back: it speaks to
-- its end once at most, whatever is retried.
drop index messages_one_per_turn;
create unique index messages_one_per_turn on messages (turn_id)
  where author = 'bot' and turn_id is not null and not (content ? 'interrupted');
create index messages_of_turn on messages (turn_id) where turn_id is not null;
