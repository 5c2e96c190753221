-- How many branches are in view.
select count(*) as branches from in_view;
