/** Numbered changes of console.db, applied once each, in order. Never edit one that was released: append. */
export const migrations: readonly string[] = [
  `create table users (
     name text primary key,
     role text not null check (role in ('admin', 'editor', 'viewer', 'auditor')),
     password text not null,
     -- own: chosen by the user; once: a one-time password; spent: a one-time password that was used.
     password_kind text not null check (password_kind in ('own', 'once', 'spent')),
     created_at integer not null
   ) strict;
   create table sessions (
     id_hash text primary key,
     user text not null references users(name) on delete cascade,
     address text not null,
     created_at integer not null,
     seen_at integer not null
   ) strict;
   create index sessions_user on sessions (user);
   create table audit (
     seq integer primary key,
     time text not null,
     user text not null,
     role text not null,
     address text not null,
     action text not null,
     object text not null,
     node text,
     outcome text not null,
     details text not null,
     request_id text not null,
     previous text not null,
     hash text not null
   ) strict;
   create index audit_user on audit (user, seq);
   create index audit_action on audit (action, seq);`,
  // Groups on the embedded cluster, comma-separated; null: the user's role. Identity: who checks the password.
  `alter table users add column groups text;
   alter table users add column identity text not null default 'local';
   create table clusters (
     name text primary key,
     owner text not null,
     access text not null check (access in ('single-user', 'token')),
     context text not null,
     -- The kubeconfig, sealed (lib/server/clusters/secret-box.ts).
     kubeconfig text not null,
     created_at integer not null
   ) strict;
   -- One credential is its owner's alone: it must never wait for another user of the same name.
   create trigger clusters_owner after delete on users begin
     delete from clusters where owner = old.name and access = 'single-user';
   end;
   create table cluster_tokens (
     cluster text not null references clusters(name) on delete cascade,
     user text not null references users(name) on delete cascade,
     token text not null,
     primary key (cluster, user)
   ) strict;`,
];
