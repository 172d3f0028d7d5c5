-- Money in suspense that is the transfer of a list is assigned to nobody else.
create index salary_list_in_suspense on salary_list (in_suspense) where in_suspense is not null;
