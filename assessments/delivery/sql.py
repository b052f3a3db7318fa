"""The texts of the statements for PostgreSQL.

Each is a transaction of its own. Saving takes `for key share` on the attempt, whatever ends or moves it takes
`for update`: a plain update would not keep savers out. Locking and reading are never one statement, because a
statement sees what was there before it waited for the lock.

Parameters are cast, because they are bound on the server; functions of time carry no schema, so that a test can put
its own clock in front. Returned columns are named: a cached plan must not change its result type.
"""
# ruff: noqa: S608  The texts are put together from constants of this module alone.

from __future__ import annotations

_ARRIVED = "statement_timestamp() - %(lag)s::float8 * interval '1 second'"
_CLOSES = "deadline + grace_seconds * interval '1 second'"

# A saver that waits for a seal judges the attempt again when it gets the lock, so it sees the seal.
_JUDGED = f"""
with judged as materialized (
    select id, epoch, deadline,
           case when state <> 'open' then 3
                when epoch <> %(epoch)s::int then 2
                when {_ARRIVED} > {_CLOSES} then 1
                else 0 end::smallint as standing
      from assessments_attempt
     where uid = %(uid)s::uuid
       for key share
)"""

# A repeated answer inserts nothing; one that was late is lifted when the deadline has been moved since.
_STORE = """
        on conflict (attempt_id, slot, epoch, revision, copy) do update
       set standing = least(r.standing, excluded.standing)
     where r.payload = excluded.payload
 returning slot, standing
)"""

_NEWER = """
       judged.standing, judged.epoch,
       extract(epoch from judged.deadline)::float8, extract(epoch from statement_timestamp())::float8,
       newer.epoch, newer.revision, newer.payload::text"""

SAVE_ONE = f"""{_JUDGED}, stored as (
    insert into assessments_response as r
           (attempt_id, slot, epoch, revision, payload, arrived_at, standing, channel)
    select id, %(slot)s::smallint, %(epoch)s::int, %(revision)s::int, %(payload)s::jsonb, {_ARRIVED}, standing,
           %(channel)s::smallint
      from judged {_STORE}
select %(slot)s::smallint, (select standing from stored), {_NEWER}
  from judged
  left join lateral (
        select epoch, revision, payload from assessments_response
         where attempt_id = judged.id and slot = %(slot)s::smallint and standing = 0
           and (epoch, revision) > (%(epoch)s::int, %(revision)s::int)
         order by epoch desc, revision desc limit 1
       ) as newer on true"""

SAVE_MANY = f"""{_JUDGED}, sent as materialized (
    select slot, revision, coalesce(value, 'null'::jsonb) as value
      from jsonb_to_recordset(%(answers)s::jsonb) as a(slot smallint, revision int, value jsonb)
), stored as (
    insert into assessments_response as r
           (attempt_id, slot, epoch, revision, payload, arrived_at, standing, channel)
    select judged.id, sent.slot, %(epoch)s::int, sent.revision, sent.value, {_ARRIVED}, judged.standing,
           %(channel)s::smallint
      from judged cross join sent
     order by sent.slot {_STORE}
select sent.slot, stored.standing, {_NEWER}
  from judged cross join sent left join stored on stored.slot = sent.slot
  left join lateral (
        select epoch, revision, payload from assessments_response
         where attempt_id = judged.id and slot = sent.slot and standing = 0
           and (epoch, revision) > (%(epoch)s::int, sent.revision)
         order by epoch desc, revision desc limit 1
       ) as newer on true
 order by sent.slot"""

# The loser of an equal revision becomes the next copy. Two losers at one instant may choose the same number: the
# second then inserts nothing and tries again.
KEEP_LOSER = f"""
with attempt as (select id from assessments_attempt where uid = %(uid)s::uuid),
copies as (
    select r.copy, r.payload from assessments_response r, attempt
     where r.attempt_id = attempt.id and slot = %(slot)s::smallint and epoch = %(epoch)s::int
       and revision = %(revision)s::int
), kept as (
    insert into assessments_response
           (attempt_id, slot, epoch, revision, copy, payload, arrived_at, standing, channel)
    select id, %(slot)s::smallint, %(epoch)s::int, %(revision)s::int, (select max(copy) + 1 from copies),
           %(payload)s::jsonb, {_ARRIVED}, 4, %(channel)s::smallint
      from attempt
     where not exists (select from copies where payload = %(payload)s::jsonb)
        on conflict do nothing
 returning 1
)
select exists (select from kept) or exists (select from copies where payload = %(payload)s::jsonb)"""

PRESENT = """
select r.epoch, r.revision, r.payload::text
  from assessments_response as r join assessments_attempt as a on a.id = r.attempt_id
 where a.uid = %(uid)s::uuid and r.slot = %(slot)s::smallint and r.standing = 0
 order by r.epoch desc, r.revision desc limit 1"""

_ROW = """a.id, a.uid, a.state, a.epoch, a.started_at, a.sealed_at, a.sealed_by, a.receipt,
          a.paper::text, a.paper_sha256, a.rules::text, s.uid, u.uid, a.fraction"""

# An older epoch or an answer that is still under way keeps the candidate from handing in; the end of the time does not
# ask for either. The seal's time is read after the lock was got: no accepted answer is younger than the seal.
SEAL = f"""
with locked as materialized (
    select id, epoch, {_ARRIVED} > {_CLOSES} as over
      from assessments_attempt
     where uid = %(uid)s::uuid
       for update
)
update assessments_attempt as a
   set state = 'sealed', sealed_at = clock_timestamp(), sealed_by = case when locked.over then 'time' else %(by)s end
  from locked, organization_staff as s, organization_unit as u
 where a.id = locked.id and s.id = a.staff_id and u.id = a.unit_id and a.state = 'open'
   and (locked.over or (locked.epoch = %(epoch)s::int and not exists (
        select from jsonb_each_text(%(revisions)s::jsonb) as claim(slot, revision)
         where claim.revision::int > coalesce((
               select r.revision from assessments_response as r
                where r.attempt_id = a.id and r.slot = claim.slot::smallint and r.standing = 0
                order by r.epoch desc, r.revision desc limit 1), 0))))
returning {_ROW}"""

# Several sweepers may run: each takes what no other holds. An attempt that is being saved to is left for the next
# round.
SEAL_OVERDUE = f"""
with locked as materialized (
    select id from assessments_attempt
     where state = 'open' and deadline < statement_timestamp() and {_CLOSES} < statement_timestamp()
     order by deadline limit %(limit)s::int
       for update skip locked
)
update assessments_attempt as a
   set state = 'sealed', sealed_at = clock_timestamp(), sealed_by = 'time'
  from locked
 where a.id = locked.id and a.state = 'open'
returning a.uid"""

MOMENT = f"""
select state, epoch, extract(epoch from deadline)::float8, extract(epoch from statement_timestamp())::float8,
       state in ('sealed', 'void') or coalesce({_ARRIVED} > {_CLOSES}, false)
  from assessments_attempt where uid = %(uid)s::uuid"""

ANSWERS = """
select coalesce(json_agg(json_build_array(slot, epoch, revision, payload) order by slot), '[]')::text
  from (select distinct on (slot) slot, epoch, revision, payload
          from assessments_response
         where attempt_id = %(id)s::bigint and standing = 0
         order by slot, epoch desc, revision desc) as present"""
