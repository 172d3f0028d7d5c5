create table first (id int not null primary key);
