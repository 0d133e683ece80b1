-- While a member types in a conversation that the bot holds, the bot does not speak.
alter table conversations add column bot_paused_until timestamptz;
