-- Who a visitor is: proved by a token of the host page, or only said.

-- Until when the token of the host page holds: so long the visitor sees their contact's earlier conversations.
alter table conversations add column identified_until timestamptz;

-- An address that somebody typed must not be joined to a contact who was proved to have it: such a contact is found by the
-- host page's id alone, and others may claim the same address beside it.
drop index contacts_by_email;
create unique index contacts_by_email on contacts (workspace_id, email) where email is not null and not verified;
