create table second (id int not null primary key);
insert into nowhere (id) values (1);
